import { Case, allow, deny, iam, page } from './case';

const { yes, no, never } = page(iam('reference_policies_elements_action'));
const not = page(iam('reference_policies_elements_notaction'));
const grammar = page(iam('reference_policies_grammar'));
const logic = page(iam('reference_policies_evaluation-logic'));

const KEY = 'arn:aws:s3:::amzn-s3-demo-bucket/key';
const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const QUEUE = 'arn:aws:sqs:us-east-2:111122223333:queue1';
const USER = 'arn:aws:iam::111122223333:user/Bob';
const INSTANCE = 'arn:aws:ec2:us-east-2:111122223333:instance/i-1234567890abcdef0';

export const ACTIONS: Case[] = [
  yes('an action that the statement names is allowed', allow('s3:GetObject', '*'), ['s3:GetObject', KEY]),
  no('an action that no statement names is denied implicitly', allow('s3:GetObject', '*'), ['s3:PutObject', KEY]),
  no('an action of another service with the same name is not allowed', allow('sqs:ListTagsForResource', '*'), ['sns:ListTagsForResource', '*']),
  no('an action name is not a prefix of the longer one', allow('s3:GetObject', '*'), ['s3:GetObjectVersion', KEY]),
  no('a longer action name does not match the shorter one', allow('s3:GetObjectVersion', '*'), ['s3:GetObject', KEY]),

  // Case
  yes('the case of an action name does not matter', allow('iam:listaccesskeys', '*'), ['iam:ListAccessKeys', USER]),
  yes('the case of a service prefix does not matter', allow('IAM:ListAccessKeys', '*'), ['iam:ListAccessKeys', USER]),
  yes('the case of the requested action does not matter', allow('iam:ListAccessKeys', '*'), ['IAM:LISTACCESSKEYS', USER]),
  yes('the case does not matter next to a wildcard', allow('iam:*accesskey*', '*'), ['iam:UpdateAccessKey', USER]),
  never('the case of a denied action does not matter', [allow('*', '*'), deny('S3:DELETEBUCKET', '*')], ['s3:DeleteBucket', BUCKET]),

  // Several actions
  yes('the first of several actions is allowed', allow(['sqs:SendMessage', 'sqs:ReceiveMessage'], '*'), ['sqs:SendMessage', QUEUE]),
  yes('the last of several actions is allowed', allow(['sqs:SendMessage', 'sqs:ReceiveMessage'], '*'), ['sqs:ReceiveMessage', QUEUE]),
  no('an action beside the listed ones is not allowed', allow(['sqs:SendMessage', 'sqs:ReceiveMessage'], '*'), ['sqs:DeleteMessage', QUEUE]),
  never('one of several denied actions is enough to be denied', [allow('sqs:*', '*'), deny(['sqs:PurgeQueue', 'sqs:DeleteQueue'], '*')], ['sqs:DeleteQueue', QUEUE]),
  grammar.yes('a list of one action is that action', allow(['s3:GetObject'], [KEY]), ['s3:GetObject', KEY]),

  // Wildcards
  yes('service:* is every action of the service', allow('s3:*', '*'), ['s3:DeleteBucketPolicy', BUCKET]),
  no('service:* is no action of another service', allow('s3:*', '*'), ['sqs:SendMessage', QUEUE]),
  no('service:* is not the service whose prefix begins alike', allow('s3:*', '*'), ['s3express:CreateSession', '*']),
  yes('* alone is every action', allow('*', '*'), ['iam:CreateUser', USER]),
  never('* alone denies every action', [allow('s3:*', '*'), deny('*', '*')], ['s3:GetObject', KEY]),
  yes('a trailing * is any ending of the action name', allow('s3:Get*', '*'), ['s3:GetObjectTagging', KEY]),
  no('a trailing * keeps the beginning of the action name', allow('s3:Get*', '*'), ['s3:PutObjectTagging', KEY]),
  yes('a leading * is any beginning of the action name', allow('s3:*Object', '*'), ['s3:PutObject', KEY]),
  no('a leading * keeps the end of the action name', allow('s3:*Object', '*'), ['s3:PutObjectAcl', KEY]),
  yes('a * on both sides finds the name in the middle', allow('iam:*AccessKey*', '*'), ['iam:ListAccessKeys', USER]),
  yes('a * on both sides matches no characters too', allow('iam:*AccessKey*', '*'), ['iam:CreateAccessKey', USER]),
  no('a * on both sides needs the name in the middle', allow('iam:*AccessKey*', '*'), ['iam:ListSigningCertificates', USER]),
  yes('two * within an action name match apart', allow('ec2:*Security*Ingress', '*'), ['ec2:AuthorizeSecurityGroupIngress', '*']),
  yes('a ? is one character of the action name', allow('ec2:St??Instances', '*'), ['ec2:StopInstances', INSTANCE]),
  no('a ? is not two characters of the action name', allow('ec2:St??Instances', '*'), ['ec2:StartInstances', INSTANCE]),
  no('a ? is not the absence of a character', allow('ec2:StopInstances?', '*'), ['ec2:StopInstances', INSTANCE]),
  never('a wildcard in a Deny denies', [allow('iam:*', '*'), deny('iam:*Report', '*')], ['iam:GetOrganizationsAccessReport', '*']),

  // The example of evaluation logic: allowed, denied implicitly and denied explicitly by one policy
  logic.yes('an action under an allowed beginning is allowed', [allow(['iam:Get*', 'iam:List*'], '*'), deny('iam:*Report', '*')], ['iam:GetUser', USER]),
  logic.no('an action that is under no statement is denied implicitly', [allow(['iam:Get*', 'iam:List*'], '*'), deny('iam:*Report', '*')], ['iam:CreatePolicy', '*']),
  logic.never('an action under both is denied explicitly', [allow(['iam:Get*', 'iam:List*'], '*'), deny('iam:*Report', '*')], ['iam:GetCredentialReport', '*']),
  logic.never('an action only under a Deny is denied explicitly', [allow(['iam:Get*', 'iam:List*'], '*'), deny('iam:*Report', '*')],
    ['iam:GenerateCredentialReport', '*']),

  // NotAction
  not.yes('NotAction with Allow allows what it does not name', { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }, ['s3:GetObject', KEY]),
  not.no('NotAction with Allow does not allow what it names', { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }, ['s3:DeleteBucket', BUCKET]),
  not.no('NotAction within S3 resources does not reach an action that takes no resource',
    { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }, ['s3:ListAllMyBuckets', '*']),
  not.no('NotAction within S3 resources does not reach another service',
    { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }, ['sqs:SendMessage', QUEUE]),
  not.yes('NotAction of one service allows every other service', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, ['ec2:RunInstances', INSTANCE]),
  not.no('NotAction of one service does not allow that service', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, ['iam:GetUser', USER]),
  not.no('NotAction of several leaves out the second as well', { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
    ['organizations:ListRoots', '*']),
  not.yes('NotAction of several allows what is in none of them', { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }, ['sqs:SendMessage', QUEUE]),
  no('the case of an action under NotAction does not matter',
    { Effect: 'Allow', NotAction: 'IAM:getuser', Resource: '*' }, ['iam:GetUser', USER]),
  not.never('NotAction with Deny denies what it does not name',
    [allow('*', '*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }], ['s3:GetObject', KEY]),
  not.yes('NotAction with Deny leaves what it names to the other statements',
    [allow('*', '*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }], ['iam:GetUser', USER]),
  not.no('NotAction with Deny does not allow what it names', { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }, ['iam:GetUser', USER]),
  not.never('NotAction with Deny and an MFA condition denies without MFA',
    [allow('*', '*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }],
    ['ec2:RunInstances', INSTANCE], { context: { 'aws:MultiFactorAuthPresent': 'false' } }),
  not.yes('NotAction with Deny and an MFA condition has no effect with MFA',
    [allow('*', '*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }],
    ['ec2:RunInstances', INSTANCE], { context: { 'aws:MultiFactorAuthPresent': 'true' } }),
];
