import { Case, allow, conditions, deny, iam, page } from './case';

const { met, missed, stops, passes } = conditions(iam('reference_policies_condition-single-vs-multi-valued-context-keys'));
const single = page(iam('reference_policies_condition-single-vs-multi-valued-context-keys'));
const sample = conditions(iam('reference_policies_condition_examples-multi-valued-context-keys'));
const values = conditions(iam('reference_policies_multi-value-conditions'));
const logic = conditions(iam('reference_policies_condition-logic-multiple-context-keys-or-values'));
const acm = conditions('https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html');
const tags = page(iam('access_tags'));
const thread = page(iam('reference_policies_multi-value-conditions'));
const keys = conditions(iam('reference_policies_condition-keys'));

const TAGS = (operator: string, ...value: string[]) => ({ [operator]: { 'aws:TagKeys': value } });
const tag = (...value: string[]) => ({ 'aws:TagKeys': value });
const GUARD = { Null: { 'aws:TagKeys': 'false' } };
const TWO = ['environment', 'cost-center'];
const ALL = TAGS('ForAllValues:StringEquals', ...TWO);
const ANY = TAGS('ForAnyValue:StringEquals', ...TWO);

const INSTANCE = 'arn:aws:ec2:us-east-1:111122223333:instance/i-1';
const ENVIRONMENT = allow('ec2:CreateTags', 'arn:aws:ec2:*:*:instance/*', {
  'StringEquals': { 'aws:RequestTag/environment': ['preprod', 'production'] },
  'ForAllValues:StringEquals': { 'aws:TagKeys': 'environment' },
});

const THREAD = 'arn:aws:dynamodb:us-east-1:111122223333:table/Thread';
const READ = allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/Thread', { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['ID', 'Message', 'Tags'] } });
const WRITE = [allow('dynamodb:*', '*'),
  deny('dynamodb:PutItem', 'arn:aws:dynamodb:*:*:table/Thread', { 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': ['ID', 'PostDateTime'] } })];
const attributes = (...value: string[]) => ({ context: { 'dynamodb:Attributes': value } });

export const SETS: Case[] = [
  // ForAllValues
  met('ForAllValues is true of one value that is listed', ALL, tag('environment')),
  met('ForAllValues is true of the other value that is listed', ALL, tag('cost-center')),
  met('ForAllValues is true of all values that are listed', ALL, tag('environment', 'cost-center')),
  met('ForAllValues does not look at the order', ALL, tag('cost-center', 'environment')),
  missed('ForAllValues is false of one value that is not listed beside one that is', ALL, tag('environment', 'dept')),
  missed('ForAllValues is false of values that are not listed', ALL, tag('dept', 'owner')),
  met('ForAllValues is true of an absent key', ALL, {}),
  stops('a Deny of ForAllValues is in effect for an absent key', ALL, {}),
  passes('a Deny of ForAllValues is without effect for a value that is not listed', ALL, tag('dept', 'environment')),
  missed('ForAllValues with Null false is false of an absent key', { ...ALL, ...GUARD }, {}),
  met('ForAllValues with Null false is true of values that are listed', { ...ALL, ...GUARD }, tag('environment', 'cost-center')),
  missed('ForAllValues with Null false is false of a value that is not listed', { ...ALL, ...GUARD }, tag('environment', 'dept')),
  passes('a Deny of ForAllValues with Null false is without effect for an absent key', { ...ALL, ...GUARD }, {}),
  values.met('ForAllValues is true of an empty list', ALL, tag()),
  sample.missed('ForAllValues with Null false is false of an empty list', { ...ALL, ...GUARD }, tag()),
  missed('ForAllValues:StringEquals looks at the case of the values', ALL, tag('Environment')),
  met('ForAllValues:StringEqualsIgnoreCase ignores the case of the values', TAGS('ForAllValues:StringEqualsIgnoreCase', ...TWO), tag('Environment', 'COST-CENTER')),
  met('ForAllValues takes a single value as a list of one', ALL, { 'aws:TagKeys': 'environment' }),
  missed('ForAllValues takes a single value that is not listed as a list of one', ALL, { 'aws:TagKeys': 'dept' }),
  met('ForAllValues:StringLike takes a *', TAGS('ForAllValues:StringLike', 'key1*', 'key2*'), tag('key1:hr', 'key2:audit')),
  missed('ForAllValues:StringLike is false of one value that no pattern matches', TAGS('ForAllValues:StringLike', 'key1*', 'key2*'), tag('key1:hr', 'key3:legal')),
  missed('ForAllValues:StringEquals takes a * as itself', TAGS('ForAllValues:StringEquals', 'key1*'), tag('key1:hr')),

  // ForAllValues of a negated operator
  sample.passes('ForAllValues:StringNotLike is false of a value the pattern matches', TAGS('ForAllValues:StringNotLike', 'key1*'), tag('key1:legal')),
  sample.passes('ForAllValues:StringNotLike is false of several values the pattern matches', TAGS('ForAllValues:StringNotLike', 'key1*'),
    tag('key1:hr', 'key1:personnel')),
  sample.stops('ForAllValues:StringNotLike is true of a value the pattern does not match', TAGS('ForAllValues:StringNotLike', 'key1*'), tag('key2:audit')),
  sample.stops('ForAllValues:StringNotLike is true of an absent key', TAGS('ForAllValues:StringNotLike', 'key1*'), {}),
  sample.passes('ForAllValues:StringNotLike is false of values that each match one of several patterns',
    TAGS('ForAllValues:StringNotLike', 'key1*', 'key2*'), tag('key1:hr', 'key2:audit')),
  sample.passes('ForAllValues:StringNotLike is false of a value that matches one of several patterns', TAGS('ForAllValues:StringNotLike', 'key1*', 'key2*'),
    tag('key1:legal')),
  sample.stops('ForAllValues:StringNotLike is true of a value that matches none of several patterns', TAGS('ForAllValues:StringNotLike', 'key1*', 'key2*'),
    tag('key3:legal')),
  met('ForAllValues:StringNotEquals is true where no value is listed', TAGS('ForAllValues:StringNotEquals', 'owner'), tag('a', 'b')),
  missed('ForAllValues:StringNotEquals is false where one value is listed', TAGS('ForAllValues:StringNotEquals', 'owner'), tag('a', 'owner')),
  missed('ForAllValues:StringNotEquals is false where the only value is listed', TAGS('ForAllValues:StringNotEquals', 'owner'), tag('owner')),
  met('ForAllValues:StringNotEquals is true of an absent key', TAGS('ForAllValues:StringNotEquals', 'owner'), {}),
  missed('ForAllValues:StringNotEquals with Null false is false of an absent key', { ...TAGS('ForAllValues:StringNotEquals', 'owner'), ...GUARD }, {}),
  logic.missed('ForAllValues:StringNotEquals is false of one of several that are listed', TAGS('ForAllValues:StringNotEquals', 'owner', 'dept'), tag('dept')),

  // ForAnyValue
  met('ForAnyValue is true of one value that is listed', ANY, tag('environment')),
  met('ForAnyValue is true of the last value that is listed', ANY, tag('cost-center')),
  met('ForAnyValue is true of all values that are listed', ANY, tag('environment', 'cost-center')),
  met('ForAnyValue is true of one value that is listed beside one that is not', ANY, tag('dept', 'environment')),
  missed('ForAnyValue is false of a value that is not listed', ANY, tag('dept')),
  missed('ForAnyValue is false of an absent key', ANY, {}),
  passes('a Deny of ForAnyValue is without effect for an absent key', ANY, {}),
  values.missed('ForAnyValue is false of an empty list', ANY, tag()),
  sample.stops('a Deny of ForAnyValue is in effect for one value among several', TAGS('ForAnyValue:StringEquals', 'webserver'), tag('environment', 'webserver', 'test')),
  sample.passes('a Deny of ForAnyValue is without effect for other values', TAGS('ForAnyValue:StringEquals', 'webserver'), tag('environment', 'test')),
  missed('ForAnyValue:StringEquals looks at the case of the values', ANY, tag('Environment')),
  met('ForAnyValue:StringLike takes a *', TAGS('ForAnyValue:StringLike', 'key1*'), tag('other', 'key1:hr')),
  missed('ForAnyValue:StringLike is false where the pattern matches no value', TAGS('ForAnyValue:StringLike', 'key1*'), tag('other', 'key2:hr')),
  met('ForAnyValue takes a single value as a list of one', ANY, { 'aws:TagKeys': 'cost-center' }),
  keys.met('ForAnyValue finds a service anywhere in the chain of a call',
    { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['dynamodb.amazonaws.com'] } }, { 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] }),
  keys.missed('ForAnyValue does not find a service that is not in the chain of a call',
    { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] } }, { 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] }),
  keys.met('ForAnyValue:StringLike finds the path of an organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a1/r-ab12/ou-11/*'] } },
    { 'aws:PrincipalOrgPaths': ['o-a1/r-ab12/ou-11/ou-22/'] }),

  // ForAnyValue of a negated operator
  met('ForAnyValue:StringNotEquals is true where one value differs', TAGS('ForAnyValue:StringNotEquals', 'owner'), tag('owner', 'dept')),
  missed('ForAnyValue:StringNotEquals is false where no value differs', TAGS('ForAnyValue:StringNotEquals', 'owner'), tag('owner')),
  met('ForAnyValue:StringNotEquals is true where every value differs', TAGS('ForAnyValue:StringNotEquals', 'owner'), tag('a', 'b')),
  missed('ForAnyValue:StringNotEquals is false of an absent key', TAGS('ForAnyValue:StringNotEquals', 'owner'), {}),
  passes('a Deny of ForAnyValue:StringNotEquals is without effect for an absent key', TAGS('ForAnyValue:StringNotEquals', 'owner'), {}),
  missed('ForAnyValue:StringNotLike is false of an absent key', TAGS('ForAnyValue:StringNotLike', 'key1*'), {}),
  values.missed('ForAnyValue:StringNotEquals is false of an empty list', TAGS('ForAnyValue:StringNotEquals', 'owner'), tag()),
  logic.missed('ForAnyValue:StringNotEquals is false of a value that is one of several listed', TAGS('ForAnyValue:StringNotEquals', 'owner', 'dept'), tag('owner')),
  logic.missed('ForAnyValue:StringNotEquals is false of values that are all listed', TAGS('ForAnyValue:StringNotEquals', 'owner', 'dept'), tag('dept', 'owner')),
  logic.met('ForAnyValue:StringNotEquals is true of one value beside those listed', TAGS('ForAnyValue:StringNotEquals', 'owner', 'dept'), tag('owner', 'dept', 'team')),
  acm.stops('a Deny of ForAnyValue:StringNotLike stops one foreign domain among others',
    { 'ForAnyValue:StringNotLike': { 'acm:DomainNames': ['*.amazonaws.com'] } }, { 'acm:DomainNames': ['a.amazonaws.com', 'example.com'] }),
  acm.passes('a Deny of ForAnyValue:StringNotLike lets own domains pass',
    { 'ForAnyValue:StringNotLike': { 'acm:DomainNames': ['*.amazonaws.com'] } }, { 'acm:DomainNames': ['a.amazonaws.com', 'b.amazonaws.com'] }),
  single.never('a Null beside a Deny of ForAnyValue:StringNotEquals is what stops an absent key',
    [allow('*', '*'), deny('*', '*', TAGS('ForAnyValue:StringNotEquals', 'owner')), deny('*', '*', { Null: { 'aws:TagKeys': 'true' } })], ['ec2:CreateTags', INSTANCE]),

  // Sets beside other conditions: tags of a request
  tags.yes('a tag with its key and value as they should be is allowed', ENVIRONMENT, ['ec2:CreateTags', INSTANCE],
    { context: { 'aws:RequestTag/environment': 'preprod', 'aws:TagKeys': ['environment'] } }),
  tags.no('a tag beside it is not allowed', ENVIRONMENT, ['ec2:CreateTags', INSTANCE],
    { context: { 'aws:RequestTag/environment': 'preprod', 'aws:RequestTag/dept': 'x', 'aws:TagKeys': ['environment', 'dept'] } }),
  tags.no('a tag with another value is not allowed', ENVIRONMENT, ['ec2:CreateTags', INSTANCE],
    { context: { 'aws:RequestTag/environment': 'test', 'aws:TagKeys': ['environment'] } }),
  tags.no('a tag key of another case is the same key to a condition and another value to TagKeys', ENVIRONMENT, ['ec2:CreateTags', INSTANCE],
    { context: { 'aws:RequestTag/Environment': 'preprod', 'aws:TagKeys': ['Environment'] } }),

  // Attributes of DynamoDB
  thread.yes('requested attributes that are all listed are allowed', READ, ['dynamodb:GetItem', THREAD], attributes('ID', 'Message', 'Tags')),
  thread.yes('fewer attributes than listed are allowed', READ, ['dynamodb:GetItem', THREAD], attributes('Message', 'Tags')),
  thread.no('an attribute that is not listed is not allowed', READ, ['dynamodb:GetItem', THREAD], attributes('ID', 'Message', 'UserName')),
  thread.never('a forbidden attribute among others is denied', WRITE, ['dynamodb:PutItem', THREAD], attributes('UserName', 'Message', 'PostDateTime')),
  thread.yes('no forbidden attribute leaves the request to the Allow', WRITE, ['dynamodb:PutItem', THREAD], attributes('UserName')),
  thread.no('no forbidden attribute is no Allow by itself', WRITE[1], ['dynamodb:PutItem', THREAD], attributes('UserName')),

  // ForAllValues over other types
  met('ForAllValues:ArnLike is true of ARNs that all match', { 'ForAllValues:ArnLike': { 'svc:Arns': 'arn:aws:s3:::a*' } },
    { 'svc:Arns': ['arn:aws:s3:::a1', 'arn:aws:s3:::a2'] }),
  missed('ForAllValues:ArnLike is false of one ARN that does not match', { 'ForAllValues:ArnLike': { 'svc:Arns': 'arn:aws:s3:::a*' } },
    { 'svc:Arns': ['arn:aws:s3:::a1', 'arn:aws:s3:::b2'] }),
  met('ForAnyValue:ArnEquals is true of one ARN that matches', { 'ForAnyValue:ArnEquals': { 'svc:Arns': 'arn:aws:s3:::a*' } },
    { 'svc:Arns': ['arn:aws:s3:::b1', 'arn:aws:s3:::a2'] }),
  missed('ForAnyValue:IpAddress is false of addresses that are all outside',
    { 'ForAnyValue:IpAddress': { 'svc:Ips': '10.0.0.0/8' } }, { 'svc:Ips': ['192.0.2.1', '198.51.100.1'] }),
];
