const { basename } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest, in this order, behind all other files: a run ends with the first file that notices the change. */
const LATE = ['witness', 'prove', 'corpus', 'bounds', 'trust'];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => LATE.indexOf(basename(path, '.test.ts'));
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
