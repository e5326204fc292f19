import { celText } from './cel';
import { PolicyVariable } from './policy-definition';
import { ROLE_ARN_ANNOTATION } from '../../workload/declared-service-account';

/* What expressions name of a ServiceAccount. */

/** The service account, as `NAMESPACE/NAME`; without its name while that is still to be generated. */
export const ACCOUNT: PolicyVariable = {
  name: 'account',
  expression: 'object.metadata.namespace + "/" + (has(object.metadata.name) ? object.metadata.name : "")',
};

/** The ARN of the role that the annotation of IRSA names, or nothing. */
export const ROLE_ARN: PolicyVariable = { name: 'roleArn', expression: valueIn('object.metadata.annotations', ROLE_ARN_ANNOTATION) };

/** The value of a key in a field that is optional, or nothing. */
export function valueIn(field: string, key: string): string {
  return `has(${field}) && ${celText(key)} in ${field} ? ${field}[${celText(key)}] : ""`;
}
