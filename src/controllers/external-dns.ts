import * as route53 from 'aws-cdk-lib/aws-route53';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { ALL_ZONES, requireReason, requireZones, zoneArns } from './hosted-zones';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { allAmong, requireItems } from '../access/conditions';
import { LiteralRule, ruledText } from '../access/ruled-text';

/** What of hosted zones ExternalDNS changes. */
export interface ExternalDnsRecordOptions extends ControllerProps {
  /**
   * The domains whose records are changed, each with all that is below it, in lower case: `shop.example.com`.
   *
   * The records by which ExternalDNS remembers what is its own stand beside a domain, as `a-shop.example.com`, `aaaa-…` and
   * `cname-…`; these three names are meant with it. With `txtPrefix` or `txtSuffix` they must be below one of the domains.
   *
   * @default - any record of the hosted zones
   */
  readonly domains?: string[];

  /**
   * Whether hosted zones are chosen by their tags (`--aws-zone-tags`): adds `route53:ListTagsForResources`.
   *
   * @default false
   */
  readonly zoneTags?: boolean;
}

/** What ExternalDNS is declared with. */
export interface ExternalDnsProps extends ExternalDnsRecordOptions {
  /** The hosted zones whose records are changed, at least one. */
  readonly hostedZones: route53.IHostedZoneRef[];
}

const DOMAIN: LiteralRule = {
  prop: 'domains',
  code: 'InvalidDomain',
  allowed: /^[a-z0-9_.-]*$/,
  mustBe: 'exact domains of lower-case letters, digits and . _ -, without a wildcard: what is below a domain is meant with it',
};

const FACTS: ControllerFacts = {
  name: 'ExternalDns',
  namespace: 'external-dns',
  serviceAccountName: 'external-dns',
  oldest: '0.18.0',
  newest: '0.22.0',
  sources: [{ url: 'https://github.com/kubernetes-sigs/external-dns/blob/v0.22.0/docs/tutorials/aws.md', date: '2026-08-19' }],
  serviceAccountValues: ['serviceAccount'],
  addonName: 'external-dns',
  scope: 'hosted zones, and domains in them',
  open: { ExternalDnsZones: 'route53:ListHostedZones takes no resource: it tells the names and ids of all zones' },
  leftOut: { 'route53:ListTagsForResources': 'only with `zoneTags`' },
};

/**
 * ExternalDNS, which writes the records of Services and Ingresses to hosted zones.
 *
 * - `route53:ChangeResourceRecordSets` on the hosted zones; with `domains` under the condition
 *   `route53:ChangeResourceRecordSetsNormalizedRecordNames`.
 * - `route53:ListResourceRecordSets` on the hosted zones, `route53:ListHostedZones` on `*`, which takes no resource.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const zone: route53.HostedZone;
 * new ExternalDns({ hostedZones: [zone], domains: ['shop.example.com'] })
 *   .podIdentity(this, 'ExternalDns', { cluster, owner: 'platform' });
 */
export class ExternalDns extends Controller {
  /**
   * ExternalDNS for all hosted zones of the account, those that are made later as well.
   *
   * @param reason why it is to be all, in a few words
   * @throws if the reason is empty
   */
  public static ofAllHostedZones(reason: string, options: ExternalDnsRecordOptions = {}): ExternalDns {
    requireReason(FACTS.name, reason, 'all hosted zones');
    return new ExternalDns({ ...options, hostedZones: ALL_ZONES });
  }

  constructor(private readonly props: ExternalDnsProps) {
    super(props);
    requireZones(FACTS.name, props.hostedZones);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { hostedZones, domains, zoneTags } = this.props;
    const zones = zoneArns(scope, hostedZones);
    const names = domains && requireItems(FACTS.name, 'domains', domains).map((domain) => ruledText(scope.scope, DOMAIN, domain)).flatMap(namesOf);
    return [Access._of('writes the records of Services and Ingresses',
      ...scope.allow('ExternalDnsChange', ['route53:ChangeResourceRecordSets'], zones,
        ...names ? [allAmong('route53:ChangeResourceRecordSetsNormalizedRecordNames', names, 'StringLike')] : []),
      ...scope.allow('ExternalDnsRead', ['route53:ListResourceRecordSets', ...zoneTags ? ['route53:ListTagsForResources'] : []], zones),
      ...scope.allow('ExternalDnsZones', ['route53:ListHostedZones'], ['*']))];
  }
}

/** A domain, what is below it, and what ExternalDNS writes beside it. */
function namesOf(domain: string): string[] {
  return [domain, `*.${domain}`, ...['a', 'aaaa', 'cname'].map((type) => `${type}-${domain}`)];
}
