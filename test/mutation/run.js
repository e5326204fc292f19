/*
 * Changes the rooms one after the other; by --mutate, which takes files and folders of src/ with commas between them, those alone that it names.
 */
const { spawnSync } = require('node:child_process');
const SPECS = require('./specs');

const { mutate, others } = read(process.argv.slice(2));
const runs = Object.keys(SPECS).map((room) => ({ room, files: mutate.filter((each) => each.startsWith(`src/${room}/`)) }));
const unknown = mutate.filter((each) => !runs.some(({ files }) => files.includes(each)));
if (unknown.length > 0) { throw new Error(`--mutate takes what is in ${runs.map(({ room }) => `src/${room}/`).join(', ')}, got: ${unknown.join(', ')}`); }

const failed = runs.filter(({ files }) => mutate.length === 0 || files.length > 0).filter(({ room, files }) => {
  const which = files.length > 0 ? ['--mutate', files.join(',')] : [];
  return spawnSync('stryker', ['run', 'test/mutation/stryker.js', ...which, ...others], { stdio: 'inherit', env: { ...process.env, ROOM: room } }).status !== 0;
});
if (failed.length > 0) {
  console.error(`Failed: ${failed.map(({ room }) => room).join(', ')}`);
  process.exitCode = 1;
}

function read(args) {
  const at = args.findIndex((arg) => arg === '--mutate' || arg === '-m');
  if (at < 0) { return { mutate: [], others: args }; }
  return { mutate: args[at + 1].split(','), others: args.toSpliced(at, 2) };
}
