import { Case, allow, deny, iam, page } from './case';

const logic = page(iam('reference_policies_evaluation-logic'));
const bounds = page(iam('access_policies_boundaries'));
const sessions = page(iam('access_policies'));
const walk = page('https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html');
const kms = page('https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html');
const items = page('https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html');
const pods = page('https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html');
const sets = page(iam('reference_policies_condition-single-vs-multi-valued-context-keys'));
const pass = page(iam('id_roles_use_passrole'));
const regions = page(iam('reference_policies_examples_aws_deny-requested-region'));
const elements = page(iam('reference_policies_elements_resource'));
const several = page(iam('reference_policies_condition-logic-multiple-context-keys-or-values'));

const GET = ['s3:GetObject', 'arn:aws:s3:::amzn-s3-demo-bucket/a'] as const;
const ALL = allow('*', '*');
const S3 = allow('s3:*', '*');
const READ = allow('s3:GetObject', '*');
const NOTHING = deny('s3:*', '*');
const SERVICES = allow(['s3:*', 'cloudwatch:*', 'ec2:*'], '*');
const CREATE_USER = ['iam:CreateUser', 'arn:aws:iam::111122223333:user/Zhang'] as const;

const LIST = ['s3:ListBucket', 'arn:aws:s3:::companybucket'] as const;
const DEVELOPMENT = allow('s3:ListBucket', 'arn:aws:s3:::companybucket', { StringLike: { 's3:prefix': ['Development/*'] } });
const ROOT = allow('s3:ListBucket', 'arn:aws:s3:::companybucket', { StringEquals: { 's3:prefix': [''], 's3:delimiter': ['/'] } });
const ONLY = deny('s3:ListBucket', 'arn:aws:s3:::companybucket', { StringNotLike: { 's3:prefix': ['Development/*', ''] }, Null: { 's3:prefix': false } });
const prefix = (value: string) => ({ context: { 's3:prefix': value } });

const KEY = 'arn:aws:kms:us-west-2:111122223333:key/1234abcd';
const VIA = allow(['kms:Decrypt', 'kms:GenerateDataKey*'], KEY, { StringEquals: { 'kms:ViaService': ['s3.us-west-2.amazonaws.com', 'sqs.us-west-2.amazonaws.com'] } });
const DIRECT = [allow('kms:*', '*'), deny('kms:Decrypt', '*', { StringNotEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } })];
const via = (service: string) => ({ context: { 'kms:ViaService': service } });

const TABLE = 'arn:aws:dynamodb:us-west-2:123456789012:table/GameScores';
const ROWS = allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], TABLE,
  { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${www.amazon.com:user_id}'] } });
const SCAN = allow(['dynamodb:Query', 'dynamodb:Scan'], TABLE, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['bob'] } });
const GUARDED = allow(['dynamodb:Query', 'dynamodb:Scan'], TABLE, {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['bob'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' },
});
const COLUMNS = allow('dynamodb:Query', TABLE, {
  'ForAllValues:StringEquals': {
    'dynamodb:LeadingKeys': ['bob'],
    'dynamodb:Attributes': ['UserId', 'Wins'],
  },
  'StringEqualsIfExists': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
});
const leading = (...keys: string[]) => ({ context: { 'dynamodb:LeadingKeys': keys, 'www.amazon.com:user_id': 'bob' } });

const POD = (namespace: string) => ({ 'aws:PrincipalTag/eks-cluster-name': 'blue', 'aws:PrincipalTag/kubernetes-namespace': namespace });
const TAGGED = allow(['s3:GetObject', 's3:GetObjectTagging'], '*', { StringEquals: { 's3:ExistingObjectTag/eks-cluster-name': '${aws:PrincipalTag/eks-cluster-name}' } });
const SPACE = allow('s3:GetObject', 'arn:aws:s3:::tenants/${aws:PrincipalTag/kubernetes-namespace}/*');
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1b2c3';
const SECRETS = allow('secretsmanager:GetSecretValue', '*', {
  StringEquals: {
    'aws:ResourceTag/kubernetes-namespace': '${aws:PrincipalTag/kubernetes-namespace}', 'aws:ResourceTag/eks-cluster-name': '${aws:PrincipalTag/eks-cluster-name}',
  },
});

const PASS = allow('iam:PassRole', 'arn:aws:iam::111122223333:role/EC2-roles-for-XYZ-*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } });
const ABROAD = [ALL, {
  Effect: 'Deny',
  NotAction: ['cloudfront:*', 'iam:*', 'route53:*', 'support:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } },
}];
const region = (name: string) => ({ context: { 'aws:RequestedRegion': name } });

export const COMBINATION: Case[] = [
  // Several statements
  logic.no('no statement that applies is an implicit deny', allow('sqs:*', '*'), GET),
  logic.no('no statement at all is an implicit deny', [], GET),
  logic.yes('one Allow of several statements is enough', [allow('sqs:*', '*'), READ], GET),
  logic.never('a Deny goes before an Allow that follows', [NOTHING, S3], GET),
  logic.never('a Deny goes before an Allow that came first', [S3, NOTHING], GET),
  logic.never('a Deny of all goes before an Allow of the one object', [allow('s3:GetObject', 'arn:aws:s3:::amzn-s3-demo-bucket/a'), deny('*', '*')], GET),
  logic.never('a Deny without an Allow is explicit', NOTHING, GET),
  logic.yes('a Deny of another resource has no effect', [S3, deny('s3:*', 'arn:aws:s3:::logs/*')], GET),
  logic.yes('a Deny of another action has no effect', [S3, deny('s3:DeleteObject', '*')], GET),
  logic.no('an action of one statement and the resource of another are no Allow',
    [allow('s3:GetObject', 'arn:aws:s3:::one/*'), allow('s3:PutObject', 'arn:aws:s3:::two/*')], ['s3:GetObject', 'arn:aws:s3:::two/a']),
  logic.no('a condition of one statement does not serve another',
    [allow('s3:GetObject', '*', { Bool: { 'aws:SecureTransport': 'true' } }), allow('s3:PutObject', '*')], GET, { context: { 'aws:SecureTransport': 'false' } }),
  several.yes('two statements with a condition each are alternatives',
    [allow('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/a': '1' } }),
      allow('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/b': '1' } })], GET, { context: { 'aws:PrincipalTag/b': '1' } }),
  several.no('two conditions of one statement are no alternatives',
    allow('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/a': '1', 'aws:PrincipalTag/b': '1' } }), GET, { context: { 'aws:PrincipalTag/b': '1' } }),

  // Boundaries
  bounds.yes('what the policy and the boundary allow is allowed', S3, GET, { boundary: SERVICES }),
  bounds.no('what only the boundary allows is not allowed', allow('iam:CreateUser', '*'), GET, { boundary: SERVICES }),
  bounds.no('what only the policy allows is not allowed', allow('iam:CreateUser', '*'), CREATE_USER, { boundary: SERVICES }),
  bounds.never('a Deny of the boundary goes before both Allows', S3, ['s3:GetObject', 'arn:aws:s3:::logs/a'],
    { boundary: [SERVICES, deny('s3:*', ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'])] }),
  bounds.yes('a Deny of the boundary for other resources has no effect', S3, GET, { boundary: [SERVICES, deny('s3:*', ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'])] }),
  bounds.never('a Deny of the policy goes before the Allow of the boundary', [S3, NOTHING], GET, { boundary: ALL }),
  bounds.never('a Deny of the boundary is explicit without any Allow', allow('sqs:*', '*'), GET, { boundary: NOTHING }),
  bounds.no('a boundary within a condition that is missed allows nothing', S3, GET, { boundary: allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } }) }),
  bounds.yes('a boundary within a condition that is met allows', S3, GET,
    { boundary: allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } }), context: { 'aws:SecureTransport': 'true' } }),
  bounds.no('a boundary of other resources allows nothing here', S3, GET, { boundary: allow('s3:*', 'arn:aws:s3:::other/*') }),
  bounds.no('a boundary with no statement that applies denies implicitly', ALL, GET, { boundary: [allow('ec2:*', '*'), allow('sqs:*', '*')] }),

  // Session policies
  sessions.yes('what the policy and the session policy allow is allowed', S3, GET, { session: READ }),
  sessions.no('what only the policy allows is outside the session', S3, ['s3:PutObject', 'arn:aws:s3:::amzn-s3-demo-bucket/a'], { session: READ }),
  sessions.no('what only the session policy allows is not granted by it', allow('sqs:*', '*'), GET, { session: READ }),
  sessions.never('a Deny of the session policy goes before both Allows', S3, GET, { session: [ALL, NOTHING] }),
  sessions.never('a Deny of the policy goes before the session policy', [S3, NOTHING], GET, { session: ALL }),
  bounds.yes('policy, boundary and session policy together allow', S3, GET, { boundary: SERVICES, session: READ }),
  bounds.no('a session policy cannot go beyond the boundary', ALL, CREATE_USER, { boundary: SERVICES, session: ALL }),
  bounds.no('a boundary cannot go beyond the session policy', ALL, ['ec2:RunInstances', '*'], { boundary: SERVICES, session: READ }),
  bounds.never('a Deny of the boundary goes before policy and session policy', S3, GET, { boundary: NOTHING, session: READ }),
  bounds.no('boundary and session policy do not make up for the policy', allow('sqs:*', '*'), GET, { boundary: ALL, session: ALL }),

  // Prefixes of S3
  walk.yes('a list of the folder is allowed', DEVELOPMENT, LIST, prefix('Development/')),
  walk.yes('a list below the folder is allowed', DEVELOPMENT, LIST, prefix('Development/2024/')),
  walk.no('a list of another folder is not allowed', DEVELOPMENT, LIST, prefix('Private/')),
  walk.no('a list of a folder of another case is not allowed', DEVELOPMENT, LIST, prefix('development/')),
  walk.no('a list without a prefix is not allowed', DEVELOPMENT, LIST),
  walk.no('a list of the folder without its slash is not allowed', DEVELOPMENT, LIST, prefix('Development')),
  walk.yes('a list of the root with a delimiter is allowed', ROOT, LIST, { context: { 's3:prefix': '', 's3:delimiter': '/' } }),
  walk.no('a list of the root without a delimiter is not allowed', ROOT, LIST, prefix('')),
  walk.never('a Deny of other folders stops another folder', [allow('s3:ListBucket', '*'), ONLY], LIST, prefix('Private/')),
  walk.yes('a Deny of other folders leaves the folder', [allow('s3:ListBucket', '*'), ONLY], LIST, prefix('Development/')),
  walk.yes('a Deny of other folders with Null false leaves a list without a prefix', [allow('s3:ListBucket', '*'), ONLY], LIST),
  elements.no('an action on objects is not allowed by the ARN of the bucket', allow(['s3:ListBucket', 's3:GetObject'], 'arn:aws:s3:::companybucket'),
    ['s3:GetObject', 'arn:aws:s3:::companybucket/a']),
  elements.no('an action on the bucket is not allowed by the ARN of its objects', allow(['s3:ListBucket', 's3:GetObject'], 'arn:aws:s3:::companybucket/*'), LIST),

  // Keys through a service
  kms.yes('a key through a service that is listed is allowed', VIA, ['kms:Decrypt', KEY], via('sqs.us-west-2.amazonaws.com')),
  kms.no('a key through another service is not allowed', VIA, ['kms:Decrypt', KEY], via('ec2.us-west-2.amazonaws.com')),
  kms.no('a key through the service of another Region is not allowed', VIA, ['kms:Decrypt', KEY], via('s3.eu-west-1.amazonaws.com')),
  kms.no('a key without a service is not allowed', VIA, ['kms:Decrypt', KEY]),
  kms.yes('a wildcard of the action is within the condition too', VIA, ['kms:GenerateDataKeyWithoutPlaintext', KEY], via('s3.us-west-2.amazonaws.com')),
  kms.never('a Deny of other services stops a direct call', DIRECT, ['kms:Decrypt', KEY]),
  kms.yes('a Deny of other services leaves the service', DIRECT, ['kms:Decrypt', KEY], via('s3.us-west-2.amazonaws.com')),
  kms.yes('an encryption context is a key of its own', allow('kms:Decrypt', KEY, { StringEquals: { 'kms:EncryptionContext:AppName': 'ExampleApp' } }),
    ['kms:Decrypt', KEY],
    { context: { 'kms:EncryptionContext:AppName': 'ExampleApp' } }),
  kms.no('another encryption context is not allowed', allow('kms:Decrypt', KEY, { StringEquals: { 'kms:EncryptionContext:AppName': 'ExampleApp' } }),
    ['kms:Decrypt', KEY],
    { context: { 'kms:EncryptionContext:AppName': 'OtherApp' } }),

  // Leading keys of DynamoDB
  items.yes('the own partition is allowed', ROWS, ['dynamodb:GetItem', TABLE], leading('bob')),
  items.no('the partition of someone else is not allowed', ROWS, ['dynamodb:GetItem', TABLE], leading('eve')),
  items.no('the partition of someone else beside the own one is not allowed', ROWS, ['dynamodb:PutItem', TABLE], leading('bob', 'eve')),
  items.no('a scan is not among the actions', ROWS, ['dynamodb:Scan', TABLE], leading('bob')),
  items.no('the table is not its indexes', ROWS, ['dynamodb:Query', `${TABLE}/index/Wins`], leading('bob')),
  sets.yes('a scan has no leading keys and so passes ForAllValues', SCAN, ['dynamodb:Scan', TABLE]),
  sets.no('a scan has no leading keys and so does not pass ForAllValues with Null false', GUARDED, ['dynamodb:Scan', TABLE]),
  sets.yes('a query with leading keys passes ForAllValues with Null false', GUARDED, ['dynamodb:Query', TABLE], leading('bob')),
  items.yes('listed attributes of the own partition are allowed', COLUMNS, ['dynamodb:Query', TABLE],
    { context: { 'dynamodb:LeadingKeys': ['bob'], 'dynamodb:Attributes': ['Wins'], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }),
  items.no('all attributes are not allowed', COLUMNS, ['dynamodb:Query', TABLE], { context: { 'dynamodb:LeadingKeys': ['bob'], 'dynamodb:Select': 'ALL_ATTRIBUTES' } }),
  items.no('listed attributes of another partition are not allowed', COLUMNS, ['dynamodb:Query', TABLE],
    { context: { 'dynamodb:LeadingKeys': ['eve'], 'dynamodb:Attributes': ['Wins'], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }),

  // Session tags of EKS Pod Identity
  pods.yes('an object tagged with the cluster of the pod is allowed', TAGGED, GET, { context: { ...POD('shop'), 's3:ExistingObjectTag/eks-cluster-name': 'blue' } }),
  pods.no('an object tagged with another cluster is not allowed', TAGGED, GET, { context: { ...POD('shop'), 's3:ExistingObjectTag/eks-cluster-name': 'green' } }),
  pods.no('an object without a tag is not allowed', TAGGED, GET, { context: POD('shop') }),
  pods.no('a session without tags is not allowed', TAGGED, GET, { context: { 's3:ExistingObjectTag/eks-cluster-name': 'blue' } }),
  pods.yes('the folder of the namespace is allowed', SPACE, ['s3:GetObject', 'arn:aws:s3:::tenants/shop/a'], { context: POD('shop') }),
  pods.no('the folder of another namespace is not allowed', SPACE, ['s3:GetObject', 'arn:aws:s3:::tenants/bank/a'], { context: POD('shop') }),
  pods.no('the folder of a namespace that begins alike is not allowed', SPACE, ['s3:GetObject', 'arn:aws:s3:::tenants/shop2/a'], { context: POD('shop') }),
  pods.no('no folder is allowed to a session without tags', SPACE, ['s3:GetObject', 'arn:aws:s3:::tenants/shop/a']),
  pods.yes('a secret of the namespace and the cluster is allowed', SECRETS, ['secretsmanager:GetSecretValue', SECRET],
    { context: { ...POD('shop'), 'aws:ResourceTag/kubernetes-namespace': 'shop', 'aws:ResourceTag/eks-cluster-name': 'blue' } }),
  pods.no('a secret of the namespace of another cluster is not allowed', SECRETS, ['secretsmanager:GetSecretValue', SECRET],
    { context: { ...POD('shop'), 'aws:ResourceTag/kubernetes-namespace': 'shop', 'aws:ResourceTag/eks-cluster-name': 'green' } }),

  // Passing of roles, and Regions
  pass.yes('a role is passed to the service', PASS, ['iam:PassRole', 'arn:aws:iam::111122223333:role/EC2-roles-for-XYZ-app'],
    { context: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
  pass.no('a role is not passed to another service', PASS, ['iam:PassRole', 'arn:aws:iam::111122223333:role/EC2-roles-for-XYZ-app'],
    { context: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
  pass.no('another role is not passed to the service', PASS, ['iam:PassRole', 'arn:aws:iam::111122223333:role/Admin'],
    { context: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
  regions.never('a call to another Region is denied', ABROAD, ['ec2:RunInstances', '*'], region('us-east-1')),
  regions.yes('a call to one of the Regions is not denied', ABROAD, ['ec2:RunInstances', '*'], region('eu-west-1')),
  regions.yes('a call to a global service is not denied', ABROAD, ['route53:ListHostedZones', '*'], region('us-east-1')),
];
