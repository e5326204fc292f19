import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './checks';

/** The root of the repository. */
export const REPOSITORY = join(__dirname, '..', '..');

/** What a consumer, jsii or a registry's page needs. */
const REQUIRED = ['lib/index.js', 'lib/index.d.ts', '.jsii', 'README.md', 'LICENSE', 'package.json', 'assets/report/report.html', 'schemas/inventory.schema.json'];

/** What may be in the tarball: the compiled library, what reports show in browsers, schemas, bundled packages, the assembly, and documents at the root. */
const ALLOWED = /^(lib\/.+\.(js|d\.ts|json)|assets\/report\/.+\.(js|css|html)|schemas\/.+\.json|node_modules\/.+|\.jsii|package\.json|llms\.txt|LICENSE|NOTICE|[A-Z_]+\.md)$/;

const MAX_BYTES = 1_000_000;

/** Compiles the library if its sources are newer, packs it into a folder, and gives the path of the tarball. */
export function packLibrary(folder: string): string {
  if (isStale()) {
    run(REPOSITORY, 'npx', ['jsii', '--silence-warnings=reserved-word'], { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' });
  }
  run(REPOSITORY, 'npm', ['pack', '--pack-destination', folder]);
  const packed = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (packed.length !== 1) { throw new Error(`npm pack left ${packed.length} tarballs instead of one`); }
  return join(folder, packed[0]);
}

/** Looks at the names of the files in the tarball and at its size, which it gives. */
export function checkContent(tarball: string): string {
  const files = run(REPOSITORY, 'tar', ['-tzf', tarball]).trim().split('\n').map((file) => file.replace(/^package\//, ''));
  const missing = REQUIRED.filter((file) => !files.includes(file));
  const extra = files.filter((file) => !ALLOWED.test(file));
  const { size } = statSync(tarball);
  const problems = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`holds ${extra.join(', ')}`] : []),
    ...(size > MAX_BYTES ? [`is ${kilobytes(size)}, more than ${kilobytes(MAX_BYTES)}`] : []),
  ];
  if (problems.length > 0) { throw new Error(`the tarball ${problems.join('; it ')}`); }
  return `${files.length} files, ${kilobytes(size)}`;
}

/** True if the compiled library or its assembly is missing, or a source is newer. */
function isStale(): boolean {
  const compiled = ['lib/index.js', '.jsii'].map((file) => join(REPOSITORY, file));
  if (!compiled.every(existsSync)) { return true; }
  const sources = readdirSync(join(REPOSITORY, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => join(REPOSITORY, 'src', file));
  return Math.max(...sources.map(modified)) > Math.min(...compiled.map(modified));
}

function modified(file: string): number {
  return statSync(file).mtimeMs;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
