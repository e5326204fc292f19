import { isMap, isPair, isScalar, isSeq, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { ChoiceField, Field, FlagField, GroupField, ListField, Need, PairsField, TextField } from './field';
import { allowed, Place, Problems, shown } from './problems';
import { YamlFile } from './read-yaml';

/** What is right of a claim, by the names of its fields. */
export type Checked = Readonly<Record<string, unknown>>;

/** Where the fields of a claim stand, by their paths. */
export type Places = ReadonlyMap<string, number>;

/**
 * Checks a document against the fields of a claim, and takes what they allow: nothing that isn't in the table is ever
 * read. All that is wrong is told.
 */
export class Check {
  /** Where fields stand, by their paths such as `spec.permissions.s3[0]`. */
  public readonly places = new Map<string, number>();
  private wrong = false;

  constructor(private readonly file: YamlFile, private readonly problems: Problems) {}

  /** The values of a document; nothing if anything is wrong with it. */
  public document(field: GroupField, node: Node): Checked | undefined {
    const value = this.group(field, node, '');
    return this.wrong ? undefined : value;
  }

  private value(field: Field, node: unknown, path: string): unknown {
    switch (field.kind) {
      case 'text': return this.text(field, node, path);
      case 'choice': return this.choice(field, node, path);
      case 'flag': return this.flag(field, node, path);
      case 'list': return this.list(field, node, path);
      case 'pairs': return this.pairs(field, node, path);
      case 'group': return this.group(field, node, path);
    }
  }

  private text(field: TextField, node: unknown, path: string): string | undefined {
    const value = scalarOf(node);
    if (typeof value !== 'string') {
      const quoted = isScalar(node) && value !== null ? `: put it in quotes, "${node.source}"` : '';
      return this.refuse(node, path, `must be a text${quoted}; got ${described(node)}`);
    }
    const foreign = /[^ -~]/u.exec(value);
    if (foreign !== null) {
      const code = foreign[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      return this.refuse(node, path, `has the character U+${code}, and claims are ASCII, so that nothing looks like what it is not; got ${shown(value)}`);
    }
    if (value.length > field.maxLength) { return this.refuse(node, path, `must be at most ${field.maxLength} characters; got ${value.length}`); }
    if (!compiled(field.pattern).test(value)) { return this.refuse(node, path, `must be ${field.mustBe}; got ${shown(value)}`); }
    if (field.except?.includes(value)) { return this.refuse(node, path, `must not be ${shown(value)}, which every pod has that names none`); }
    return value;
  }

  private choice(field: ChoiceField, node: unknown, path: string): string | undefined {
    const value = scalarOf(node);
    if (typeof value === 'string' && field.of.includes(value)) { return value; }
    return this.refuse(node, path, `must be one of these, got ${described(node)}; ${allowed(typeof value === 'string' ? value : '', field.of)}`);
  }

  private flag({ onlyTrue }: FlagField, node: unknown, path: string): boolean | undefined {
    const value = scalarOf(node);
    if (value === true || (value === false && !onlyTrue)) { return value; }
    return this.refuse(node, path, `must be ${onlyTrue ? 'true, or left out' : 'true or false'}; got ${described(node)}`);
  }

  private list({ of, maxItems }: ListField, node: unknown, path: string): unknown[] | undefined {
    if (!isSeq(node)) { return this.refuse(node, path, `must be a list; got ${described(node)}`); }
    if (node.items.length === 0) { return this.refuse(node, path, 'must not be empty: name at least one, or leave it out'); }
    if (node.items.length > maxItems) { return this.refuse(node, path, `must have at most ${maxItems} entries; got ${node.items.length}`); }
    const values = node.items.map((item, index) => this.value(of, item, `${path}[${index}]`));
    const seen = new Set();
    node.items.forEach((item, index) => {
      const value = scalarOf(item);
      if (value !== undefined && seen.has(value)) { this.refuse(item, `${path}[${index}]`, `is there already: give it once; got ${shown(value)}`); }
      seen.add(value);
    });
    return values;
  }

  private pairs({ key, value, maxItems }: PairsField, node: unknown, path: string): Record<string, unknown> | undefined {
    if (!isMap(node)) { return this.refuse(node, path, `must be a map of texts; got ${described(node)}`); }
    if (node.items.length === 0) { return this.refuse(node, path, 'must not be empty: name at least one, or leave it out'); }
    if (node.items.length > maxItems) { return this.refuse(node, path, `must have at most ${maxItems} entries; got ${node.items.length}`); }
    const entries = this.entries(node, path).map(([name, pair]): [string, unknown] => {
      const own = `${path}[${shown(name)}]`;
      this.text(key, pair.key, own);
      return [name, this.hasValue(pair, own) ? this.value(value, pair.value, own) : undefined];
    });
    return Object.fromEntries(entries);
  }

  private group(field: GroupField, node: unknown, path: string): Record<string, unknown> | undefined {
    this.note(node, path);
    if (!isMap(node)) { return this.refuse(node, path, `must be a map of fields; got ${described(node)}`); }
    const names = Object.keys(field.fields);
    const entries = this.entries(node, path).flatMap(([name, pair]): [string, unknown][] => {
      const own = path === '' ? name : `${path}.${name}`;
      if (!Object.hasOwn(field.fields, name)) {
        this.refuse(pair.key, shownPath(path, name), `is no field; ${allowed(name, names)}`);
        return [];
      }
      this.note(pair.key, own);
      return [[name, this.hasValue(pair, own) ? this.value(field.fields[name], pair.value, own) : undefined]];
    });
    const given = new Set(entries.map(([name]) => name));
    this.needs(field.needs, given, node, path);
    const value = Object.fromEntries(entries);
    if (field.verbs !== undefined && Array.isArray(value.access)) { this.verbs(field.verbs, value.access, given, node, path); }
    return value;
  }

  /** What the verbs of a permission ask for, and what they can't take. */
  private verbs(verbs: NonNullable<GroupField['verbs']>, access: unknown[], given: ReadonlySet<string>, node: YAMLMap, path: string): void {
    for (const name of access.filter((each): each is string => typeof each === 'string')) {
      const { needs, takes } = verbs[name];
      this.needs(needs, given, node, path, `${name} needs`);
      const taken = ['access', ...needs.flat(), ...takes];
      for (const other of [...given].filter((each) => !taken.includes(each))) {
        this.problem(this.places.get(`${path}.${other}`)!, `${path}.${other}`, `is not taken by ${name}, which takes ${taken.slice(1).join(', ')}: give ${name} an entry of its own`);
      }
    }
  }

  private needs(needs: readonly Need[], given: ReadonlySet<string>, node: YAMLMap, path: string, who = 'needs'): void {
    for (const need of needs) {
      const names = [need].flat();
      const count = names.filter((name) => given.has(name)).length;
      if (count === 0) { this.refuse(node, path, `${who} ${names.length === 1 ? `the field ${names[0]}` : `one of ${names.join(', ')}`}`); }
      if (count > 1) { this.refuse(node, path, `${who} one of ${names.join(', ')}, and not several`); }
    }
  }

  /** The entries of a map whose keys are texts, each once. */
  private entries(map: YAMLMap, path: string): [string, Pair][] {
    const seen = new Set<string>();
    return map.items.filter(isPair).flatMap((pair): [string, Pair][] => {
      const name = scalarOf(pair.key);
      if (typeof name !== 'string') {
        this.refuse(pair.key, path, `has a key that is no text; got ${described(pair.key)}`);
        return [];
      }
      if (seen.has(name)) {
        this.refuse(pair.key, shownPath(path, name), 'is there already: give it once');
        return [];
      }
      seen.add(name);
      return [[name, pair]];
    });
  }

  /** Whether something stands behind a key; a key alone, without a colon, has no node there. */
  private hasValue({ key, value }: Pair, path: string): boolean {
    const isThere = value !== null && !(isScalar(value) && value.value === null);
    if (!isThere) { this.refuse(key, path, 'has no value: give one, or leave the field out'); }
    return isThere;
  }

  private note(node: unknown, path: string): void {
    const [at] = (node as Node).range!;
    if (!this.places.has(path)) { this.places.set(path, at); }
  }

  private refuse(node: unknown, path: string, message: string): undefined {
    this.problem((node as Node).range![0], path, message);
    return undefined;
  }

  private problem(at: number, path: string, message: string): void {
    this.wrong = true;
    this.problems.add(this.place(at), `${path === '' ? 'the document' : path} ${message}`);
  }

  private place(at: number): Place {
    return this.file.placeOf(at);
  }
}

/** The patterns of the table, each compiled once. */
const COMPILED = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = COMPILED.get(pattern) ?? new RegExp(pattern);
  COMPILED.set(pattern, known);
  return known;
}

function scalarOf(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined;
}

function described(node: unknown): string {
  if (isMap(node)) { return 'a map'; }
  if (isSeq(node)) { return 'a list'; }
  return shown((node as Scalar).value);
}

function shownPath(path: string, name: string): string {
  const own = /^[\w-]{1,100}$/.test(name) ? name : `[${shown(name)}]`;
  return path === '' ? own : /^\w/.test(own) ? `${path}.${own}` : `${path}${own}`;
}
