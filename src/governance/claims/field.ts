import type { ClaimAccessLevel } from './claim-access-level';
import type { ClaimedResources } from './claimed-resources';
import type { Access } from '../../access/access';

/*
 * What the fields of a claim may hold, as data: the loader, the JSON Schema, the CRD and the tables of the docs are all
 * made of it. Patterns are of the kind that JavaScript and RE2, which Kubernetes uses, both know.
 */

interface Described {
  readonly doc: string;
}

export interface TextField extends Described {
  readonly kind: 'text';
  /** A regular expression that the whole text matches; it takes ASCII alone. */
  readonly pattern: string;
  readonly maxLength: number;
  /** What the pattern says, in words. */
  readonly mustBe: string;
  /** What matches and is refused nevertheless. */
  readonly except?: readonly string[];
  /** Whether it may hold what stands for the pod, such as `${namespace}`. */
  readonly namesPod?: boolean;
}

export interface ChoiceField extends Described {
  readonly kind: 'choice';
  readonly of: readonly string[];
}

export interface FlagField extends Described {
  readonly kind: 'flag';
  /** True if it is either `true` or left out. */
  readonly onlyTrue?: boolean;
}

export interface ListField extends Described {
  readonly kind: 'list';
  readonly of: Field;
  readonly maxItems: number;
}

export interface PairsField extends Described {
  readonly kind: 'pairs';
  readonly key: TextField;
  readonly value: TextField;
  readonly maxItems: number;
}

export interface GroupField extends Described {
  readonly kind: 'group';
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that must be there; of a list exactly one. */
  readonly needs: readonly Need[];
  /** In a permission: what it may be for, by the values of its field `access`. */
  readonly verbs?: Readonly<Record<string, Verb>>;
}

export type Field = TextField | ChoiceField | FlagField | ListField | PairsField | GroupField;
export type Need = string | readonly string[];

/** The values of a permission's fields, as its verbs take them: the check has found each to be what its field takes. */
export type Entry = Readonly<Record<string, any>>;

/** What a permission may be for. */
export interface Verb {
  readonly doc: string;
  /** The builders behind it, `Class.method`. */
  readonly builders: readonly string[];
  readonly levels: readonly ClaimAccessLevel[];
  readonly needs: readonly Need[];
  /** The other fields that it takes; an entry has none that one of its verbs doesn't take. */
  readonly takes: readonly string[];
  /** The levels that a field adds when it is given. */
  readonly raises?: Readonly<Record<string, ClaimAccessLevel>>;
  readonly build: (resources: ClaimedResources, entry: Entry) => Access;
}

/** The most characters of a text for which there is no lower limit. */
const LONGEST_TEXT = 1_024;

/** The most items of a list, and of the permissions of a service. */
export const MAX_ITEMS = 100;

/** What a claim writes for the pod that asks, in place of `SessionTag`. */
export const PLACEHOLDERS = ['clusterArn', 'clusterName', 'namespace', 'serviceAccount', 'podName', 'podUid'] as const;

/** A regular expression of them. */
export const PLACEHOLDER = `\\$\\{(${PLACEHOLDERS.join('|')})\\}`;

export function text(doc: string, pattern: string, mustBe: string, more: Partial<TextField> = {}): TextField {
  return { kind: 'text', doc, pattern: `^(${pattern})$`, mustBe, maxLength: LONGEST_TEXT, ...more };
}

/** Any text of printable ASCII. */
export function plain(doc: string, more: Partial<TextField> = {}): TextField {
  return text(doc, '[ -~]+', 'printable ASCII characters, at least one', more);
}

/** A text that may name the pod: `${namespace}` and the like; `characters` is the inside of a class without "$". */
export function tagged(doc: string, characters: string, mustBe: string, more: Partial<TextField> = {}): TextField {
  return naming(doc, `([${characters}]|${PLACEHOLDER})+`, mustBe, more);
}

/** A text that may name the pod where its pattern says so. */
export function naming(doc: string, pattern: string, mustBe: string, more: Partial<TextField> = {}): TextField {
  return text(doc, pattern, `${mustBe}; it may hold ${PLACEHOLDERS.map((name) => `\${${name}}`).join(', ')}`, { ...more, namesPod: true });
}

export function choice(doc: string, of: readonly string[]): ChoiceField {
  return { kind: 'choice', doc, of };
}

export function flag(doc: string): FlagField {
  return { kind: 'flag', doc };
}

export function list(doc: string, of: Field, maxItems = MAX_ITEMS): ListField {
  return { kind: 'list', doc, of, maxItems };
}

export function group(
  doc: string, fields: Readonly<Record<string, Field>>, needs: readonly Need[] = [], verbs?: Readonly<Record<string, Verb>>,
): GroupField {
  return { kind: 'group', doc, fields, needs, verbs };
}

const TAG_KEY = text('The key of a tag.', '[A-Za-z0-9 _.:/=+@-]{1,128}', 'the key of a tag: 1 to 128 letters, digits, spaces and _ . : / = + - @', { maxLength: 128 });

const TAG_VALUE = tagged('The value of the tag.', 'A-Za-z0-9 _.:/=+@-', 'letters, digits, spaces and _ . : / = + - @', { maxLength: 256 });

/** Tags that something must bear. */
export function tags(doc: string): PairsField {
  return { kind: 'pairs', doc, key: TAG_KEY, value: TAG_VALUE, maxItems: 50 };
}

/** The verbs of a permission among which an entry chooses. */
export function permission(doc: string, fields: Readonly<Record<string, Field>>, verbs: Readonly<Record<string, Verb>>): ListField {
  const access = list('What the workload does with it, each entry once; each takes every other field that is given.', choice('One of them.', Object.keys(verbs)));
  return list(doc, group('One permission.', { ...fields, access }, ['access'], verbs));
}
