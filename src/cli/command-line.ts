import { parseArgs } from 'node:util';
import { AUDIT } from './audit';
import { CAN } from './can';
import { CLAIMS_VALIDATE } from './claims';
import { DIFF } from './diff';
import { REPORT } from './report';
import { Progress, Terminal, Verb } from './verb';
import { allowed } from '../governance/claims/problems';

const COMMAND = 'cdk-eks-workload-identity';

/** The verbs in the order of the help. */
export const VERBS: readonly Verb[] = [AUDIT, DIFF, CAN, CLAIMS_VALIDATE, REPORT];

/** Characters that a terminal acts on, or that change the order of what is read: names may have them. */
const NOT_SHOWN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Runs the command line, and tells the exit code: 0 is fine, 1 found something, 2 is wrong usage or an input that can't be read. */
export function runCommand(args: readonly string[], terminal: Terminal): 0 | 1 | 2 {
  const { progress, clear } = progressOn(terminal);
  const print = (text: string) => terminal.out(text.replace(NOT_SHOWN, ''));
  const complain = (text: string) => terminal.err(`${COMMAND}: ${text}\n`.replace(NOT_SHOWN, ''));
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h') {
      (name === undefined ? terminal.err : print)(overview());
      return name === undefined ? 2 : 0;
    }
    const { verb, given, values } = parse(name, rest);
    if (values.help) {
      print(helpOf(verb));
      return 0;
    }
    const { text, json, problems = [], code } = verb.run(given, values.options, progress);
    clear();
    print(values.json ? `${JSON.stringify(json, undefined, 2)}\n` : text);
    problems.forEach(complain);
    return code;
  } catch (error) {
    clear();
    complain((error as Error).message);
    return 2;
  }
}

interface Parsed {
  readonly verb: Verb;
  readonly given: readonly string[];
  readonly values: { readonly json: boolean; readonly help: boolean; readonly options: Record<string, string[]> };
}

function parse(name: string, rest: readonly string[]): Parsed {
  // The verb of two words is meant where the first is given.
  const wanted = VERBS.some((each) => each.name.startsWith(`${name} `)) ? [name, ...rest.slice(0, 1)].join(' ') : name;
  const verb = VERBS.find((each) => each.name === wanted);
  if (verb === undefined) { throw new Error(`there is no verb ${JSON.stringify(wanted)}; ${allowed(wanted, VERBS.map((each) => each.name))}`); }
  const own = Object.fromEntries((verb.options ?? []).map((option) => [option.name, { type: 'string', multiple: true } as const]));
  const { values: { json = false, help = false, ...options }, positionals } = parseArgs({
    args: rest.slice(verb.name.split(' ').length - 1),
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, ...own },
    allowPositionals: true,
  }) as { values: Record<string, any>; positionals: string[] };
  const [least, most] = verb.takes;
  if (!help && (positionals.length < least || positionals.length > most)) {
    throw new Error(`wrong arguments: use ${COMMAND} ${verb.name} ${verb.arguments}, or see ${COMMAND} ${verb.name} --help`);
  }
  return { verb, given: positionals, values: { json, help, options } };
}

function overview(): string {
  const width = Math.max(...VERBS.map(({ name }) => name.length));
  return [
    `Usage: ${COMMAND} <verb> [arguments] [--json]`,
    '',
    ...VERBS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `${COMMAND} <verb> --help tells more of each.`,
    'Exit codes: 0 fine, 1 something was found, 2 wrong usage or an input that can\'t be read.',
    '',
  ].join('\n');
}

function helpOf({ name, arguments: args, summary, help, exits: [fine, found], options = [] }: Verb): string {
  const all = [...options, { name: 'json', value: '', help: 'the same as JSON' }, { name: 'help', value: '', help: 'this text' }]
    .map((option) => ({ ...option, shown: `--${option.name} ${option.value}`.trim() }));
  const width = Math.max(...all.map(({ shown }) => shown.length));
  return [
    `Usage: ${COMMAND} ${name} ${args}`,
    '',
    `${summary}.`,
    ...help,
    '',
    'Options:',
    ...all.map((option) => `  ${option.shown.padEnd(width)}  ${option.help}`),
    '',
    'Exit codes:',
    `  0  ${fine}`,
    `  1  ${found}`,
    '  2  wrong usage, or an input that can\'t be read',
    '',
  ].join('\n');
}

/** Progress in one line of a terminal, which goes when there is something to read. */
function progressOn({ err, isTerminal }: Terminal): { progress: Progress; clear: () => void } {
  let length = 0;
  const write = (text: string) => {
    if (isTerminal) { err(`\r${text.padEnd(length)}`); }
    length = text.length;
  };
  const clear = () => {
    if (length > 0) { write(''); err(isTerminal ? '\r' : ''); }
    length = 0;
  };
  return { progress: (what) => write(what.replace(NOT_SHOWN, '').slice(0, 79)), clear };
}
