/*
 * How Stryker changes a room of src/, which run.js names in ROOM.
 */

const SPECS = require('./specs');

const { ROOM } = process.env;

module.exports = {
  testRunner: 'mocha',
  plugins: ['@stryker-mutator/mocha-runner'],
  mochaOptions: { 'require': ['./test/mutation/setup.js'], 'spec': SPECS[ROOM], 'no-config': true, 'no-package': true, 'no-opts': true },
  mutate: [`src/${ROOM}/*.ts`],
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  warnings: { slow: false },
  reporters: ['progress-append-only', 'clear-text', 'json'],
  jsonReporter: { fileName: `test-reports/mutation-${ROOM}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: 2,
  timeoutMS: 10000,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['lib', 'dist', 'coverage', 'cdk.out', 'test-reports', 'docs'],
  thresholds: { high: 95, low: 90, break: 90 },
};
