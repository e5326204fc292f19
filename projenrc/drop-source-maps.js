// The compiler puts a source map into each file that it writes: over half of the package, for sources that aren't in it.
const fs = require('node:fs');
const path = require('node:path');

for (const entry of fs.readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))) {
  const file = path.join('lib', entry);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=data:.*\n?/m, ''));
}
