import * as fc from 'fast-check';

/*
 * Texts that mean something to one of the languages that values end up in: IAM policies, CloudFormation, YAML, JSON,
 * shells, HTML, Markdown, spreadsheets, paths, and JavaScript itself.
 */

/** Each by what it is, which names a test that fails. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'nothing': '',
  'a blank': ' ',
  'blanks around': ' a ',
  'quotes': 'a"b\'c`d\\',
  'a policy variable': '${aws:PrincipalTag/x}',
  'a variable with a default': '${aws:username, \'*\'}',
  'an open variable': 'a${',
  'escapes of the policy language': '${*}${?}${$}',
  'a star': '*',
  'stars and question marks': 'a*b?c**',
  'a line break': 'a\nb',
  'a line break at the end': 'a\n',
  'carriage return and tab': 'a\r\n\tb',
  'a control character': 'a\u0007b\u001b[2J',
  'a zero character': 'a\u0000b',
  'an emoji': 'a\u{1f600}b',
  'a lone surrogate': 'a\ud800b',
  'right to left': 'a\u202eb\u2066c',
  'a letter that looks like another': 'p\u0430yments',
  'letters of no width': 'a\u200bb\ufeff',
  'a line separator': 'a\u2028b\u2029c',
  'composed and not': 'e\u0301\u00e9',
  '10 kB': 'x'.repeat(10_240),
  'the prototype': '__proto__',
  'a member of every object': 'constructor',
  'a method of every object': 'toString',
  'YAML': 'a: b\n- &c *d #e',
  'a document of YAML': '---\nkind: Secret\n...',
  'a tag of YAML': '!!js/function "x"',
  'a boolean of YAML': 'true',
  'another boolean of YAML': 'yes',
  'a number of YAML': '1e3',
  'a time of YAML': '12:30:45',
  'nothing in YAML': '~',
  'a key of YAML': '<<',
  'JSON': '","Effect":"Allow","x":"',
  'an intrinsic function': '{"Ref":"AWS::AccountId"}',
  'a shell command': '$(exit 9);`false`|| echo "$PWD" >&2',
  'an option': '--endpoint-url=http://x',
  'HTML': '</script><script>alert(1)</script><!--',
  'Markdown': '|`](x)\n```\n# a',
  'a formula': '=cmd|\'/c calc\'!A0',
  'a path': '../../a/../etc/passwd',
  'an absolute path': '/dev/null/passwd',
  'a path of Windows': '..\\..\\a:b',
  'an ARN of everything': 'arn:aws:s3:::*',
  'an account\'s ARN': 'arn:aws:iam::111122223333:root',
  'a template': '{{ .Values.x }} {namespace} %s %00',
};

/** Texts of pieces of those. */
export const hostileText: fc.Arbitrary<string> = fc.array(
  fc.constantFrom('*', '?', '${', '}', '$', '"', '\'', '\\', '\n', ' ', '\u0000', '\u{1f600}', '\udfff', '\u202e', ':', '/', '.', '-', '#', '<', '&', '|', '`', 'a', 'B', '0', '\u00e9', '\u2028', '=', '@', ','),
  { minLength: 1, maxLength: 10 },
).map((parts) => parts.join(''));
