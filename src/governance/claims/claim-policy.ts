import { createHash } from 'node:crypto';
import { Claim, RoleNaming } from './claim';
import { ClaimAccessLevel } from './claim-access-level';
import { SERVICES } from './claim-fields';
import { allowed, Problems, shown } from './problems';
import { Forbidden } from '../../access/forbidden';
import { arnParts } from '../../private/arns';
import { got, refuse } from '../../private/errors';
import { rolePathProblem } from '../../private/iam-names';
import { own } from '../../private/own';
import { requireValid } from '../../private/validate';

/** What an owner may claim. In names, `*` stands for any text. */
export interface ClaimRights {
  /** The namespaces, such as `finance-*`. */
  readonly namespaces: string[];

  /** The accounts of the clusters, of target roles, and of every resource that is named by its ARN. */
  readonly accounts: string[];

  /** The services, by the names of their fields in `permissions`, such as `s3`. */
  readonly services: string[];

  /** What may be done with them. */
  readonly accessLevels: ClaimAccessLevel[];

  /**
   * The buckets by their names, directory buckets included, such as `finance-*`: of a bucket no account is known.
   *
   * @default - none
   */
  readonly buckets?: string[];
}

/** What the rules of a platform for claims are made of. */
export interface ClaimPolicyProps {
  /** What each owner may claim. An owner that isn't here may claim nothing. */
  readonly owners: { [owner: string]: ClaimRights };

  /**
   * The name of the managed policy, with its path, that is the permissions boundary of every role: it is in each account.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * How roles are named: a text with `{namespace}` and `{serviceAccount}`, and perhaps `{cluster}`, `{environment}`,
   * `{owner}` and `{region}`. A name over 64 characters is cut, and ends with a hash of the whole.
   *
   * @default - CloudFormation names them
   */
  readonly roleName?: string;

  /**
   * The path of the roles.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * What no workload may do, whatever it claims: proved for each, beside its own `mustNot`.
   *
   * @default - none
   */
  readonly mustNot?: Forbidden[];
}

const ROLE_NAME = /^([A-Za-z0-9+=,.@_-]|\{(cluster|environment|namespace|owner|region|serviceAccount)\})+$/;
const MAX_ROLE_NAME = 64;
const HASH = 8;

/**
 * The rules of a platform for the claims of its teams: what each owner may claim, and what is forced on every role.
 *
 * What a claim asks for beyond its owner's rights is an error when the claims are loaded, all of it at once. The boundary
 * and the name of a role stand in no claim, so that none can choose them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 * @example
 * new ClaimPolicy({
 *   owners: {
 *     'finance-platform': {
 *       namespaces: ['finance-*'],
 *       accounts: ['111122223333'],
 *       services: ['s3', 'sqs'],
 *       accessLevels: [ClaimAccessLevel.LIST, ClaimAccessLevel.READ, ClaimAccessLevel.WRITE],
 *       buckets: ['finance-*'],
 *     },
 *   },
 *   permissionsBoundary: 'workload-boundary',
 *   roleName: '{cluster}_{namespace}_{serviceAccount}',
 *   mustNot: [Forbidden.actions('iam:*', 'organizations:*')],
 * });
 */
export class ClaimPolicy {
  /** @internal */
  public readonly _props: ClaimPolicyProps;

  /**
   * @throws if a service or an access level is none, if the name of roles doesn't hold `{namespace}` and `{serviceAccount}` or
   * what no name can, or if the path is none
   */
  constructor(props: ClaimPolicyProps) {
    this._props = props;
    for (const [owner, { services, accessLevels }] of Object.entries(props.owners)) {
      requireKnown(`owners[${JSON.stringify(owner)}].services`, services, Object.keys(SERVICES));
      requireKnown(`owners[${JSON.stringify(owner)}].accessLevels`, accessLevels, Object.values(ClaimAccessLevel));
    }
    requireValid('ClaimPolicy', 'InvalidRolePath', 'path', props.path, rolePathProblem);
    requireValid('ClaimPolicy', 'InvalidRoleName', 'roleName', props.roleName, (name) =>
      ROLE_NAME.test(name) && name.includes('{namespace}') && name.includes('{serviceAccount}') ? undefined
        : 'must hold {namespace} and {serviceAccount}, and beside them letters, digits, + = , . @ _ -, {cluster}, {environment}, {owner} and {region}');
  }

  /**
   * Tells what a claim asks for beyond the rights of its owner.
   *
   * @internal
   */
  public _check(claim: Claim, problems: Problems): void {
    const { owner, account, target } = claim.spec;
    const tell = (path: string, message: string) => problems.add(claim.placeOf(path), `${path} ${message}`);
    const rights = own(this._props.owners, owner);
    if (rights === undefined) {
      tell('spec.owner', `is no owner that may claim; ${allowed(owner, Object.keys(this._props.owners))}`);
      return;
    }
    if (!rights.namespaces.some((pattern) => matches(pattern, claim.namespace))) {
      tell('metadata.namespace', `is no namespace of ${owner}; ${allowed(claim.namespace, rights.namespaces)}`);
    }
    for (const [path, given] of [['spec.account', account], ['spec.target', target?.account ?? arnParts(target?.roleArn ?? '')?.account]] as const) {
      if (given !== undefined && !rights.accounts.includes(given)) { tell(path, `is in the account ${given}, which ${owner} may not claim; ${allowed(given, rights.accounts)}`); }
    }
    this.checkPermissions(claim, rights, tell);
  }

  /**
   * Tells whether the owner of a claim may be in the account of a cluster.
   *
   * @internal
   */
  public _allowsAccount({ spec: { owner } }: Claim, account: string): boolean {
    return this._props.owners[owner].accounts.includes(account);
  }

  /**
   * The name of the role of a claim.
   *
   * @internal
   */
  public _roleName({ namespace, serviceAccount, spec: { owner, environment } }: Claim, naming: RoleNaming): string | undefined {
    const values: Record<string, string> = { ...naming, namespace, serviceAccount, owner, environment };
    const name = this._props.roleName?.replace(/\{(\w+)\}/g, (_, key: string) => values[key]);
    if (name === undefined || name.length <= MAX_ROLE_NAME) { return name; }
    return `${name.slice(0, MAX_ROLE_NAME - HASH - 1)}-${createHash('sha256').update(name).digest('hex').slice(0, HASH)}`;
  }

  private checkPermissions(claim: Claim, rights: ClaimRights, tell: (path: string, message: string) => void): void {
    const { owner } = claim.spec;
    for (const { service, verb, verbName, entry, path } of claim.permissions) {
      if (!rights.services.includes(service)) { tell(path, `is of a service that ${owner} may not claim; ${allowed(service, rights.services)}`); }
      const raised = Object.entries(verb.raises ?? {}).filter(([field]) => entry[field] === true).map(([, level]) => level);
      for (const level of [...verb.levels, ...raised].filter((each) => !rights.accessLevels.includes(each))) {
        tell(path, `asks for ${verbName}, which is the access level ${level}, and ${owner} may not claim that; ${allowed(level, rights.accessLevels)}`);
      }
      const bucket = service === 's3' || service === 's3express' ? bucketName(entry.bucket) : undefined;
      if (bucket !== undefined && !(rights.buckets ?? []).some((pattern) => matches(pattern, bucket))) {
        tell(`${path}.bucket`, `is no bucket that ${owner} may claim; ${allowed(bucket, rights.buckets ?? [])}`);
      }
      for (const account of accountsIn(entry).filter((each) => !rights.accounts.includes(each))) {
        tell(path, `names a resource of the account ${account}, which ${owner} may not claim; ${allowed(account, rights.accounts)}`);
      }
    }
  }
}

function requireKnown(prop: string, values: readonly string[], known: readonly string[]): void {
  for (const value of values.filter((each) => !known.includes(each))) {
    refuse('ClaimPolicy', 'InvalidClaimPolicy', `${prop} has ${shown(value)}; ${allowed(value, known)}, ${got(value)}`);
  }
}

/** Whether a name is of a pattern in which `*` is any text. */
function matches(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name);
}

function bucketName(bucket: string): string {
  return (arnParts(bucket)?.resource ?? bucket).replace(/^bucket\//, '');
}

/** The accounts of all ARNs in a permission. */
function accountsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const account = value.startsWith('arn:') ? arnParts(value)?.account ?? '' : '';
    return account === '' ? [] : [account];
  }
  return typeof value === 'object' && value !== null ? [...new Set(Object.values(value).flatMap(accountsIn))] : [];
}
