import { Field, GroupField, Need, Verb } from './field';

/** A JSON Schema. */
export type Schema = { [key: string]: unknown };

/** The JSON Schema of a claim, from the table of its fields. */
export function jsonSchema(field: GroupField): Schema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'AwsWorkloadIdentityClaim', ...schemaOf(field) };
}

function schemaOf(field: Field): Schema {
  return { description: field.doc, ...shapeOf(field) };
}

function shapeOf(field: Field): Schema {
  switch (field.kind) {
    case 'text': return { type: 'string', pattern: field.pattern, maxLength: field.maxLength, ...field.except && { not: { enum: field.except } } };
    case 'choice': return { type: 'string', enum: field.of };
    case 'flag': return { type: 'boolean', ...field.onlyTrue && { enum: [true] } };
    case 'list': return { type: 'array', items: schemaOf(field.of), minItems: 1, maxItems: field.maxItems, ...isScalar(field.of) && { uniqueItems: true } };
    case 'pairs': return {
      type: 'object',
      propertyNames: { pattern: field.key.pattern, maxLength: field.key.maxLength },
      additionalProperties: schemaOf(field.value),
      minProperties: 1,
      maxProperties: field.maxItems,
    };
    case 'group': return groupSchema(field);
  }
}

function groupSchema({ fields, needs, verbs = {} }: GroupField): Schema {
  const rules = [...needs.flatMap(exactlyOne), ...Object.entries(verbs).map(([name, verb]) => verbRule(name, verb, Object.keys(fields)))];
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)])),
    additionalProperties: false,
    ...required(needs),
    ...rules.length > 0 && { allOf: rules },
  };
}

function required(needs: readonly Need[]): Schema {
  const names = needs.filter((need) => typeof need === 'string');
  return names.length > 0 ? { required: names } : {};
}

function exactlyOne(need: Need): Schema[] {
  return typeof need === 'string' ? [] : [{ oneOf: need.map((name) => ({ required: [name] })) }];
}

/** What an entry must have, and can't, if it is for a verb. */
function verbRule(verb: string, { needs, takes }: Verb, fields: readonly string[]): Schema {
  const taken = ['access', ...needs.flat(), ...takes];
  const foreign = fields.filter((name) => !taken.includes(name)).map((name): [string, boolean] => [name, false]);
  const rules = needs.flatMap(exactlyOne);
  return {
    if: { properties: { access: { contains: { const: verb } } }, required: ['access'] },
    then: { ...required(needs), ...foreign.length > 0 && { properties: Object.fromEntries(foreign) }, ...rules.length > 0 && { allOf: rules } },
  };
}

/** Whether equal items can be told by comparing them. */
export function isScalar({ kind }: Field): boolean {
  return kind === 'text' || kind === 'choice' || kind === 'flag';
}
