import { parseAllDocuments, Scalar, ScalarTag, CollectionTag, YAMLMap, YAMLSeq } from 'yaml';

/** The most bytes of a file of YAML, and how often aliases may repeat what is in it. */
const MAX_LENGTH = 10_000_000;
const MAX_ALIASES = 1_000;

/** The functions of CloudFormation that templates in YAML write as tags. */
const FUNCTIONS = [
  'Base64', 'Cidr', 'FindInMap', 'GetAtt', 'GetAZs', 'ImportValue', 'Join', 'Length', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'And', 'Equals', 'If', 'Not', 'Or',
];

/** What the documents of a text are; what can't be read is told. Whatever comes out is plain JSON. */
export function yamlDocuments(file: string, text: string, problem: (message: string) => void): unknown[] {
  if (text.length > MAX_LENGTH) {
    problem(`${file} has ${text.length} characters, and ${MAX_LENGTH} of YAML are read at most: split it`);
    return [];
  }
  const attempt = <T>(call: () => T[]): T[] => {
    try {
      return call();
    } catch (error) {
      problem(`${file} can't be read: ${(error as Error).message.split('\n')[0]}`);
      return [];
    }
  };
  const documents = attempt(() => [...parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: 'error', customTags: TAGS })]);
  return documents.flatMap((document) => attempt(() => {
    const [error] = document.errors;
    if (error !== undefined) { throw error; }
    // Through JSON, which has neither cycles nor other types.
    const json: unknown = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES }) ?? null));
    return json === null ? [] : [json];
  }));
}

const TAGS = ['Ref', 'Condition', ...FUNCTIONS].flatMap((name): (ScalarTag | CollectionTag)[] => {
  const key = FUNCTIONS.includes(name) ? `Fn::${name}` : name;
  const tag = `!${name}`;
  const wrap = (value: unknown) => {
    const map = new YAMLMap();
    map.set(new Scalar(key), value);
    return map;
  };
  return [
    { tag, resolve: (text) => wrap(new Scalar(text)) },
    { tag, collection: 'seq', resolve: (value) => wrap(value as YAMLSeq) },
    { tag, collection: 'map', resolve: (value) => wrap(value as YAMLMap) },
  ];
});
