import { compareRow, problemsOfRow } from './compared/compare-rows';
import { Counts, countsOf } from './compared/counts';
import { ROWS, TERRAFORM } from './compared/rows';
import { ExternalDns } from '../../src';

/*
 * Ours beside the presets of others: not wider in any number, and each difference explained.
 */

test.each(ROWS.map((row): [string, string, typeof row] => [row.origin.name, row.preset, row]))('against %s, %s: ours is not wider, and what differs is explained', async (_, __, row) => {
  expect(problemsOfRow(await compareRow(row))).toEqual([]);
});

describe('a comparison', () => {
  const row = (theirs: [number, number, number], why?: string) => compareRow({
    origin: TERRAFORM, preset: 'p', theirs: { actions: theirs[0], anywhere: theirs[1], openWrites: theirs[2] }, ours: ({ zone }) => new ExternalDns({ hostedZones: [zone] }), why,
  });

  test.each<[string, [number, number, number], string | undefined, string[]]>([
    ['is wider by each number', [2, 0, 0], 'why', ['p: ours is wider by actions, 3 > 2', 'p: ours is wider by anywhere, 1 > 0', 'p: ours is wider by openWrites, 1 > 0']],
    ['has no reason', [4, 1, 1], undefined, ['p: say why the numbers differ']],
    ['has a reason too many', [3, 1, 1], 'why', ['p: the numbers are the same, so leave why out']],
    ['has none where nothing differs', [3, 1, 1], undefined, []],
  ])('says that ours %s', async (_, theirs, why, problems) => {
    expect(problemsOfRow(await row(theirs, why))).toEqual(problems);
  });
});

describe('the counts', () => {
  const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
  const IF = { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } };
  const none: Counts = { actions: 0, anywhere: 0, openWrites: 0 };

  test.each<[string, object[], Counts]>([
    ['an action once', [allow('s3:GetObject', 'arn:aws:s3:::a/*'), allow('s3:GetObject', '*')], { ...none, actions: 1, anywhere: 1 }],
    ['each action of a pattern', [allow('acm-pca:Issue*', 'arn:aws:acm-pca:::x')], { ...none, actions: 1, openWrites: 1 }],
    ['a write without a condition', [allow(['s3:PutObject', 's3:PutBucketPolicy', 's3:PutObjectTagging', 's3:ListBucket'], 'arn:aws:s3:::a')], { ...none, actions: 4, openWrites: 3 }],
    ['no write that has a condition', [allow('s3:PutObject', '*', IF)], { ...none, actions: 1, anywhere: 1 }],
    ['a write that has one in another statement alone', [allow('s3:PutObject', '*', IF), allow('s3:PutObject', 'arn:aws:s3:::a/*')], { actions: 1, anywhere: 1, openWrites: 1 }],
  ])('have %s', async (_, statements, expected) => {
    expect(await countsOf(statements as any)).toEqual(expected);
  });
});
