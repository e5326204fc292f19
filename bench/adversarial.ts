import { ForbiddenRequests } from '../src/policy/forbidden';
import { Meaning } from '../src/policy/intrinsics';
import { Policies, PolicyStatement, readAction, Reading, readResource, readStatements } from '../src/policy/policy';
import { Verdict } from '../src/policy/prove';
import { parseStatement, PolicyValue, StatementJson } from '../src/policy/statement';
import { symbolOf } from '../src/policy/text';

/** A question that is made to be hard. */
export interface AdversarialCase {
  readonly name: string;
  readonly expected: Verdict['verdict'];
  /** Reads it anew, so that no proof has what another has made. */
  readonly read: () => { readonly policies: Policies; readonly forbidden: ForbiddenRequests };
}

/** What is asked of any action: whether what is allowed is on a resource of these outside of those. */
interface Question {
  readonly name: string;
  readonly expected: Verdict['verdict'];
  /** The resources that the identity policies allow and, where there are any, the boundary and the session policy. */
  readonly allowed: readonly (readonly PolicyValue[])[];
  /** The conditions of each of these. */
  readonly conditions?: readonly object[];
  readonly denials?: readonly StatementJson[];
  readonly on?: readonly PolicyValue[];
  readonly outside?: readonly PolicyValue[];
}

const meaning: Meaning = ({ Ref: name }) => [symbolOf('name', 'AWS::S3::Bucket', name as string)];
const READING: Reading = { meaning, variables: true };

/** Wildcards of one pattern, which then takes four hundred characters: IAM takes some twenty-five of these in a role's own policies. */
const MANY = 200;

const FOUR = 'abcd'.split('');
const TEN = 'abcdefghij'.split('');
const TEN_OTHERS = 'klmnopqrst'.split('');
const BUCKET = 'arn:aws:s3:::company/';
const OBJECTS = `${BUCKET}*`;

/** Objects with the letter so many times in their name. */
const objects = (letter: string, end = '*') => `${BUCKET}${`*${letter}`.repeat(MANY)}${end}`;

/** The same in a bucket whose name is known at deploy time only. */
const ofUnnamed = (letter: string, end = '*'): PolicyValue =>
  ({ 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'Bucket' }, `/${`*${letter}`.repeat(MANY)}${end}`]] });

/** Queues of one account and of regions with the letter so many times in their name; no `*` ends a component, where AWS leaves open what it means. */
const queues = (letter: string, account: string, name: PolicyValue = 'q*q'): PolicyValue =>
  ({ 'Fn::Join': ['', [`arn:aws:sqs:${`*${letter}`.repeat(MANY)}:${account}:`, name]] });

/** Objects with the letter so many characters before the end: which texts are none takes as many states as there are endings. */
const fromEnd = (letter: string, count: number) => `${BUCKET}*${letter}${'?'.repeat(count)}`;

const PATTERNS_AGAINST_PATTERNS: Question[] = [
  { name: `${MANY} wildcards against ${MANY}, the ends differ`, expected: 'PROVED', allowed: [[objects('a', 'x')]], on: [objects('a', 'y')] },
  { name: `${MANY} against ${MANY}, only the middle differs`, expected: 'PROVED', allowed: [[queues('a', '111122223333')]], on: [queues('b', '444455556666')] },
  { name: `${MANY} against ${MANY}, with a common text`, expected: 'REFUTED', allowed: [[objects('a')]], on: [objects('b')] },
  { name: `${MANY} against ${MANY}, names of deploy time, the ends differ`, expected: 'PROVED', allowed: [[ofUnnamed('a', 'x')]], on: [ofUnnamed('b', 'y')] },
  { name: `${MANY} against ${MANY}, names of deploy time, a common text`, expected: 'REFUTED', allowed: [[ofUnnamed('a')]], on: [ofUnnamed('b')] },
  { name: `4 × ${MANY} against 4 × ${MANY}, names of deploy time, the ends differ`, expected: 'PROVED', allowed: [FOUR.map((letter) => ofUnnamed(letter, 'x'))], on: FOUR.map((letter) => ofUnnamed(letter, 'y')) },
  {
    name: `4 × ${MANY} against 4 × ${MANY}, names of deploy time, only the middle differs`,
    expected: 'PROVED',
    allowed: [FOUR.map((letter) => queues(letter, '111122223333', { Ref: 'Queue' }))],
    on: FOUR.map((letter) => queues(letter, '444455556666', { Ref: 'Queue' })),
  },
  { name: `three kinds of policies, 2 × ${MANY} each`, expected: 'REFUTED', allowed: ['ab', 'cd', 'ef'].map((letters) => letters.split('').map((letter) => objects(letter))) },
];

const COMPLEMENTS: Question[] = [
  { name: `${MANY} wildcards inside of what is outside`, expected: 'PROVED', allowed: [[objects('a', 'a')]], outside: [objects('a')] },
  { name: `${MANY} inside, ${MANY} others outside`, expected: 'REFUTED', allowed: [[objects('a')]], outside: [objects('b')] },
  ...[10, 20, 40].map((count): Question => ({ name: `*a and ${count} × ? outside of *`, expected: 'REFUTED', allowed: [[OBJECTS]], outside: [fromEnd('a', count)] })),
  ...[10, 20, 40].map((count): Question => ({
    name: `*a and ${count} × ?, outside the same`, expected: count === 10 ? 'PROVED' : 'UNKNOWN', allowed: [[fromEnd('a', count)]], outside: [fromEnd('a', count)],
  })),
  { name: '*a and 20 × ?, outside ten like it', expected: 'UNKNOWN', allowed: [[fromEnd('a', 20)]], outside: TEN.map((letter) => fromEnd(letter, 20)) },
  { name: 'three kinds of policies, *a, *b and *c and 20 × ?', expected: 'UNKNOWN', allowed: ['a', 'b', 'c'].map((letter) => [fromEnd(letter, 20)]) },
];

const DENIALS_AND_CONDITIONS: Question[] = [
  { name: '50 denials, none of all objects', expected: 'REFUTED', allowed: [[OBJECTS]], denials: grid(10, 5) },
  { name: '50 denials, the last of all objects', expected: 'PROVED', allowed: [[OBJECTS]], denials: [...grid(7, 7), deny('*', '*')] },
  {
    name: 'a condition on *a and 20 × ?, another on none such',
    expected: 'UNKNOWN',
    allowed: [[OBJECTS]],
    conditions: [{ StringLike: { 's3:prefix': fromEnd('a', 20) }, StringNotLike: { 's3:prefix': fromEnd('a', 20) } }],
  },
  { name: 'a condition on *a and 8 × ?, another on *b', expected: 'PROVED', allowed: [[OBJECTS], [OBJECTS]], conditions: likeEach(['a'], ['b']) },
  { name: 'a condition on ten with 8 × ?, another on ten others', expected: 'UNKNOWN', allowed: [[OBJECTS], [OBJECTS]], conditions: likeEach(TEN, TEN_OTHERS) },
];

/** All cases. */
export const ADVERSARIAL_CASES: AdversarialCase[] = [...PATTERNS_AGAINST_PATTERNS, ...COMPLEMENTS, ...DENIALS_AND_CONDITIONS].map((question) => ({
  name: question.name,
  expected: question.expected,
  read: () => ({ policies: readPolicies(question), forbidden: readForbidden(question) }),
}));

function readPolicies({ allowed, conditions = [], denials = [] }: Question): Policies {
  const [identity, boundary, session] = allowed.map((resources, index) =>
    read([{ Effect: 'Allow', Action: '*', Resource: resources, Condition: conditions[index] }]));
  return { identity: [...read(denials), ...identity], boundary, session, unknown: [] };
}

function readForbidden({ on = ['*'], outside = [] }: Question): ForbiddenRequests {
  const resource = (value: PolicyValue) => readResource(value, READING);
  return { actions: [readAction('*', meaning)], resources: on.map(resource), outside: outside.map(resource), context: new Map() };
}

function read(statements: readonly StatementJson[]): PolicyStatement[] {
  return readStatements(statements.map(parseStatement), 'the policy', READING);
}

/** Denials of some actions, each on some objects: to avoid one, either the action or the object must be another. */
function grid(actions: number, objectsOfEach: number): StatementJson[] {
  const letters = 'xyzabcdefg'.split('');
  return letters.slice(0, actions).flatMap((action) => letters.slice(0, objectsOfEach).map((object) => deny(`s3:${action}*`, `${BUCKET}${object}*`)));
}

/** A condition for each kind of policy: the key is like one of its values, and no text is like two of them. */
function likeEach(...letters: readonly (readonly string[])[]): object[] {
  return letters.map((each) => ({ StringLike: { 's3:prefix': each.map((letter) => fromEnd(letter, 8)) } }));
}

function deny(action: string, resource: string): StatementJson {
  return { Effect: 'Deny', Action: action, Resource: resource };
}
