import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { HOSTILE, hostileText } from './hostile';
import { difference, expected, joined, PLAIN, read, unwritable } from './meaning';
import { Access } from '../../src';
import { ACCOUNT, podIdentity, REGION } from '../fixtures';

/** How a string reaches the library in a small app. */
export interface Way {
  /** A value that is taken. */
  readonly plain: string;
  /** The part of it in whose place hostile values are put; they are also put in the place of the whole. */
  readonly part: string;
  /** Whether it is a pattern to the user, with the wildcards and variables of IAM. */
  readonly isPattern?: boolean;
  /** Whether what comes of it is read by people, who may see how the CDK writes a token. */
  readonly isTold?: boolean;
  /** Whether it only says which of other values are taken, and is in no output: then all is as with the plain one. */
  readonly isCondition?: boolean;
  /** Hostile values that it makes something else of, and what. */
  readonly except?: Readonly<Record<string, string>>;
  /** Whether parts of it are put into templates: of a token, by functions of CloudFormation. */
  readonly isTakenApart?: boolean;
  /** Whether it is the path of a file or directory, which then is given alone: the file system knows which ones there can be. */
  readonly isPath?: boolean;
  /** Gives the value to the library; what comes of it, if that isn't in the templates alone. */
  readonly give: (stack: Stack, value: string) => unknown;
}

export type Ways = Readonly<Record<string, Way>>;

/** Gives a value; where `zqx` isn't taken, one with a part that hostile ones take the place of. */
export const way = (give: Way['give'], plain = PLAIN, part = plain.includes(PLAIN) ? PLAIN : plain): Way => ({ give, plain, part });

/** Gives a path: the plain one is of what isn't there yet. */
export const pathWay = (give: Way['give'], plain: string): Way => ({ give, plain, part: plain, isPath: true });

/** Gives a value to a builder of access, of a workload. */
export const access = (build: (stack: Stack, value: string) => Access, plain?: string): Way =>
  way((stack, value) => void podIdentity(stack, { access: [build(stack, value)] }), plain);

const CODES = new Set([...fs.readFileSync(path.join(__dirname, '../../src/private/errors.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code));

/** Whether the library says itself why it takes a value not: by an error with a stable code. */
function isRefusal(message: string): boolean {
  return [...message.matchAll(/\((\w+)\)/g)].some(([, code]) => CODES.has(code));
}

interface Outcome {
  readonly output?: { readonly templates: unknown; readonly given: unknown };
  readonly refusal?: string;
}

/** What an app says, or why it isn't taken. */
function outcome({ give, isPath }: Way, valueIn: (stack: Stack) => string): Outcome {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  try {
    const given = give(stack, valueIn(stack));
    const assembly = app.synth();
    const errors = assembly.stacksRecursively.flatMap(({ messages }) => messages).filter(({ level }) => level === 'error');
    if (errors.length > 0) { throw new Error(errors.map(({ entry }) => entry.data).join('\n')); }
    const templates = assembly.stacksRecursively.map(({ template: { Parameters, ...template } }) => template);
    return { output: { templates, given: typeof given === 'function' ? given() : given } };
  } catch (error) {
    const { message, stack: trace } = error as Error;
    if (isPath && (error as NodeJS.ErrnoException).syscall !== undefined) { return { refusal: message }; }
    if (!isRefusal(message)) { throw new Error(`no error of the library: ${trace}`); }
    return { refusal: message };
  }
}

/** What is wrong with what comes of a value; nothing if it is as it should be. */
function problem(given: Way, whole: (stack: Stack) => string, judge: (output: NonNullable<Outcome['output']>) => string[]): string[] {
  try {
    const { output } = outcome(given, whole);
    return output === undefined ? [] : [...judge(output), ...unwritable(output)];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** A value in the place of the plain one, and in the place of the text that it stands in. */
function problemsOf(given: Way, plain: unknown, value: string): string[] {
  const wanted = (of: string) => given.isCondition ? read(plain) : expected(plain, of, value, given.isPattern ?? false);
  const judge = (of: string) => (output: unknown) => difference(read(output), wanted(of));
  const within = problem(given, () => given.plain.split(given.part).join(value), judge(given.part));
  return [...within, ...given.plain === given.part ? [] : problem(given, () => value, judge(given.plain))];
}

/** What is known when the app is written, or at deploy time only, and what it is in a template. */
const TOKENS: Record<string, (stack: Stack, part: string) => { token: string; inTemplate: unknown }> = {
  'a lazy value': (_, part) => ({ token: Lazy.string({ produce: () => part }), inTemplate: part }),
  'a parameter': (stack) => ({ token: new CfnParameter(stack, 'Hostile').valueAsString, inTemplate: { Ref: 'Hostile' } }),
  'an import': () => ({ token: Fn.importValue('given'), inTemplate: { 'Fn::ImportValue': 'given' } }),
};

/** Templates say a token as CloudFormation does; what is written elsewhere must not show how the CDK writes it in a text. */
function problemsOfToken(given: Way, plain: { templates: unknown }, make: typeof TOKENS[string]): string[] {
  let inTemplate: unknown;
  return problem(given, (stack) => {
    const made = make(stack, given.part);
    inTemplate = made.inTemplate;
    return given.plain.split(given.part).join(made.token);
  }, (output) => given.isPath ? ['a path of a token is taken'] : [
    ...given.isTakenApart ? holds(output.templates, inTemplate)
      : difference(read(output.templates), expected(plain.templates, given.part, joined(inTemplate)!, false)),
    ...given.isTold ? [] : JSON.stringify(output).match(/.{0,40}(?:\$\{Token\[|\[object Object\]).{0,40}/) ?? [],
  ]);
}

const holds = (templates: unknown, value: unknown) => JSON.stringify(templates).includes(typeof value === 'string' ? value : JSON.stringify(value)) ? [] : ['a token is dropped'];

/** Each way is tried with all hostile values and tokens, and with some random texts. */
export function describeWays(ways: Ways): void {
  const home = process.cwd();
  beforeAll(() => {
    fs.mkdirSync(HERE, { recursive: true });
    process.chdir(HERE);
  });
  afterAll(() => {
    process.chdir(home);
    fs.rmSync(DIRECTORY, { recursive: true });
  });

  test.each(Object.entries(ways))('%s', (_, given) => {
    const { output: plain, refusal } = outcome(given, () => given.plain);
    expect(refusal).toBeUndefined();

    const values = Object.entries(HOSTILE).filter(([name, value]) => isHarmless(given, value) && given.except?.[name] === undefined);
    const hostile = values.map(([name, value]) => [name, problemsOf(given, plain, value)] as const);
    const tokens = Object.entries(TOKENS).map(([name, make]) => [name, problemsOfToken(given, plain!, make)] as const);
    expect([...hostile, ...tokens].filter(([, problems]) => problems.length > 0)).toEqual([]);

    const random = hostileText.filter((value) => isHarmless(given, value));
    fc.assert(fc.property(random, (value) => expect(problemsOf(given, plain, value)).toEqual([])), { numRuns: 10 });
  });
}

/** Where all is written, and where the tests are in it. */
const DIRECTORY = path.join(os.tmpdir(), `hostile-${process.pid}`);
const HERE = path.join(DIRECTORY, 'a/b/c/d');

/** Whether nothing is written outside of the directory of the tests: there is nothing to be written within `/dev/null`. */
function isHarmless({ isPath }: Way, value: string): boolean {
  return isPath !== true || [DIRECTORY, '/dev/null'].some((directory) => path.resolve(HERE, value).startsWith(`${directory}/`));
}
