import { Case, allow, conditions, deny, iam } from './case';

const { met, missed, stops, passes } = conditions(iam('reference_policies_elements_condition_operators'));
const names = conditions(iam('reference_policies_elements_condition'));
const logic = conditions(iam('reference_policies_condition-logic-multiple-context-keys-or-values'));
const grammar = conditions(iam('reference_policies_grammar'));
const keys = conditions(iam('reference_policies_condition-keys'));

const TYPES = ['t1.*', 't2.*', 'm3.*'];
const TWO = { 'aws:PrincipalTag/department': ['finance', 'hr', 'legal'], 'aws:PrincipalTag/role': ['audit', 'security'] };
const NEITHER = { StringNotEquals: { 'aws:PrincipalAccount': ['111111111111', '222222222222'] } };
const BOTH = {
  StringEquals: { 'aws:PrincipalTag/department': ['finance', 'hr', 'legal'], 'aws:PrincipalTag/role': ['audit', 'security'] },
  ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::222222222222:user/Ana', 'arn:aws:iam::222222222222:user/Mary'] },
};
const MARY = { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Mary' };
const NOBODY_BUT = {
  StringEquals: { 'aws:PrincipalTag/department': ['finance', 'hr'] },
  ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::222222222222:user/Ana', 'arn:aws:iam::222222222222:user/Mary'] },
};

export const STRINGS: Case[] = [
  // StringEquals
  met('StringEquals is true of the same value', { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } },
    { 'aws:PrincipalTag/job-category': 'iamuser-admin' }),
  missed('StringEquals is false of another value', { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } }, { 'aws:PrincipalTag/job-category': 'guest' }),
  missed('StringEquals is false of an absent key', { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } }, {}),
  passes('StringEquals of an absent key leaves a Deny without effect', { StringEquals: { 'aws:PrincipalTag/job-category': 'guest' } }, {}),
  stops('StringEquals of the same value brings a Deny into effect', { StringEquals: { 'aws:PrincipalTag/job-category': 'guest' } },
    { 'aws:PrincipalTag/job-category': 'guest' }),
  names.missed('StringEquals looks at the case of the value', { StringEquals: { 'aws:username': 'john' } }, { 'aws:username': 'John' }),
  missed('StringEquals takes a * as itself', { StringEquals: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'home/a' }),
  met('StringEquals is true of a * that both have', { StringEquals: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'home/*' }),
  missed('StringEquals takes a ? as itself', { StringEquals: { 's3:prefix': 'home?' } }, { 's3:prefix': 'home1' }),
  missed('StringEquals is false of a longer value', { StringEquals: { 'aws:username': 'john' } }, { 'aws:username': 'johnny' }),
  missed('StringEquals is false of a value with a space before it', { StringEquals: { 'aws:username': 'john' } }, { 'aws:username': ' john' }),

  // StringNotEquals
  met('StringNotEquals is true of another value', { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } }, { 'aws:RequestedRegion': 'eu-west-1' }),
  missed('StringNotEquals is false of the same value', { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } }, { 'aws:RequestedRegion': 'us-east-1' }),
  met('StringNotEquals is true of an absent key', { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } }, {}),
  stops('StringNotEquals of an absent key brings a Deny into effect', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1111' } }, {}),
  passes('StringNotEquals of the same value leaves a Deny without effect', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1111' } }, { 'aws:SourceVpce': 'vpce-1111' }),
  met('StringNotEquals looks at the case of the value', { StringNotEquals: { 'aws:username': 'john' } }, { 'aws:username': 'John' }),
  met('StringNotEquals takes a * as itself', { StringNotEquals: { 'aws:username': 'john*' } }, { 'aws:username': 'johnny' }),

  // Ignoring the case
  names.met('StringEqualsIgnoreCase is true of another case', { StringEqualsIgnoreCase: { 'aws:username': 'john' } }, { 'aws:username': 'JOHN' }),
  missed('StringEqualsIgnoreCase is false of another value', { StringEqualsIgnoreCase: { 'aws:username': 'john' } }, { 'aws:username': 'jane' }),
  missed('StringEqualsIgnoreCase is false of an absent key', { StringEqualsIgnoreCase: { 'aws:username': 'john' } }, {}),
  missed('StringEqualsIgnoreCase takes a * as itself', { StringEqualsIgnoreCase: { 'aws:username': 'j*' } }, { 'aws:username': 'John' }),
  missed('StringNotEqualsIgnoreCase is false of another case', { StringNotEqualsIgnoreCase: { 'aws:username': 'john' } }, { 'aws:username': 'JOHN' }),
  met('StringNotEqualsIgnoreCase is true of another value', { StringNotEqualsIgnoreCase: { 'aws:username': 'john' } }, { 'aws:username': 'JANE' }),
  met('StringNotEqualsIgnoreCase is true of an absent key', { StringNotEqualsIgnoreCase: { 'aws:username': 'john' } }, {}),

  // StringLike
  met('StringLike is true of a value without wildcards', { StringLike: { 's3:prefix': 'home/' } }, { 's3:prefix': 'home/' }),
  met('StringLike takes a * as any characters', { StringLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'home/a/b' }),
  met('StringLike takes a * anywhere in the value', { StringLike: { 's3:prefix': 'h*e/*/b' } }, { 's3:prefix': 'home/a/b' }),
  missed('StringLike needs the beginning before the *', { StringLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'shared/home/a' }),
  missed('StringLike without wildcards is no partial match', { StringLike: { 's3:prefix': 'home/' } }, { 's3:prefix': 'home/a' }),
  met('StringLike takes a ? as one character', { StringLike: { 'ec2:InstanceType': 't?.micro' } }, { 'ec2:InstanceType': 't2.micro' }),
  missed('StringLike takes a ? as no more than one character', { StringLike: { 'ec2:InstanceType': 't?.micro' } }, { 'ec2:InstanceType': 't3a.micro' }),
  missed('StringLike takes a ? as no less than one character', { StringLike: { 'ec2:InstanceType': 't?.micro' } }, { 'ec2:InstanceType': 't.micro' }),
  missed('StringLike looks at the case of the value', { StringLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'Home/a' }),
  missed('StringLike is false of an absent key, also with a *', { StringLike: { 'aws:SourceVpce': '*' } }, {}),
  met('StringLike is true of an empty value that is listed', { StringLike: { 's3:prefix': ['', 'home/'] } }, { 's3:prefix': '' }),
  missed('StringLike is false of an empty value that is not listed', { StringLike: { 's3:prefix': ['home/'] } }, { 's3:prefix': '' }),
  missed('StringLike takes a dot as itself', { StringLike: { 'ec2:InstanceType': TYPES } }, { 'ec2:InstanceType': 't2xmicro' }),
  met('StringLike takes brackets, plus and bar as themselves', { StringLike: { 's3:prefix': '(a|b)+[c]*' } }, { 's3:prefix': '(a|b)+[c]/d' }),
  missed('StringLike takes a bar as no alternative', { StringLike: { 's3:prefix': 'a|b*' } }, { 's3:prefix': 'b' }),

  // StringNotLike
  missed('StringNotLike is false of a value the pattern matches', { StringNotLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'home/a' }),
  met('StringNotLike is true of a value the pattern does not match', { StringNotLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'shared/' }),
  met('StringNotLike is true of an absent key', { StringNotLike: { 's3:prefix': 'home/*' } }, {}),
  met('StringNotLike is true of an absent key, also with a *', { StringNotLike: { 's3:prefix': '*' } }, {}),
  met('StringNotLike looks at the case of the value', { StringNotLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'HOME/a' }),

  // Names of keys
  names.met('the case of a key does not matter', { StringEquals: { 'AWS:userName': 'john' } }, { 'aws:username': 'john' }),
  names.met('the case of a tag key within a key does not matter', { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } }, { 'aws:ResourceTag/tagkey1': 'Value1' }),
  names.missed('the case of a tag value does matter', { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } }, { 'aws:ResourceTag/tagkey1': 'value1' }),
  names.missed('another tag is another key', { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } }, { 'aws:ResourceTag/TagKey2': 'Value1' }),
  names.missed('a tag of the resource is not a tag of the request', { StringEquals: { 'aws:ResourceTag/team': 'red' } }, { 'aws:RequestTag/team': 'red' }),

  // Several values, keys and operators
  logic.met('several values of a key need one that matches', { StringEquals: { 'aws:PrincipalTag/department': ['finance', 'hr', 'legal'] } },
    { 'aws:PrincipalTag/department': 'legal' }),
  logic.missed('several values of a key need at least one', { StringEquals: { 'aws:PrincipalTag/department': ['finance', 'hr', 'legal'] } },
    { 'aws:PrincipalTag/department': 'sales' }),
  logic.met('several keys of an operator all match', { StringEquals: TWO }, { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'audit' }),
  logic.missed('several keys of an operator all need to match', { StringEquals: TWO }, { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'sales' }),
  logic.missed('several keys of an operator all need to be there', { StringEquals: TWO }, { 'aws:PrincipalTag/department': 'hr' }),
  logic.met('several operators all match', BOTH, { ...MARY, 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'audit' }),
  logic.missed('several operators all need to match', BOTH,
    { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Nikki', 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'audit' }),
  logic.missed('a match of one operator does not make up for the absent keys of another', BOTH, MARY),
  logic.met('a negated operator is true of a value that is none of several', NEITHER, { 'aws:PrincipalAccount': '333333333333' }),
  logic.missed('a negated operator is false of the first of several', NEITHER, { 'aws:PrincipalAccount': '111111111111' }),
  logic.missed('a negated operator is false of the last of several', NEITHER, { 'aws:PrincipalAccount': '222222222222' }),
  logic.stops('a Deny of a negated operator is in effect for none of several', NEITHER, { 'aws:PrincipalAccount': '333333333333' }),
  logic.passes('a Deny of a negated operator is without effect for one of several', NEITHER, { 'aws:PrincipalAccount': '222222222222' }),
  logic.missed('StringNotLike is false of one of several patterns', { StringNotLike: { 's3:prefix': ['a/*', 'b/*'] } }, { 's3:prefix': 'b/c' }),
  logic.met('a negated operator beside another is true where the other matches', NOBODY_BUT,
    { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Nikki' }),
  logic.missed('a negated operator beside another stops one of its values', NOBODY_BUT, { 'aws:PrincipalTag/department': 'hr', ...MARY }),
  logic.missed('a negated operator does not make up for the other one', NOBODY_BUT, { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Nikki' }),
  logic.met('StringNotEquals of two keys needs both to differ', { StringNotEquals: { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '2' } },
    { 'aws:PrincipalTag/a': '2', 'aws:PrincipalTag/b': '1' }),
  logic.passes('a Deny of StringNotEquals of two keys is without effect if one is equal',
    { StringNotEquals: { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '2' } }, { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '9' }),

  // IfExists
  met('IfExists is true of an absent key', { StringLikeIfExists: { 'ec2:InstanceType': TYPES } }, {}),
  met('IfExists is true of a key that matches', { StringLikeIfExists: { 'ec2:InstanceType': TYPES } }, { 'ec2:InstanceType': 't2.micro' }),
  missed('IfExists is false of a key that does not match', { StringLikeIfExists: { 'ec2:InstanceType': TYPES } }, { 'ec2:InstanceType': 'c5.large' }),
  missed('without IfExists the absent key makes it false', { StringLike: { 'ec2:InstanceType': TYPES } }, {}),
  missed('IfExists does not make up for another key that is missing',
    { StringLikeIfExists: { 'ec2:InstanceType': TYPES }, StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, {}),
  stops('a Deny of StringNotEqualsIfExists is in effect for an absent key', { StringNotEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } }, {}),
  passes('a Deny of StringNotEqualsIfExists is without effect for an equal key', { StringNotEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } },
    { 'aws:PrincipalTag/team': 'red' }),
  missed('StringEqualsIfExists looks at the case of the value', { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } }, { 'aws:PrincipalTag/team': 'Red' }),
  met('StringEqualsIgnoreCaseIfExists ignores the case of the value', { StringEqualsIgnoreCaseIfExists: { 'aws:PrincipalTag/team': 'red' } },
    { 'aws:PrincipalTag/team': 'Red' }),
  stops('StringEqualsIfExists of an absent key brings a Deny into effect', { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } }, {}),

  // Null
  met('Null true is true of an absent key', { Null: { 'aws:TokenIssueTime': 'true' } }, {}),
  missed('Null true is false of a key that is there', { Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }),
  met('Null false is true of a key that is there', { Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }),
  missed('Null false is false of an absent key', { Null: { 'aws:TokenIssueTime': 'false' } }, {}),
  missed('Null looks at the key and not at its case', { Null: { 'AWS:tokenissuetime': 'true' } }, { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }),
  missed('Null of two keys needs both to be there', { Null: { 'aws:RequestTag/a': 'false', 'aws:RequestTag/b': 'false' } }, { 'aws:RequestTag/a': '1' }),
  stops('a Deny of Null true is in effect for an absent tag', { Null: { 'aws:RequestTag/owner': 'true' } }, {}),
  passes('a Deny of Null true is without effect for a tag that is there', { Null: { 'aws:RequestTag/owner': 'true' } }, { 'aws:RequestTag/owner': 'me' }),
  keys.met('Null false of the MFA key is true of a session without MFA', { Null: { 'aws:MultiFactorAuthPresent': 'false' } }, { 'aws:MultiFactorAuthPresent': 'false' }),
  grammar.met('Null without quotation marks around the Boolean means the same', { Null: { 'aws:TokenIssueTime': true } }, {}),

  // A statement in force for one action only
  {
    title: 'an unmet condition of a Deny does not undo an Allow without condition',
    source: iam('reference_policies_elements_condition_operators'),
    policy: [allow('ec2:RunInstances', '*'), deny('ec2:RunInstances', '*', { StringNotLike: { 'ec2:InstanceType': TYPES } })],
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
    context: { 'ec2:InstanceType': 'm3.large' },
    expect: 'ALLOWED',
  },
];
