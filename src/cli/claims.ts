import { isDirectory } from './files';
import { Outcome, Verb } from './verb';
import { IdentityClaims } from '../governance/claims/identity-claims';

/** Checks claims without an app. */
export const CLAIMS_VALIDATE: Verb = {
  name: 'claims validate',
  arguments: '<directory | file>',
  summary: 'Checks claims of application teams, and shows all that is wrong with them at once',
  help: [
    'What a ClaimPolicy of the platform allows is checked at synth alone, since the policy is part of the app.',
  ],
  options: [
    { name: 'api-group', value: 'GROUP', help: 'the API group of the claims; by default platform.mycompany.io' },
  ],
  exits: ['the claims are right', 'something is wrong: FILE:LINE:COLUMN, what, what is allowed'],
  takes: [1, 1],
  run: validate,
};

/** A problem in the error of claims: where it is, and what. */
const PROBLEM = /^ {2}(.*?):(\d+):(\d+) (.*)$/;

function validate([target]: readonly string[], { 'api-group': groups = [] }: Readonly<Record<string, readonly string[]>>): Outcome {
  const options = { apiGroup: groups[groups.length - 1] };
  try {
    const { count } = isDirectory(target) ? IdentityClaims.fromDirectory(target, options) : IdentityClaims.fromFile(target, options);
    if (count === 0) { throw new Error(`${target} has no claims: they are in files *.yaml and *.yml`); }
    return { text: `${count} ${count === 1 ? 'claim is' : 'claims are'} right.\n`, json: { version: 1, claims: count, problems: [] }, code: 0 };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code !== 'InvalidClaims') { throw error; }
    const lines = message.split('\n').slice(1, -1);
    const problems = lines.flatMap((line) => {
      const [, file, row, column, what] = PROBLEM.exec(line) ?? [];
      return file === undefined ? [] : [{ file, line: Number(row), column: Number(column), message: what }];
    });
    const head = message.split('\n')[0].replace(/^\[[^\]]*\] /, '');
    return { text: `${[head, ...lines].join('\n')}\n`, json: { version: 1, problems }, code: 1 };
  }
}
