import { stringify } from 'yaml';
import { CLAIM_KIND, CLAIM_VERSION, claimFields } from './claim-fields';
import { Field, GroupField, Need } from './field';
import { isScalar, Schema } from './json-schema';

/** The CustomResourceDefinition of claims, as YAML. */
export function crd(apiGroup: string): string {
  const plural = `${CLAIM_KIND.toLowerCase()}s`;
  const { spec } = claimFields(apiGroup).fields;
  return stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${apiGroup}` },
    spec: {
      group: apiGroup,
      scope: 'Namespaced',
      names: { kind: CLAIM_KIND, listKind: `${CLAIM_KIND}List`, plural, singular: CLAIM_KIND.toLowerCase(), shortNames: ['awic'] },
      versions: [{
        name: CLAIM_VERSION,
        served: true,
        storage: true,
        additionalPrinterColumns: ['environment', 'owner', 'mechanism'].map((name) => ({ name: `${name[0].toUpperCase()}${name.slice(1)}`, type: 'string', jsonPath: `.spec.${name}` })),
        schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec: structural(spec) } } },
      }],
    },
  }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** A structural schema: what one field says of another is left to the loader, since only expressions could say it here. */
function structural(field: Field): Schema {
  return { description: field.doc, ...shapeOf(field) };
}

function shapeOf(field: Field): Schema {
  switch (field.kind) {
    case 'text': return { type: 'string', pattern: field.pattern, maxLength: field.maxLength, ...field.except && { not: { enum: field.except } } };
    case 'choice': return { type: 'string', enum: field.of };
    case 'flag': return { type: 'boolean', ...field.onlyTrue && { enum: [true] } };
    case 'list': return { type: 'array', items: structural(field.of), minItems: 1, maxItems: field.maxItems, ...isScalar(field.of) && { 'x-kubernetes-list-type': 'set' } };
    case 'pairs': return { type: 'object', additionalProperties: structural(field.value), minProperties: 1, maxProperties: field.maxItems };
    case 'group': return groupShape(field);
  }
}

function groupShape({ fields, needs }: GroupField): Schema {
  const required = needs.filter((need: Need) => typeof need === 'string');
  return {
    type: 'object',
    ...required.length > 0 && { required },
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, structural(field)])),
  };
}
