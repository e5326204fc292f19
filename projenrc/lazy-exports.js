// Has the index load a module when something of it is asked for: of 400 modules most apps need a third.
const fs = require('node:fs');
const path = require('node:path');

const INDEX = path.resolve('lib/index.js');
const files = [...fs.readFileSync(INDEX, 'utf8').matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)].map(([, file]) => file);
if (files.length > 0) {
  const exported = files.flatMap((file) => Object.keys(require(path.resolve('lib', file))).map((name) => ({ name, file })));
  fs.writeFileSync(INDEX, [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'const lazily = (name, get) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });',
    ...exported.map(({ name, file }) => `lazily("${name}", () => require("${file}").${name});`),
    '// Names them for ES modules, which read this file rather than to run it.',
    `0 && (module.exports = { ${exported.map(({ name }) => name).join(', ')} });`,
    '',
  ].join('\n'));
}
