import { Composer, CST, Document, isAlias, isCollection, isPair, isScalar, Lexer, LineCounter, Node, Parser, Scalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import { Place, Problems } from './problems';

/** The most bytes of a file. */
export const MAX_BYTES = 10_000_000;

/** The deepest that YAML nests, counted as the parser does: claims come to a third of it. */
const MAX_DEPTH = 64;

/** The most words and signs of a file, which bounds time and memory: some thousands of claims. */
const MAX_WORDS = 1_000_000;

/** The documents of a file, and where their nodes stand. */
export interface YamlFile {
  readonly contents: readonly Node[];
  readonly placeOf: (offset: number) => Place;
}

/**
 * Reads YAML that nobody is trusted with: YAML 1.2 with its core schema, without anchors, aliases, tags and directives.
 *
 * Keys that stand twice are left to the caller, since the parser compares each with each.
 */
export function readYaml(file: string, text: string, problems: Problems): YamlFile {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const documents = documentsOf(text, lines, (message) => problems.add(placeOf(0), message));
  const contents = documents.filter((document) => isPlain(document, placeOf, problems))
    .flatMap((document) => document.contents === null || isEmpty(document.contents) ? [] : [document.contents]);
  return { contents, placeOf };
}

/** Whether a document is YAML, and has nothing that only YAML has; tells what it has. */
function isPlain(document: Document.Parsed, placeOf: YamlFile['placeOf'], problems: Problems): boolean {
  const found = [...document.errors, ...document.warnings].map(({ pos: [at], message }): [number, string] => [at, `this is not YAML as claims are written: ${message}`]);
  const { yaml, tags } = document.directives;
  if (yaml.explicit || Object.keys(tags).length > 1) { found.push([document.range[0], 'directives (%YAML, %TAG) are not taken: leave them out']); }
  visit(document, (_, node) => {
    if (node === null || isPair(node)) { return; }
    const [at] = (node as Node).range!;
    if (isAlias(node)) { found.push([at, 'aliases (*NAME) are not taken: write out what it stands for']); }
    if (hasProps(node) && node.anchor !== undefined) { found.push([at, 'anchors (&NAME) are not taken: leave it out, and write out each value']); }
    if (hasProps(node) && node.tag !== undefined) { found.push([at, 'tags (!NAME) are not taken: leave it out, and put a text in quotes']); }
  });
  found.forEach(([at, message]) => problems.add(placeOf(at), message));
  return found.length === 0;
}

function hasProps(node: unknown): node is Scalar | YAMLMap | YAMLSeq {
  return isScalar(node) || isCollection(node);
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function documentsOf(text: string, lines: LineCounter, problem: (message: string) => void): Document.Parsed[] {
  const tokens = tokensOf(text, lines);
  if (typeof tokens === 'string') {
    problem(tokens);
    return [];
  }
  const composer = new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false, lineCounter: lines });
  return [...composer.compose(tokens)] as Document.Parsed[];
}

/** What the parser makes of a text; why it is not read where it goes beyond bounds, since the composer would run out of stack then. */
function tokensOf(text: string, lines: LineCounter): CST.Token[] | string {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let words = 0;
  lines.addNewLine(0);
  for (const word of new Lexer().lex(text)) {
    for (const token of parser.next(word)) { tokens.push(token); }
    words += 1;
    if (parser.stack.length > MAX_DEPTH) { return 'the file nests deeper than claims do: write it flat'; }
    if (words > MAX_WORDS) { return `the file has more than ${MAX_WORDS} words: split it`; }
  }
  return [...tokens, ...parser.end()];
}
