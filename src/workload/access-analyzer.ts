import * as fs from 'node:fs';
import * as path from 'node:path';
import { AccessAnalyzerCheck } from './access-analyzer-check';
import { Forbidden } from '../access/forbidden';
import { got, refuse } from '../private/errors';

/** A value that is known at deploy time only, as it is shown. */
const UNRESOLVED = /\$\{[^}]*\}/;

/** Writes entries of `mustNot` for `aws accessanalyzer check-access-not-granted`, which takes one access at a time. */
export function writeAccessAnalyzerChecks(directory: string, entries: readonly Forbidden[], show: (value: string) => string): AccessAnalyzerCheck[] {
  if (directory.trim() === '') { refuse('Workload.writeAccessAnalyzerChecks', 'InvalidDirectory', `directory must be named, ${got(directory)}`); }
  fs.mkdirSync(directory, { recursive: true });
  return entries.map((entry, index) => {
    const forbidden = entry._describe(show);
    const { actions, resources, outside, context } = entry._parts;
    const shown = resources.map(show);
    const skipped = outside.length > 0 ? 'Access Analyzer can\'t leave resources out, as outside() does'
      : Object.keys(context).length > 0 ? 'Access Analyzer knows no context, as when() gives one'
        : shown.some((resource) => UNRESOLVED.test(resource)) ? 'its resource is known at deploy time only' : undefined;
    if (skipped !== undefined) { return { forbidden, skipped }; }
    const file = path.join(directory, `must-not-${index + 1}.json`);
    fs.writeFileSync(file, `${JSON.stringify([{ actions, ...(shown.length > 0 && { resources: shown }) }], null, 2)}\n`);
    return { forbidden, file, command: commandFor(directory, file) };
  });
}

function commandFor(directory: string, file: string): string {
  return 'aws accessanalyzer check-access-not-granted --policy-type IDENTITY_POLICY '
    + `--policy-document file://${path.join(directory, 'policy.json')} --access file://${file}`;
}
