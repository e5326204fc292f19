import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { controllersIn } from './catalogue';
import { compare } from './upstream/compare';
import { DOCUMENTED } from './upstream/documented';
import { documentsIn, statementsIn } from './upstream/documents';
import { areImplied } from './upstream/implied';
import { factsOf, problemsWith, verified } from './upstream/verify';

/*
 * The presets are a part of what is documented, and what they leave out has a reason.
 */

const all = verified(new Map(Object.entries(DOCUMENTED)));
const controllers = controllersIn(new Stack(undefined, 'Names'));
const names = Object.keys(controllers).filter((name) => !name.includes(','));

test.each([...all])('%s allows nothing that is not documented, and says why it leaves something out', (_, found) => {
  expect(problemsWith(found)).toEqual([]);
});

test('every controller but those that get what they are given has a documented policy', () => {
  expect(names.filter((name) => !all.has(name)).sort()).toEqual(['AckController', 'ArgoCd', 'CrossplaneProvider']);
});

test.each(names)('the sources of %s are of a day', (name) => {
  const { sources } = factsOf(controllers[name]);

  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter(({ url, date }) => !url.startsWith('https://') || !/^20\d\d-\d\d-\d\d$/.test(date))).toEqual([]);
});

describe('the comparison', () => {
  const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
  const tagged = (value: string) => ({ StringEquals: { 'aws:ResourceTag/cluster': value } });

  test('finds an action, a resource and a missing condition that go beyond', () => {
    const documented = [allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::b/*', tagged('a'))];
    const beyond = (...statements: object[]) => compare(statements as any, documented).beyond.map(({ shown }) => shown);

    expect(beyond(allow('s3:GetObject', 'arn:aws:s3:::b/x', tagged('a')))).toEqual([]);
    expect(beyond(allow('s3:DeleteObject', 'arn:aws:s3:::b/x', tagged('a')))).toHaveLength(1);
    expect(beyond(allow('s3:GetObject', 'arn:aws:s3:::c/x', tagged('a')))).toHaveLength(1);
    expect(beyond(allow('s3:GetObject', 'arn:aws:s3:::b/x'))).toEqual(['s3:GetObject on arn:aws:s3:::b/x']);
    expect(beyond(allow('s3:GetObject', 'arn:aws:s3:::b/x', tagged('b')))).toHaveLength(1);
  });

  test('tells what is left out, what is shared, and what of that is narrower', () => {
    const documented = [allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::b/*')];
    const preset = [allow('s3:GetObject', 'arn:aws:s3:::b/*'), allow('s3:PutObject', 'arn:aws:s3:::b/x*')];

    expect(compare(preset, documented)).toEqual({ beyond: [], leftOut: ['s3:DeleteObject'], shared: 2, narrowed: 1 });
  });

  test('takes an action that a pattern matches for a part of it', () => {
    expect(compare([allow('vpc-lattice:GetService', '*')], [allow('vpc-lattice:*', '*')]).beyond).toEqual([]);
  });

  const KEY = 'aws:ResourceTag/cluster';

  test.each<[string, object, object, boolean]>([
    ['no condition by any', { StringEquals: { [KEY]: ['a'] } }, {}, true],
    ['some condition by none', {}, { StringEquals: { [KEY]: ['a'] } }, false],
    ['presence by a value', { StringEquals: { [KEY]: ['a'] } }, { Null: { [KEY]: ['false'] } }, true],
    ['presence by presence', { Null: { [KEY]: ['false'] } }, { Null: { [KEY]: ['false'] } }, true],
    ['presence by another key', { StringEquals: { other: ['a'] } }, { Null: { [KEY]: ['false'] } }, false],
    ['absence by a value', { StringEquals: { [KEY]: ['a'] } }, { Null: { [KEY]: ['true'] } }, false],
    ['absence by absence', { Null: { [KEY]: ['true'] } }, { Null: { [KEY]: ['true'] } }, true],
    ['values by one of them', { StringEquals: { [KEY]: ['a'] } }, { StringEquals: { [KEY]: ['a', 'b'] } }, true],
    ['a value by more', { StringEquals: { [KEY]: ['a', 'b'] } }, { StringEquals: { [KEY]: ['a'] } }, false],
    ['a pattern by a value', { StringEquals: { [KEY]: ['abc'] } }, { StringLike: { [KEY]: ['a*'] } }, true],
    ['a pattern by a wider one', { StringLike: { [KEY]: ['*'] } }, { StringLike: { [KEY]: ['a*'] } }, false],
    ['a pattern in an equality as it is written', { StringEquals: { [KEY]: ['abc'] } }, { StringEquals: { [KEY]: ['a*'] } }, false],
    ['an ARN by one', { ArnEquals: { 'ec2:Vpc': ['arn:aws:ec2:r:1:vpc/v'] } }, { ArnEquals: { 'ec2:Vpc': ['arn:aws:ec2:*:*:vpc/v'] } }, true],
    ['keys in any case', { StringEquals: { 'AWS:resourcetag/cluster': ['a'] } }, { StringEquals: { [KEY]: ['a'] } }, true],
    ['all values by fewer', { 'ForAllValues:StringEquals': { [KEY]: ['a'] } }, { 'ForAllValues:StringEquals': { [KEY]: ['a', 'b'] } }, true],
    ['all values by one value', { StringEquals: { [KEY]: ['a'] } }, { 'ForAllValues:StringEquals': { [KEY]: ['a'] } }, false],
    ['exclusions by more', { 'ForAllValues:StringNotEquals': { [KEY]: ['a', 'b'] } }, { 'ForAllValues:StringNotEquals': { [KEY]: ['a'] } }, true],
    ['exclusions by fewer', { 'ForAllValues:StringNotEquals': { [KEY]: ['a'] } }, { 'ForAllValues:StringNotEquals': { [KEY]: ['a', 'b'] } }, false],
    ['another operator by itself', { StringEqualsIfExists: { [KEY]: ['a'] } }, { StringEqualsIfExists: { [KEY]: ['a'] } }, true],
    ['records to be changed where none are', {}, { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } }, true],
  ])('implies %s', (_, ours, theirs, expected) => {
    expect(areImplied(theirs as any, ours as any, 'route53:ListResourceRecordSets')).toBe(expected);
  });
});

describe('the documents of a folder', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'documents-'));
  const write = (file: string, ...Statement: object[]) => fs.writeFileSync(path.join(folder, file), JSON.stringify({ Version: '2012-10-17', Statement }));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test('are read by the name of the controller, several as one, with their placeholders filled in', () => {
    write('Velero.json', { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::${BUCKET}' });
    write('Keda.sqs.json', { Effect: 'Allow', Action: 'sqs:GetQueueAttributes', Resource: '*' });
    write('Keda.sts.json', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
    const documents = documentsIn(folder);

    expect([...documents.keys()]).toEqual(['Keda', 'Velero']);
    expect(documents.get('Keda')).toHaveLength(2);
    expect(documents.get('Velero')![0].Resource).toBe('arn:aws:s3:::company-data');
  });

  test('are refused with a placeholder that nobody knows', () => {
    expect(() => statementsIn('{"Statement":[{"Resource":"arn:aws:s3:::${WHAT}"}]}', 'Velero.json')).toThrow('Velero.json has the placeholder ${WHAT}: put a value in its place, or name it among PLACEHOLDERS');
  });

  test('are refused under a name that is no controller\'s', () => {
    expect(() => verified(new Map([['Nothing', []]]))).toThrow('Nothing is no controller: name the file as its class');
  });
});
