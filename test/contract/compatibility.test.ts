import * as fs from 'node:fs';
import * as path from 'node:path';
import { floorPeers } from '../consumer/consumer-app';

const ROOT = path.join(__dirname, '../..');
const PACKAGE = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const PAGE = fs.readFileSync(path.join(ROOT, 'docs/compatibility.md'), 'utf8');

test.each(Object.entries(floorPeers().versions))('the page on compatibility tells the lowest version of %s, which is %s', (name, version) => {
  expect(PAGE).toContain(`| \`${name}\` | ${version} | ${version}, `);
});

test('the page on compatibility tells the lowest version of Node.js', () => {
  expect(PAGE).toContain(`| Node.js | ${/^>= (\d+)\.0\.0$/.exec(PACKAGE.engines.node)![1]} |`);
});

test('the page on compatibility tells each language\'s package', () => {
  const { dotnet, go, java, python } = PACKAGE.jsii.targets;
  const packages = [PACKAGE.name, `${python.distName}\`, module \`${python.module}`, `${java.maven.groupId}:${java.maven.artifactId}`, dotnet.packageId, `${go.moduleName}`];

  expect(packages.filter((one) => !PAGE.includes(`\`${one}\``))).toEqual([]);
});
