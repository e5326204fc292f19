/**
 * Measures how long the compiled library (`lib/`) takes to load beyond the modules of others that it needs: the package
 * alone, and with the classes of a first app. Each round is a process of its own.
 *
 *     npx projen compile && npx projen bench:load
 *
 * It fails if something is loaded that nobody has used.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { markdownTable } from './markdown';
import { median } from './timing';

/** What a first app uses. */
const USES: Record<string, readonly string[]> = {
  'the package': [],
  '`PodIdentityWorkload`, `S3Access`': ['PodIdentityWorkload', 'S3Access'],
  '`IrsaWorkload`, all of access': ['IrsaWorkload', 'S3Access', 'SqsAccess', 'DynamoDbAccess', 'KmsAccess', 'SecretsManagerAccess', 'Forbidden'],
};

/** How many milliseconds the package may take. */
const BUDGET = 30;

const ROUNDS = 11;
const PACKAGE = join(__dirname, '..');

interface Load {
  /** Milliseconds beyond the modules of others. */
  readonly own: number;
  /** Those of the modules of others. */
  readonly others: number;
  readonly files: number;
  /** The modules of others. */
  readonly needed: readonly string[];
}

/** Loads the modules of others first, as the run before found them, and times the library after them. */
const LOAD = `
const Module = require('node:module');
const { join, isAbsolute, sep } = require('node:path');
const [root, needed, uses] = process.argv.slice(1).map((text, index) => index === 0 ? text : JSON.parse(text));
const time = (body) => { const start = performance.now(); body(); return performance.now() - start; };
const fromRoot = Module.createRequire(join(root, 'package.json'));
const others = time(() => needed.forEach((name) => fromRoot(name)));
const found = new Set();
const load = Module._load;
if (needed.length === 0) {
  Module._load = function (name, parent) {
    if (parent?.filename?.startsWith(join(root, 'lib') + sep) && !/^([.]|node:)/.test(name) && !isAbsolute(name)) { found.add(name); }
    return load.apply(this, arguments);
  };
}
const own = time(() => { const library = require(join(root, 'lib')); uses.forEach((name) => library[name].name); });
const files = Object.keys(require.cache).filter((file) => file.startsWith(join(root, 'lib') + sep)).length;
console.log(JSON.stringify({ own, others, files, needed: [...found] }));
`;

function load(uses: readonly string[], needed: readonly string[]): Load {
  return JSON.parse(execFileSync(process.execPath, ['-e', LOAD, PACKAGE, JSON.stringify(needed), JSON.stringify(uses)], { encoding: 'utf8' }));
}

const rows = Object.entries(USES).map(([name, uses]) => {
  const { needed } = load(uses, []);
  const loads = Array.from({ length: ROUNDS }, () => load(uses, needed));
  const own = median(loads.map((each) => each.own));
  return { name, needed, files: loads[0].files, own, others: median(loads.map(({ others }) => others)) };
});
console.log(markdownTable(['loads', 'beyond the modules of others', `budget of ${BUDGET} ms`, 'modules of others', 'their time', 'files of the library'], rows.map(({ name, own, needed, others, files }) =>
  [name, `${own.toFixed(1)} ms`, own <= BUDGET ? 'kept' : 'not kept', needed.join(', ') || 'none', `${others.toFixed(0)} ms`, String(files)]), 1));
const unused = rows.flatMap(({ needed }) => needed.filter((module) => /assertions|^yaml$|aws-events|aws-sqs|levenshtein/.test(module)));
if (rows[0].files > 1 || unused.length > 0) { throw new Error(`loads what nobody has used: ${rows[0].files} files, ${unused.join(', ')}`); }
