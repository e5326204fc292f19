import * as fs from 'node:fs';
import * as path from 'node:path';
import { AccessAnalyzerCheck } from './access-analyzer-check';
import { Forbidden } from '../access/forbidden';
import { isSymbol, showText, Text } from '../policy/text';
import { requirePath } from '../private/validate';

/** Writes entries of `mustNot` for `aws accessanalyzer check-access-not-granted`, which takes one access at a time. */
export function writeAccessAnalyzerChecks(directory: string, entries: readonly Forbidden[], read: (value: string) => Text): AccessAnalyzerCheck[] {
  requirePath('Workload.writeAccessAnalyzerChecks', 'InvalidDirectory', 'directory', directory);
  fs.mkdirSync(directory, { recursive: true });
  return entries.map((entry, index) => {
    const forbidden = entry._describe((value) => showText(read(value)));
    const { actions, resources, outside, context } = entry._parts;
    const texts = resources.map(read);
    const skipped = outside.length > 0 ? 'Access Analyzer can\'t leave resources out, as outside() does'
      : Object.keys(context).length > 0 ? 'Access Analyzer knows no context, as when() gives one'
        : texts.some((text) => text.some(isSymbol)) ? 'its resource is known at deploy time only' : undefined;
    if (skipped !== undefined) { return { forbidden, skipped }; }
    const file = path.join(directory, `must-not-${index + 1}.json`);
    fs.writeFileSync(file, `${JSON.stringify([{ actions, ...(texts.length > 0 && { resources: texts.map(showText) }) }], null, 2)}\n`);
    return { forbidden, file, command: commandFor(directory, file) };
  });
}

function commandFor(directory: string, file: string): string {
  return 'aws accessanalyzer check-access-not-granted --policy-type IDENTITY_POLICY '
    + `--policy-document ${quoted(path.join(directory, 'policy.json'))} --access ${quoted(file)}`;
}

/** A file as an argument of the AWS CLI, in quotes if a shell would take it apart. */
function quoted(file: string): string {
  const argument = `file://${file}`;
  return /^[\w./:-]+$/.test(argument) ? argument : `'${argument.replace(/'/g, '\'\\\'\'')}'`;
}
