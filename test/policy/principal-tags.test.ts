import { templateOf } from './templates';
import { principalTags } from '../../src/policy/principal-tags';
import { literal, symbolOf } from '../../src/policy/text';

const known = principalTags(templateOf({ pseudoParameters: { 'AWS::Region': 'eu-west-1' } }),
  [{ Key: 'Team', Value: 'finance' }, { Key: 'region', Value: { Ref: 'AWS::Region' } }, { Key: 'kubernetes-namespace', Value: 'role' }],
  { 'kubernetes-namespace': 'session', 'owner': { Ref: 'P' } });

test.each([
  ['a tag of the role has its value, whatever the case of its key', 'AWS:PrincipalTag/TEAM', [literal('finance')]],
  ['a tag has the value that a reference has in the template', 'aws:PrincipalTag/region', [literal('eu-west-1')]],
  ['a tag of the session wins over one of the role', 'aws:PrincipalTag/kubernetes-namespace', [literal('session')]],
  ['a tag whose value is known at deploy time only is that value', 'aws:PrincipalTag/owner', [[symbolOf('any', '', 'P')]]],
  ['another tag may come from the deployment, and then has one value', 'aws:PrincipalTag/other', 'undetermined'],
  ['a tag of a request is none of the principal', 'aws:RequestTag/team', 'unknown'],
  ['a key that ends like a tag is none', 'x:aws:PrincipalTag/other', 'unknown'],
])('%s', (_, key, expected) => expect(known(key)).toEqual(expected));
