import { Field, GroupField, PairsField } from './field';

/** A JSON Schema. */
export type Schema = { [key: string]: unknown };

/** What the schemas of editors and of API servers say differently. */
export interface Dialect {
  /** That no item of a list stands there twice. */
  readonly distinct: Schema;

  /** What the keys of pairs must be. */
  readonly keys: (field: PairsField) => Schema;

  /** What one field of a group says of others. */
  readonly group: (field: GroupField) => Schema;
}

/** The schema of a field in a dialect. */
export function schemaOf(field: Field, dialect: Dialect): Schema {
  return { description: field.doc, ...shapeOf(field, dialect) };
}

function shapeOf(field: Field, dialect: Dialect): Schema {
  switch (field.kind) {
    case 'text': return { type: 'string', pattern: field.pattern, maxLength: field.maxLength, ...field.except && { not: { enum: field.except } } };
    case 'choice': return { type: 'string', enum: field.of };
    case 'flag': return { type: 'boolean', ...field.onlyTrue && { enum: [true] } };
    case 'list': return { type: 'array', items: schemaOf(field.of, dialect), minItems: 1, maxItems: field.maxItems, ...isScalar(field.of) && dialect.distinct };
    case 'pairs': return {
      type: 'object',
      ...dialect.keys(field),
      additionalProperties: schemaOf(field.value, dialect),
      minProperties: 1,
      maxProperties: field.maxItems,
    };
    case 'group': return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(field.fields).map(([name, each]) => [name, schemaOf(each, dialect)])),
      ...dialect.group(field),
    };
  }
}

/** Whether equal items can be told by comparing them. */
export function isScalar({ kind }: Field): boolean {
  return kind === 'text' || kind === 'choice' || kind === 'flag';
}
