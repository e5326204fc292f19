import { Stack } from 'aws-cdk-lib';
import { Check, Checked } from './check';
import { SERVICES } from './claim-fields';
import { ClaimedResources } from './claimed-resources';
import { Entry, GroupField, Verb } from './field';
import { prepared } from './prepared';
import { Place, Problems } from './problems';
import { YamlFile } from './read-yaml';
import { Access } from '../../access/access';
import { Forbidden } from '../../access/forbidden';
import { IdentityMechanism } from '../../workload/identity-mechanism';

/** What must not be, as it was written. */
interface MustNot {
  readonly actions: string[];
  readonly on?: string[];
  readonly outside?: string[];
  readonly when?: Record<string, string>;
  readonly enforced?: boolean;
}

/** The part of a claim that says what is asked for, as it was written. */
export interface Spec {
  readonly serviceAccount?: string;
  readonly environment: string;
  readonly owner: string;
  readonly account?: string;
  readonly region?: string;
  readonly clusters?: readonly string[];
  readonly mechanism?: IdentityMechanism;
  readonly description?: string;
  readonly permissions?: Readonly<Record<string, readonly (Entry & { readonly access: readonly string[] })[]>>;
  readonly mustNot?: readonly MustNot[];
  readonly target?: { readonly account?: string; readonly roleArn?: string };
}

/** Where a claim is placed, as names of roles say it. */
export interface RoleNaming {
  readonly cluster: string;
  readonly region: string;
}

/** One permission of a claim: an entry of a service, for one of its verbs. */
export interface Permission {
  readonly service: string;
  readonly verbName: string;
  readonly verb: Verb;
  readonly field: GroupField;
  /** As it was written, without `access`. */
  readonly entry: Entry;
  readonly path: string;
}

/** A claim that is as the format asks for. */
export class Claim {
  public readonly name: string;
  public readonly namespace: string;
  public readonly serviceAccount: string;
  public readonly spec: Spec;
  public readonly permissions: readonly Permission[];

  constructor(private readonly file: YamlFile, private readonly check: Check, document: Checked) {
    const { metadata, spec } = document as { metadata: { name: string; namespace: string }; spec: Spec };
    this.name = metadata.name;
    this.namespace = metadata.namespace;
    this.spec = spec;
    this.serviceAccount = spec.serviceAccount ?? metadata.name;
    this.permissions = permissionsOf(spec);
  }

  /** Where a field stands that is there; the claim itself has no path. */
  public placeOf(path: string): Place {
    return this.file.placeOf(this.check.places.get(path)!);
  }

  /** What the workload may do, in a stack; problems are told where the permission stands. */
  public access(stack: Stack, problems: Problems): Access[] {
    const resources = new ClaimedResources(stack);
    return this.permissions.flatMap(({ verb, field, entry, path, verbName }) =>
      this.attempt(problems, path, () => [verb.build(resources, prepared(field, entry))], `for ${verbName}: `) ?? []);
  }

  /** What the workload must not do. */
  public mustNot(problems: Problems): Forbidden[] {
    return (this.spec.mustNot ?? []).flatMap((each, index) => this.attempt(problems, `spec.mustNot[${index}]`, () => [forbidden(each)]) ?? []);
  }

  /** Does something for the claim; what it throws is a problem of the claim, told in the words of the library. */
  public attempt<T>(problems: Problems, path: string, call: () => T, intro = ''): T | undefined {
    try {
      return call();
    } catch (error) {
      problems.add(this.placeOf(path), `${path} ${intro}${(error as Error).message.replace(/^\[[^\]]*\] /, '')}`);
      return undefined;
    }
  }
}

function permissionsOf({ permissions = {} }: Spec): Permission[] {
  return Object.entries(permissions).flatMap(([service, entries]) => entries.flatMap(({ access, ...entry }, index) => {
    const field = SERVICES[service].of as GroupField;
    const path = `spec.permissions.${service}[${index}]`;
    return access.map((verbName): Permission => ({ service, verbName, verb: field.verbs![verbName], field, entry, path }));
  }));
}

function forbidden({ actions, on, outside, when, enforced }: MustNot): Forbidden {
  let made = Forbidden.actions(...actions);
  if (on !== undefined) { made = made.on(...on); }
  if (outside !== undefined) { made = made.outside(...outside); }
  if (when !== undefined) { made = made.when(when); }
  return enforced ? made.enforced() : made;
}

