/*
 * The tests without Jest, which would take as long for each change as a whole run of them: their words in Mocha, and the policy engine
 * loaded anew for each change, so that no change is seen by what another one left in its caches.
 */
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { spyOn } = require('jest-mock');

/** Where JavaScript is kept: in the copy of the project that Stryker makes for a run, and takes away. */
const COMPILED = join(process.cwd(), '.compiled');
mkdirSync(COMPILED, { recursive: true });

/** The JavaScript of a file, compiled once in a run. */
function compile(fileName) {
  const kept = join(COMPILED, relative(process.cwd(), fileName).split(sep).join('+'));
  if (!existsSync(kept)) {
    const { ModuleKind, ScriptTarget, transpileModule } = require('typescript');
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    writeFileSync(`${kept}.${process.pid}`, transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions }).outputText);
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return readFileSync(kept, 'utf8');
}

require.extensions['.ts'] = (module, fileName) => module._compile(compile(fileName), fileName);
require('../setup.ts');

globalThis.expect = expect;
globalThis.jest = { spyOn };
/** Gives a word of Mocha its `each`, whenever Mocha sets it. */
function withEach(name, ...others) {
  let word;
  Object.defineProperty(globalThis, name, {
    get: () => word,
    set: (value) => {
      word = Object.assign(value, { each: bind(value, false) });
      others.forEach((other) => { globalThis[other] = word; });
    },
  });
}

withEach('describe');
withEach('it', 'test');

/** What the tests hold of the modules of the engine, by their names. */
let held;

exports.mochaHooks = {
  /** Loads the engine anew, and lets the tests hold what it then exports. */
  beforeAll() {
    const names = Object.keys(require.cache).filter((fileName) => fileName.includes(`${sep}src${sep}policy${sep}`));
    held ??= names.map((fileName) => [fileName, require.cache[fileName].exports]);
    names.forEach((fileName) => delete require.cache[fileName]);
    held.forEach(([fileName, before]) => Object.assign(before, require(fileName)));
  },
};
