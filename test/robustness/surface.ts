import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * Every string that a user can give to the library, by `.jsii`, which is what all languages see of it: props of structs
 * and parameters, alone, in lists and in maps. What the library only gives back is not among them.
 */

const { types } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../.jsii'), 'utf8'));

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeReference };
}

/** What can be given where this is asked for: a string, the key of a map, or neither. */
function stringsOf({ primitive, collection }: TypeReference): string[] {
  if (collection === undefined) { return primitive === 'string' || primitive === 'any' ? [''] : []; }
  return [...collection.kind === 'map' ? [' (key)'] : [], ...stringsOf(collection.elementtype)];
}

const fqnOf = ({ fqn, collection }: TypeReference): string | undefined => collection === undefined ? fqn : fqnOf(collection.elementtype);

/** The methods that users call, and the constructors. */
function calls(type: any): { name: string; parameters: any[] }[] {
  const made = type.initializer === undefined || type.abstract ? [] : [{ name: 'new', ...type.initializer }];
  return [...made, ...type.methods ?? []].filter(({ overrides }) => overrides === undefined)
    .map(({ name, parameters = [] }) => ({ name, parameters }));
}

/** The structs that can be given, and those that can be given within these. */
function givenStructs(): Set<string> {
  const given = new Set<string>();
  const visit = (fqn: string | undefined) => {
    const type = types[fqn ?? ''];
    if (type?.datatype !== true || given.has(fqn!)) { return; }
    given.add(fqn!);
    [...type.interfaces ?? [], ...(type.properties ?? []).map((property: any) => fqnOf(property.type))].forEach(visit);
  };
  Object.values<any>(types).filter(({ kind }) => kind === 'class').flatMap(calls).flatMap(({ parameters }) => parameters).forEach((parameter) => visit(fqnOf(parameter.type)));
  return given;
}

/** The names of all public strings: `Struct.prop`, `Class.method(parameter)`, and the same with ` (key)` for the keys of a map. */
export function publicStrings(): string[] {
  const props = [...givenStructs()].map((fqn) => types[fqn]).flatMap(({ name, properties = [] }) => properties
    .flatMap((property: any) => stringsOf(property.type).map((kind) => `${name}.${property.name}${kind}`)));
  const parameters = Object.values<any>(types).filter(({ kind }) => kind === 'class').flatMap((type) => calls(type)
    .flatMap(({ name, parameters: all }) => all.flatMap((parameter) => stringsOf(parameter.type).map((kind) => `${type.name}.${name}(${parameter.name})${kind}`))));
  return [...new Set<string>([...props, ...parameters])].sort();
}
