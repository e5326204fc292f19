// Closes a run with one line: the tests of jest and the checks of the consumer test, passed and failed.
const fs = require('node:fs');

const [, tests, failures, errors] = /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(fs.readFileSync('test-reports/junit.xml', 'utf8'));
const [, passed, failed] = /^consumer: (\d+) passed, (\d+) failed$/m.exec(fs.readFileSync('test-reports/consumer.txt', 'utf8'));
const broken = Number(failures) + Number(errors);
console.log(`${Number(tests) - broken + Number(passed)} passed, ${broken + Number(failed)} failed`);
