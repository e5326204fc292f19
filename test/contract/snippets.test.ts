import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

/*
 * Every TypeScript block of the README, the docs and the doc comments compiles, in the fixture that Rosetta uses too.
 */

const ROOT = path.join(__dirname, '../..');
const FIXTURE = fs.readFileSync(path.join(ROOT, 'rosetta/default.ts-fixture'), 'utf8');

/** A `declare const` within a constructor: Rosetta lets it pass as well, since snippets use it for what they don't show. */
const DECLARE_IN_BODY = 1184;

/** Code blocks by where they stand. */
function snippets(): Record<string, string> {
  return Object.fromEntries([...markdownFiles().flatMap(snippetsOfMarkdown), ...snippetsOfDocComments()]);
}

function markdownFiles(): string[] {
  const below = (dir: string) => fs.readdirSync(path.join(ROOT, dir), { recursive: true, encoding: 'utf8' }).map((file) => `${dir}/${file}`);
  return ['README.md', 'CONTRIBUTING.md', ...below('docs'), ...below('examples')].filter((file) => file.endsWith('.md'));
}

/** The blocks of a page, but for whole files, which begin with their name: those are files of an example. */
function snippetsOfMarkdown(file: string): [string, string][] {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```(?:ts|typescript)\n(?!\/\/ \S+\.ts\n)([\s\S]*?)^```$/gm)].map((match) => [`${file}:${text.slice(0, match.index).split('\n').length}`, match[1]]);
}

function snippetsOfDocComments(): [string, string][] {
  const { types } = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8'));
  return Object.values<any>(types).flatMap((type) => [type, ...type.methods ?? [], ...type.properties ?? []]
    .filter((documented) => documented.docs?.example !== undefined)
    .map((documented): [string, string] => [documented === type ? type.name : `${type.name}.${documented.name}`, documented.docs.example]));
}

/** The snippet as a file of its own: its imports on top, the rest where the fixture says. */
function inFixture(snippet: string): string {
  const lines = snippet.split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  return `${lines.filter(isImport).join('\n')}\n${FIXTURE.replace('/// here', () => lines.filter((line) => !isImport(line)).join('\n'))}`;
}

/** The errors of each file, all of them compiled as one program. */
function compile(files: Record<string, string>): Record<string, string[]> {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => files[file] ?? readFile(file);
  host.fileExists = (file) => file in files || fileExists(file);
  host.getSourceFile = (file, version) => file in files ? ts.createSourceFile(file, files[file], version) : getSourceFile(file, version);
  const program = ts.createProgram(Object.keys(files), {
    ...options, noEmit: true, rootDir: undefined, noUnusedLocals: false, paths: { 'cdk-eks-workload-identity': [path.join(ROOT, 'src/index.ts')] },
  }, host);
  return Object.fromEntries(Object.keys(files).map((file) => {
    const source = program.getSourceFile(file);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return [file, diagnostics.filter(({ code }) => code !== DECLARE_IN_BODY).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
  }));
}

/** What Rosetta can't say in other languages, so that it must not be in the README or a doc comment. */
function untranslatable(snippet: string): string[] {
  const kinds = new Set([ts.SyntaxKind.ArrowFunction, ts.SyntaxKind.FunctionExpression, ts.SyntaxKind.ThrowStatement]);
  const within = (node: ts.Node): string[] => [
    ...kinds.has(node.kind) ? [ts.SyntaxKind[node.kind]] : [], ...node.getChildren().flatMap(within),
  ];
  return within(ts.createSourceFile('snippet.ts', snippet, ts.ScriptTarget.Latest, true));
}

const found = snippets();
const fileOf = (place: string) => path.join(ROOT, 'test', `${place.replace(/\W/g, '-')}.snippet.ts`);
let errors: Record<string, string[]>;

beforeAll(() => {
  errors = compile({
    ...Object.fromEntries(Object.entries(found).map(([place, snippet]) => [fileOf(place), inFixture(snippet)])),
    [fileOf('broken')]: inFixture('const workload: PodIdentityWorkload = 1;'),
  });
});

test.each(Object.keys(found))('the code of %s compiles', (place) => {
  expect(errors[fileOf(place)]).toEqual([]);
});

test('code that doesn\'t compile is found', () => {
  expect(errors[fileOf('broken')]).toEqual(['Type \'number\' is not assignable to type \'PodIdentityWorkload\'.']);
});

test('every public class but the base class has an example', () => {
  const { types } = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8'));
  const without = Object.values<any>(types).filter((type) => type.kind === 'class' && type.name !== 'Workload')
    .filter((type) => !Object.keys(found).some((place) => place === type.name || place.startsWith(`${type.name}.`)));

  expect(without.map((type) => type.name)).toEqual([]);
});

test('the first screen of the README shows the declaration in at most fifteen lines', () => {
  const [[, first]] = snippetsOfMarkdown('README.md');

  expect(first.trim().split('\n').length).toBeLessThanOrEqual(15);
});

test('the README and the doc comments say nothing that has no translation to other languages', () => {
  const translated = [...snippetsOfMarkdown('README.md'), ...snippetsOfDocComments()];
  expect(translated.filter(([, snippet]) => untranslatable(snippet).length > 0)).toEqual([]);
  expect(untranslatable('if ([1].some((one) => one > 2)) { throw new Error(); }')).toEqual(['ArrowFunction', 'ThrowStatement']);
});
