import { stringify } from 'yaml';
import { CLAIM_KIND, CLAIM_VERSION, claimFields } from './claim-fields';
import { required } from './json-schema';
import { Dialect, schemaOf } from './schema';

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
        schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec: schemaOf(spec, STRUCTURAL) } } },
      }],
    },
  }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** A structural schema: what one field says of another is left to the loader, since only expressions could say it here. */
const STRUCTURAL: Dialect = {
  distinct: { 'x-kubernetes-list-type': 'set' },
  keys: () => ({}),
  group: ({ needs }) => required(needs),
};
