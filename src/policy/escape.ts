/**
 * Escapes a literal for `Resource` and for the `…Like` and other string conditions, where `*` and `?` are
 * wildcards and `${…}` is a policy variable: the result matches the text itself and nothing else.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function escapeLiteral(text: string): string {
  return text.replace(/[*?$]/g, (special) => `\${${special}}`);
}

/**
 * The first character that no policy document can hold, or `undefined`: IAM takes tab, line feed,
 * carriage return and U+0020 to U+00FF.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function forbiddenCharacter(text: string): string | undefined {
  return /[^\t\n\r\u0020-\u00ff]/u.exec(text)?.[0];
}
