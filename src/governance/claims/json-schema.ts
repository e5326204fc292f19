import { GroupField, Need, Verb } from './field';
import { Dialect, Schema, schemaOf } from './schema';

/** The JSON Schema of a claim, from the table of its fields. */
export function jsonSchema(field: GroupField): Schema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'AwsWorkloadIdentityClaim', ...schemaOf(field, JSON_SCHEMA) };
}

const JSON_SCHEMA: Dialect = {
  distinct: { uniqueItems: true },
  keys: ({ key }) => ({ propertyNames: { pattern: key.pattern, maxLength: key.maxLength } }),
  group: ({ fields, needs, verbs = {} }) => {
    const rules = [...needs.flatMap(exactlyOne), ...Object.entries(verbs).map(([name, verb]) => verbRule(name, verb, Object.keys(fields)))];
    return { additionalProperties: false, ...required(needs), ...rules.length > 0 && { allOf: rules } };
  },
};

/** The fields that must be there whatever else is. */
export function required(needs: readonly Need[]): Schema {
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
