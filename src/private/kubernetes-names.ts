/*
 * What Kubernetes accepts as names, labels and annotations. Each function gives what is wrong
 * with a literal, or `undefined` if nothing is.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;
/** A key that cdk8s takes for a member of the object that it is in. */
const UNWRITABLE = 'constructor';

/** A namespace is a DNS label (RFC 1123). */
export function namespaceProblem(value: string): string | undefined {
  return value.length <= LABEL_MAX && LABEL.test(value)
    ? undefined
    : `must be one exact Kubernetes namespace: 1 to ${LABEL_MAX} lower-case letters, digits and "-", beginning and ending with a letter or digit, no wildcard`;
}

/** A ServiceAccount's name is a DNS subdomain (RFC 1123), and never `default`. */
export function serviceAccountNameProblem(value: string): string | undefined {
  if (value === 'default') {
    return 'must be a service account of the workload\'s own: every pod of the namespace that names none runs as "default", and would have this identity';
  }
  return isSubdomain(value)
    ? undefined
    : `must be one exact Kubernetes service account: 1 to ${SUBDOMAIN_MAX} lower-case letters, digits, "-" and single ".", each part beginning and ending with a letter or digit, no wildcard`;
}

/** A label's value, here never empty, since an empty owner is none. */
export function labelValueProblem(value: string): string | undefined {
  return value.length <= LABEL_MAX && LABEL_VALUE.test(value)
    ? undefined
    : `must be a Kubernetes label value: 1 to ${LABEL_MAX} letters, digits, "-", "_" and ".", beginning and ending with a letter or digit`;
}

/** A label's or annotation's key: a name, or a DNS subdomain, a slash and a name. */
export function metadataKeyProblem(value: string): string | undefined {
  if (value === UNWRITABLE) { return `must not be "${UNWRITABLE}", which cdk8s can't write: give it a prefix, as in "example.com/${UNWRITABLE}"`; }
  const parts = value.split('/');
  const name = parts[parts.length - 1];
  const named = name.length <= LABEL_MAX && LABEL_VALUE.test(name);
  const prefixed = parts.length === 1 || (parts.length === 2 && isSubdomain(parts[0]));
  return named && prefixed
    ? undefined
    : `must be a Kubernetes metadata key: a name of 1 to ${LABEL_MAX} letters, digits, "-", "_" and ".", or a DNS subdomain, "/" and such a name`;
}

function isSubdomain(value: string): boolean {
  return value.length <= SUBDOMAIN_MAX && value.split('.').every((part) => LABEL.test(part));
}
