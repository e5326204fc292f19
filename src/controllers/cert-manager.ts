import * as route53 from 'aws-cdk-lib/aws-route53';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { ALL_ZONES, requireReason, requireZones, zoneArns } from './hosted-zones';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { allAmong } from '../access/conditions';

/** How cert-manager finds hosted zones. */
export interface CertManagerZoneOptions extends ControllerProps {
  /**
   * Whether issuers leave the hosted zone out (`hostedZoneID`), so that it is looked up by the name: adds
   * `route53:ListHostedZonesByName` on `*`.
   *
   * @default false - issuers name the hosted zone by its id
   */
  readonly lookUpZones?: boolean;
}

/** What cert-manager is declared with. */
export interface CertManagerProps extends CertManagerZoneOptions {
  /** The hosted zones in which domains are proved to be one's own, at least one. */
  readonly hostedZones: route53.IHostedZoneRef[];
}

const FACTS: ControllerFacts = {
  name: 'CertManager',
  namespace: 'cert-manager',
  serviceAccountName: 'cert-manager',
  oldest: '1.12.0',
  newest: '1.20.0',
  sources: [{ url: 'https://cert-manager.io/v1.20-docs/configuration/acme/dns01/route53/', date: '2026-08-22' }],
  serviceAccountValues: ['serviceAccount'],
  addonName: 'cert-manager',
  scope: 'hosted zones; in them `TXT` records of the name `_acme-challenge` alone',
  open: { CertManagerZones: 'route53:ListHostedZonesByName takes no resource; only with `lookUpZones`' },
  leftOut: { 'route53:ListHostedZonesByName': 'only with `lookUpZones`' },
  mechanisms: 'both for a ClusterIssuer; for an Issuer the controller needs the flag `--issuer-ambient-credentials`',
};

/**
 * cert-manager, which proves by records in Route 53 that domains are one's own (ACME DNS01).
 *
 * - `route53:ChangeResourceRecordSets` on the hosted zones, for `TXT` records whose name begins with `_acme-challenge.`
 *   alone: so a record that another domain's CNAME leads to must have that name too.
 * - `route53:ListResourceRecordSets` on the hosted zones, and `route53:GetChange` on changes, whose ids nobody knows before.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const zone: route53.HostedZone;
 * new CertManager({ hostedZones: [zone] }).podIdentity(this, 'CertManager', { cluster, owner: 'platform' });
 */
export class CertManager extends Controller {
  /**
   * cert-manager for all hosted zones of the account, those that are made later as well.
   *
   * @param reason why it is to be all, in a few words
   * @throws if the reason is empty
   */
  public static ofAllHostedZones(reason: string, options: CertManagerZoneOptions = {}): CertManager {
    requireReason(FACTS.name, reason, 'all hosted zones');
    return new CertManager({ ...options, hostedZones: ALL_ZONES });
  }

  constructor(private readonly props: CertManagerProps) {
    super(props);
    requireZones(FACTS.name, props.hostedZones);
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const zones = zoneArns(scope, this.props.hostedZones);
    const challenges = [
      allAmong('route53:ChangeResourceRecordSetsRecordTypes', ['TXT']),
      allAmong('route53:ChangeResourceRecordSetsNormalizedRecordNames', ['_acme-challenge.*'], 'StringLike'),
    ];
    return [Access._of('proves by DNS that domains are one\'s own',
      ...scope.allow('CertManagerChallenge', ['route53:ChangeResourceRecordSets'], zones, ...challenges),
      ...scope.allow('CertManagerRead', ['route53:ListResourceRecordSets'], zones),
      ...scope.allow('CertManagerChange', ['route53:GetChange'], [scope.globalArn('route53', 'change/*')]),
      ...this.props.lookUpZones ? scope.allow('CertManagerZones', ['route53:ListHostedZonesByName'], ['*']) : [])];
  }
}
