import { CfnResource, TagManager } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { sessionTagsIn } from '../access/principal-tags';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { MAX_TAGS } from '../private/iam-names';

/** What the tags of a principal hang on. */
export interface IdentityTags {
  /** The tags that sessions of Pod Identity bear, with their values; what is of each pod its own is no string. */
  readonly ofPod: () => Readonly<Record<string, unknown>>;
  /** The tags that the sessions of this workload bear, of each kind that it has. */
  readonly ofSessions: () => readonly Readonly<Record<string, unknown>>[];
  /** The tags that the user gives the role. */
  readonly given: Readonly<Record<string, string>>;
}

/** In place of the value of a tag that has several, of service accounts or clusters that share a role. */
export const SEVERAL_VALUES = Symbol('several values');

/** Wins over tags that Aspects put on everything, which would change what a policy allows. */
const PRIORITY = 1_000;

/**
 * The tags of a role by which policies name its workload: those that statements ask for, and that its sessions don't bear.
 *
 * A role's tags are tags of the principal, as a session's are; of two with one key the session's wins.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export class RoleTags {
  private readonly borne = new Set<string>();

  constructor(
    private readonly workload: IConstruct,
    private readonly role: CfnResource & { readonly tags: TagManager },
    private readonly tags: IdentityTags,
  ) {}

  /** Puts on the role what a statement asks for, given as JSON. */
  public bear(json: string): void {
    for (const key of this.missing(json)) {
      const value = this.tags.ofPod()[key];
      if (value === SEVERAL_VALUES) {
        refuse(this.workload, 'InvalidSessionTag', `the access names the tag ${key}, of which the role can bear one value, and those who become it without session tags, several workloads or one in several clusters, have several: `
          + 'bind them by EKS Pod Identity with session tags, or give each of them a role of its own');
      }
      if (typeof value !== 'string') {
        refuse(this.workload, 'InvalidSessionTag', `the access names the tag ${key}, which differs from pod to pod: only sessions of EKS Pod Identity bear it, and those of this `
          + 'workload don\'t, so name the service account by SessionTag.SERVICE_ACCOUNT, or declare a PodIdentityWorkload with session tags');
      }
      this.requireSame(key, value);
      this.requireRoom(key);
      this.role.tags.setTag(key, value, PRIORITY);
      this.borne.add(key);
    }
  }

  /** Puts on the role what all of its statements ask for, once other sessions use it than before. */
  public bearAnew(statements: readonly string[]): void {
    this.borne.clear();
    statements.forEach((json) => this.bear(json));
  }

  /** Refuses what shows only once statements are written, when tags can be put on the role no more. */
  public requireBorne(json: string): void {
    const [key] = this.missing(json);
    if (key === undefined) { return; }
    refuse(this.workload, 'InvalidSessionTag', `a statement names the tag ${key}, which was not in it when it was given to the workload, so that the role doesn't bear it: `
      + 'give the statement whole, with the tag as it is');
  }

  private missing(json: string): string[] {
    const named = sessionTagsIn(json).filter((key) => !this.borne.has(key));
    if (named.length === 0) { return []; }
    const ofSessions = this.tags.ofSessions();
    return named.filter((key) => !ofSessions.every((tags) => key in tags));
  }

  private requireRoom(key: string): void {
    const keys = new Set([...Object.keys(this.tags.given), ...this.borne, key]);
    if (keys.size > MAX_TAGS) {
      refuse(this.workload, 'InvalidTag', `the access needs the role to bear the tag "${key}", and with those of tags and the owner's that is over the ${MAX_TAGS} that a role may have (IAM): leave out one of tags, got: ${keys.size}`);
    }
  }

  private requireSame(key: string, value: string): void {
    const given = Object.keys(this.tags.given).find((each) => each.toLowerCase() === key);
    if (given !== undefined && (given !== key || knownToDiffer(this.tags.given[given], value))) {
      refuse(this.workload, 'InvalidTag', `tags gives the role "${given}", and the access needs it to be "${key}" with the value ${JSON.stringify(value)}, by which policies know the workload: `
        + `leave it out of tags, ${got(this.tags.given[given])}`);
    }
  }
}

/** The tags of Pod Identity as all of these have them; what they have several values of is marked. */
export function agreedTags([first, ...others]: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(first).map(([key, value]) =>
    [key, typeof value !== 'string' || others.every((other) => other[key] === value) ? value : SEVERAL_VALUES]));
}
