import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as ts from 'typescript';
import * as library from '../../src';

const ROOT = path.join(__dirname, '../..');
const FILE = path.join(ROOT, 'test', 'proposal.ts');

/** What is wrong with TypeScript that stands in an app of the library, unused names included. */
export function compileErrors(code: string): string[] {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => file === FILE ? code : readFile(file);
  host.fileExists = (file) => file === FILE || fileExists(file);
  host.getSourceFile = (file, version) => file === FILE ? ts.createSourceFile(file, code, version) : getSourceFile(file, version);
  const program = ts.createProgram([FILE], { ...options, noEmit: true, rootDir: undefined, paths: { 'cdk-eks-workload-identity': [path.join(ROOT, 'src/index.ts')] } }, host);
  const source = program.getSourceFile(FILE);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The classes that such TypeScript exports. */
export function classesOf(code: string): Record<string, any> {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exported = {};
  new Function('exports', 'require', outputText)(exported, (name: string) => name === 'cdk-eks-workload-identity' ? library : createRequire(__filename)(name));
  return exported;
}
