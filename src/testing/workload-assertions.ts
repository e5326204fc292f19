import { FoundIdentity } from './found-identity';
import { requireAction, requireClusterArn, requireIssuer, requireResource, requireText } from './requests';
import { admitsChain } from './role-chain';
import { SynthesizedApp } from './synthesized-app';
import { Forbidden } from '../access/forbidden';
import { STS_AUDIENCE } from '../cluster/issuer';
import { Context, contextWith } from '../policy/condition';
import { Decision, evaluate } from '../policy/evaluate';
import { explain } from '../policy/explain';
import { Policies } from '../policy/policy';
import { principalTags } from '../policy/principal-tags';
import { prove } from '../policy/prove';
import { inSession } from '../policy/role';
import { PolicyValue } from '../policy/statement';
import { TemplateView, textIn, valueOf } from '../policy/template';
import { literal, showText, symbolOf, Text } from '../policy/text';
import { all, any, Tri } from '../policy/tri';
import { arnParts } from '../private/arns';
import { refuse } from '../private/errors';
import { isToken } from '../private/tokens';
import { podIdentityTags } from '../trust/pod-identity-tags';
import { describeRefutation } from '../workload/refutation';

/** What a request brings besides its action and its resource. */
export interface RequestOptions {
  /**
   * Condition keys and their values: a text, a number, a truth value, or a list of them for a key with several values.
   *
   * @default - the request has the tags of the principal alone, the role's and those of the session
   */
  readonly context?: Record<string, any>;
}

/** A service account of a cluster, as it asks for a role. */
export interface AssumingServiceAccount {
  /** The ARN of the cluster, as Pod Identity sends it. */
  readonly clusterArn: string;

  /** The namespace of the pods. */
  readonly namespace: string;

  /** The name of their service account. */
  readonly serviceAccountName: string;

  /**
   * The OIDC issuer of the cluster without `https://`, by which IRSA tells clusters apart.
   *
   * @default - any issuer that the trust policy names
   */
  readonly oidcIssuer?: string;

  /**
   * The audience of the token.
   *
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/** What a role may do of what is asked. */
interface RoleDecision {
  /** The path of the role. */
  readonly role: string;
  readonly decision: Decision;
  /** The resource as people read it. */
  readonly shown: string;
  readonly reasons: () => string[];
}

/** The value that an argument has in an app's templates. */
type Resolve = (value: any, app: SynthesizedApp) => PolicyValue;

/**
 * Asserts on one workload; every method throws if what it says is not so, and gives the workload back.
 *
 * @example
 * declare const workload: WorkloadAssertions;
 * workload
 *   .can('s3:ListBucket', 'arn:aws:s3:::company', { context: { 's3:prefix': 'invoices/' } })
 *   .mustNot(Forbidden.actions('s3:*').outside('arn:aws:s3:::company', 'arn:aws:s3:::company/invoices/*'));
 */
export class WorkloadAssertions {
  /** @internal */
  public static _of(app: SynthesizedApp, namespace: string, serviceAccountName: string, resolve: Resolve): WorkloadAssertions {
    return new WorkloadAssertions(app, namespace, serviceAccountName, resolve);
  }

  private constructor(
    private readonly app: SynthesizedApp, private readonly namespace: string, private readonly serviceAccountName: string,
    private readonly resolve: Resolve,
  ) {}

  /**
   * Asserts that the request is allowed.
   *
   * @param action such as `s3:GetObject`; no wildcards
   * @param resource the ARN as a text, with tokens or as a resolved intrinsic; `*` for an action that has no resource
   * @throws if a policy denies it, none allows it, or that can't be decided: with the statement that denies it, or the nearest one and what failed in it
   */
  public can(action: string, resource: any, options: RequestOptions = {}): WorkloadAssertions {
    return this.expect('ALLOWED', action, resource, options);
  }

  /**
   * Asserts that the request is not allowed.
   *
   * @param action such as `s3:GetObject`; no wildcards
   * @param resource the ARN as a text, with tokens or as a resolved intrinsic; `*` for an action that has no resource
   * @throws if it is allowed, with the statement that allows it; or if that can't be decided
   */
  public cannot(action: string, resource: any, options: RequestOptions = {}): WorkloadAssertions {
    return this.expect('DENIED', action, resource, options);
  }

  /**
   * Asserts that none of what is forbidden is allowed, whatever the context is: a proof, not a sample.
   *
   * @throws if a request is allowed, with that request; or if it can't be decided
   */
  public mustNot(...forbidden: Forbidden[]): WorkloadAssertions {
    if (forbidden.length === 0) { refuse('IdentityAssertions', 'InvalidRequest', 'mustNot needs what is forbidden: give at least one Forbidden.actions(...)'); }
    for (const each of forbidden) {
      const app = this.app.inPartition(/arn:([a-z-]+):/.exec(each.toString())?.[1]);
      for (const identity of this.identities(app)) {
        const { template } = identity.role;
        const result = prove(policiesOf(identity, app), each._requests(template, (value) => this.resolve(value, app)), tagsOf(identity));
        const text = each._describe((value) => showText(this.textOf(value, template, app)));
        if (result.verdict === 'REFUTED') { this.fail([describeRefutation(text, result.witness)]); }
        if (result.verdict === 'UNKNOWN') { this.fail([`whether the role allows ${text} is not decided: ${result.doubt.reason}`]); }
      }
    }
    return this;
  }

  /**
   * Asserts that a service account of a cluster may become the role, by Pod Identity or by its token.
   *
   * @throws if the trust policy doesn't let it, or that can't be decided
   */
  public assumableBy(serviceAccount: AssumingServiceAccount): WorkloadAssertions {
    return this.expectTrust('yes', serviceAccount);
  }

  /**
   * Asserts that a service account of a cluster may not become the role, by Pod Identity or by its token.
   *
   * @throws if the trust policy lets it, or that can't be decided
   */
  public notAssumableBy(serviceAccount: AssumingServiceAccount): WorkloadAssertions {
    return this.expectTrust('no', serviceAccount);
  }

  private expect(expected: 'ALLOWED' | 'DENIED', action: string, resource: any, options: RequestOptions): WorkloadAssertions {
    for (const { decision, shown, reasons } of this._decide(action, resource, options)) {
      if (!isAs(expected, decision)) {
        this.fail([`expected ${this.name} ${expected === 'ALLOWED' ? 'to be' : 'not to be'} allowed ${action} on ${shown}, but`, ...reasons()]);
      }
    }
    return this;
  }

  /**
   * What each role of the workload may do, and why.
   *
   * @internal
   */
  public* _decide(action: string, resource: any, { context = {} }: RequestOptions): Generator<RoleDecision> {
    requireAction(action);
    requireResource(resource);
    const app = this.app.inPartition(partitionOf(resource));
    for (const identity of this.identities(app)) {
      const { template, logicalId } = identity.role;
      const policies = policiesOf(identity, app);
      const given = new Map(Object.entries(context).map(([key, value]) => [key, this.valuesOf(value, template, app)]));
      const known = contextWith(given, tagsAlone(tagsOf(identity)));
      const request = { action: literal(action), resource: this.textOf(resource, template, app), context: known };
      const evaluation = evaluate(request, policies);
      const { decision } = evaluation;
      yield { role: template.pathOf(logicalId), decision, shown: showText(request.resource), reasons: () => explain(request, evaluation, policies) };
    }
  }

  private expectTrust(expected: Tri, subject: AssumingServiceAccount): WorkloadAssertions {
    requireClusterArn(subject.clusterArn);
    requireText('namespace', subject.namespace);
    requireText('serviceAccountName', subject.serviceAccountName);
    requireIssuer(subject.oidcIssuer);
    const app = this.app.inPartition(partitionOf(subject.clusterArn));
    for (const identity of this.identities(app)) {
      const found = any([this.admitsPod(identity, subject, app), this.admitsToken(identity, subject, app)]);
      if (found === expected) { continue; }
      const who = `${subject.namespace}/${subject.serviceAccountName} of ${showText(this.textOf(subject.clusterArn, identity.role.template, app))}`;
      this.fail([`expected the role of ${this.name} ${expected === 'yes' ? 'to be' : 'not to be'} assumable by ${who}, but the trust policy `
        + `${found === 'maybe' ? 'hangs on values that are known at deploy time only' : found === 'yes' ? 'admits it' : 'does not admit it'}`]);
    }
    return this;
  }

  private admitsPod({ role, trust, chain, tagsSessions }: FoundIdentity, subject: AssumingServiceAccount, app: SynthesizedApp): Tri {
    const { template } = role;
    const arn = this.textOf(subject.clusterArn, template, app);
    const tags = podIdentityTags<PolicyValue>({
      clusterArn: valueOf(arn),
      clusterName: valueOf(arn.slice(arn.lastIndexOf('/') + 1)),
      namespace: this.resolve(subject.namespace, app),
      serviceAccountName: this.resolve(subject.serviceAccountName, app),
    });
    const texts = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, textIn(template, value)]));
    const [, , , region = [], account = []] = split(arn, ':');
    const ofSession = tagsSessions ? texts : {};
    const own = organizationOf(textIn((chain?.base ?? role).template, { Ref: 'AWS::AccountId' }));
    const admitted = trust.admitsPod(ofSession, {
      'aws:SourceArn': arn, 'aws:SourceAccount': account, 'aws:SourceOrgID': organizationOf(account), 'aws:ResourceOrgID': own,
    });
    if (chain === undefined) { return admitted; }
    const parts = [region, account, texts['eks-cluster-name'], texts['kubernetes-namespace'], texts['kubernetes-service-account']];
    return all([admitted, admitsChain(chain, role, ofSession, parts.flatMap((part, index) => index === 0 ? part : ['/', ...part]), app)]);
  }

  private admitsToken({ role: { template }, trust }: FoundIdentity, subject: AssumingServiceAccount, app: SynthesizedApp): Tri {
    const { namespace, serviceAccountName, oidcIssuer, audience } = subject;
    return trust.admitsToken({
      namespace: this.textOf(namespace, template, app),
      serviceAccountName: this.textOf(serviceAccountName, template, app),
      audience: this.textOf(audience ?? STS_AUDIENCE, template, app),
      issuer: oidcIssuer === undefined ? undefined : this.textOf(oidcIssuer, template, app),
    });
  }

  private identities(app: SynthesizedApp): FoundIdentity[] {
    return app.identities(this.namespace, this.serviceAccountName);
  }

  private textOf(value: any, template: TemplateView, app: SynthesizedApp): Text {
    return textIn(template, this.resolve(value, app));
  }

  private valuesOf(value: any, template: TemplateView, app: SynthesizedApp): Text[] {
    return [value].flat().map((each) => this.textOf(typeof each === 'object' ? each : String(each), template, app));
  }

  private get name(): string {
    return `${this.namespace}/${this.serviceAccountName}`;
  }

  private fail(lines: readonly string[]): never {
    return refuse('IdentityAssertions', 'AssertionFailed', lines.join('\n  '));
  }
}

function isAs(expected: 'ALLOWED' | 'DENIED', decision: Decision): boolean {
  return expected === 'ALLOWED' ? decision === 'ALLOWED' : decision === 'EXPLICIT_DENY' || decision === 'IMPLICIT_DENY';
}

function policiesOf({ role, sessionPolicy }: FoundIdentity, app: SynthesizedApp): Policies {
  const policies = app.policies.policiesOf(role);
  return sessionPolicy === undefined ? policies : inSession(policies, sessionPolicy);
}

function tagsOf({ role: { template, resource }, sessionTags }: FoundIdentity): Context {
  return principalTags(template, resource.Properties?.Tags ?? [], sessionTags);
}

/** The tags of a principal, and nothing else. */
function tagsAlone(tags: Context): Context {
  return (key) => {
    const values = tags(key);
    return typeof values === 'string' ? 'absent' : values;
  };
}

/** The organization of an account, which nothing tells: two accounts may be of one. */
function organizationOf(account: Text): Text {
  return [symbolOf('flat', 'organization', showText(account))];
}

/** The parts of a text between a delimiter. */
function split(text: Text, delimiter: string): Text[] {
  const end = text.indexOf(delimiter);
  return end < 0 ? [text] : [text.slice(0, end), ...split(text.slice(end + 1), delimiter)];
}

/** The partition of a literal ARN. */
function partitionOf(resource: unknown): string | undefined {
  const partition = typeof resource === 'string' ? arnParts(resource)?.partition : undefined;
  return partition === undefined || isToken(partition) ? undefined : partition;
}
