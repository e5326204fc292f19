/*
 * What IAM accepts as names, paths, descriptions and tags. Each function gives what is wrong
 * with a literal, or `undefined` if nothing is.
 */

/** The most tags of a role. */
export const MAX_TAGS = 50;

const ROLE_NAME = /^[A-Za-z0-9+=,.@_-]{1,64}$/;
const PATH = /^\/([!-.0-~]+\/)*$/;
const DESCRIPTION = /^[\t\n\r -~¡-ÿ]{0,1000}$/;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function roleNameProblem(value: string): string | undefined {
  return ROLE_NAME.test(value) ? undefined : 'must be 1 to 64 letters, digits and + = , . @ _ - (IAM role name, unique in the account)';
}

export function rolePathProblem(value: string): string | undefined {
  return value.length <= 512 && PATH.test(value) ? undefined : 'must begin and end with "/", at most 512 printable ASCII characters, no empty part (IAM path)';
}

export function descriptionProblem(value: string): string | undefined {
  return DESCRIPTION.test(value) ? undefined : 'must be at most 1,000 characters of U+0020 to U+007E and U+00A1 to U+00FF (IAM role description)';
}

export function tagKeyProblem(key: string): string | undefined {
  if (key.toLowerCase().startsWith('aws:')) { return 'must not begin with "aws:": that prefix is reserved'; }
  return key.length >= 1 && key.length <= 128 && TAG_TEXT.test(key) ? undefined : 'must be 1 to 128 letters, digits, spaces and _ . : / = + - @ (IAM tag)';
}

export function tagValueProblem(value: string): string | undefined {
  return value.length <= 256 && TAG_TEXT.test(value) ? undefined : 'must be at most 256 letters, digits, spaces and _ . : / = + - @ (IAM tag)';
}
