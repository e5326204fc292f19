import { conditionsOn, exactValues, isOfPods, isToken, SUBJECT } from './trust-reading';
import { Policies } from '../policy/policy';
import { PlacedResource, PolicyIndex } from '../policy/role';
import { textIn } from '../policy/template';
import { showText } from '../policy/text';
import { Trust, trustOf, TrustStatement } from '../trust/trust-policy';
import { SUBJECT_PREFIX } from '../trust/web-identity-trust';
import { JsonTemplate } from '../workload/json-template';

/** What stands before the name in the ARN of a policy of AWS's own. */
export const OF_AWS = ':iam::aws:policy/';

/** A role, and what its trust policy says of pods. */
export class CheckedRole {
  public readonly trust: Trust;

  /** The statements by which EKS Pod Identity may assume it. */
  public readonly ofPods: readonly TrustStatement[];

  /** The statements by which tokens of a cluster's service accounts may. */
  public readonly ofTokens: readonly TrustStatement[];

  private known?: Policies;

  constructor(public readonly placed: PlacedResource, private readonly index: PolicyIndex, templates: readonly JsonTemplate[]) {
    this.trust = trustOf(placed);
    this.ofPods = this.trust.statements.filter((each) => each.statement.effect === 'Allow' && isOfPods(each));
    this.ofTokens = this.trust.statements.filter((each) => each.statement.effect === 'Allow' && isToken(each, templates));
  }

  /** Everything that decides what it may do, but for a boundary of which nothing is known: that may forbid nothing. */
  public get policies(): Policies {
    if (this.known === undefined) {
      const policies = this.index.policiesOf(this.placed);
      this.known = policies.unknown.some(({ as }) => as === 'boundary') ? { ...policies, boundary: undefined } : policies;
    }
    return this.known;
  }

  /** The names of the managed policies of AWS's own that it has, and whose documents nobody has given. */
  public get managedByAws(): string[] {
    return this.policies.unknown.filter(({ as, name }) => as === 'identity' && name.includes(OF_AWS)).map(({ name }) => name.slice(name.indexOf(OF_AWS) + OF_AWS.length));
  }

  /** The other policies whose content is not known. */
  public get unknownPolicies(): string[] {
    return this.policies.unknown.filter(({ as, name }) => as === 'identity' && !name.includes(OF_AWS)).map(({ name }) => name);
  }

  /** The service accounts, `NAMESPACE/NAME`, that the trust policy names exactly by the subject of their tokens. */
  public get subjects(): string[] {
    return this.ofTokens.flatMap((each) => conditionsOn(each, SUBJECT)).flatMap(exactValues).map(showText)
      .filter((subject) => subject.startsWith(SUBJECT_PREFIX)).map((subject) => subject.slice(SUBJECT_PREFIX.length).replace(':', '/'));
  }
}

/** The value of a tag of a resource, as people read it. */
export function tagOf({ template, resource }: PlacedResource, key: string): string | undefined {
  const tags: { Key: string; Value: string }[] = resource.Properties?.Tags ?? [];
  const found = tags.find(({ Key }) => Key === key);
  return found === undefined ? undefined : showText(textIn(template, found.Value));
}
