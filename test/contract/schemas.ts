import * as fs from 'node:fs';
import * as path from 'node:path';
import * as library from '../../src';

/*
 * JSON Schemas of what the library writes, made of its public types: `.jsii` tells their properties and what they mean.
 */

/** A schema file as it is, and as it should be. */
export interface SchemaFile {
  readonly file: string;
  readonly current: string;
  readonly wanted: string;
}

/** The files, and the type that each describes. */
const SCHEMAS: Readonly<Record<string, string>> = { 'schemas/inventory.schema.json': 'InventoryDocument' };

const ROOT = path.join(__dirname, '../..');

/** All schema files. */
export function schemaFiles(): SchemaFile[] {
  const { types } = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8'));
  return Object.entries(SCHEMAS).map(([file, type]) => {
    const full = path.join(ROOT, file);
    const current = fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '';
    return { file, current, wanted: `${JSON.stringify(schemaOf(type, types), undefined, 2)}\n` };
  });
}

function schemaOf(root: string, types: Record<string, any>): object {
  const defs: Record<string, object> = {};
  const refer = (name: string): object => {
    if (defs[name] === undefined) {
      defs[name] = {};
      defs[name] = define(types[`cdk-eks-workload-identity.${name}`], refer);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const { $ref } = refer(root) as { $ref: string };
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: root, $ref, $defs: defs };
}

function define(type: any, refer: (name: string) => object): object {
  const description = textOf(type.docs);
  if (type.kind === 'enum') { return { description, enum: Object.values((library as any)[type.name]) }; }
  const properties: any[] = type.properties;
  return {
    description,
    type: 'object',
    required: properties.filter(({ optional }) => !optional).map(({ name }) => name),
    properties: Object.fromEntries(properties.map(({ name, docs, type: of }) => [name, { description: textOf(docs), ...typeOf(of, refer) }])),
  };
}

function typeOf({ primitive, fqn, collection }: any, refer: (name: string) => object): object {
  if (primitive !== undefined) { return { type: primitive }; }
  if (fqn !== undefined) { return refer(fqn.split('.')[1]); }
  const items = typeOf(collection.elementtype, refer);
  return collection.kind === 'array' ? { type: 'array', items } : { type: 'object', additionalProperties: items };
}

/** What the documentation says, on one line. */
function textOf({ summary, remarks, default: absent }: any): string {
  const missing = absent === undefined ? [] : [`Absent if: ${absent.replace(/^- /, '')}.`];
  return [summary, remarks, ...missing].filter((part) => part !== undefined).join(' ').replace(/\s+/g, ' ');
}

if (require.main === module) {
  for (const { file, wanted } of schemaFiles()) {
    fs.mkdirSync(path.dirname(path.join(ROOT, file)), { recursive: true });
    fs.writeFileSync(path.join(ROOT, file), wanted);
    console.log(file);
  }
}
