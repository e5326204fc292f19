import { Case, allow, deny, iam, page } from './case';

const { yes, no, never } = page(iam('reference_policies_elements_resource'));
const not = page(iam('reference_policies_elements_notresource'));
const ids = page(iam('reference_identifiers'));
const s3 = page('https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html');
const secrets = page('https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html');
const sar = page('https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html');

const get = (Resource: string | string[]) => allow('s3:GetObject', Resource);
const key = (name: string) => ['s3:GetObject', `arn:aws:s3:::amzn-s3-demo-bucket/${name}`] as const;
const send = (resource: string) => ['sqs:SendMessage', resource] as const;
const test = get('arn:aws:s3:::amzn-s3-demo-bucket/*/test/*');
const user = (path: string) => ['iam:GetUser', `arn:aws:iam::111122223333:user/${path}`] as const;

export const RESOURCES: Case[] = [
  yes('a resource that is named is allowed', allow('sqs:*', 'arn:aws:sqs:us-east-2:111122223333:queue1'), send('arn:aws:sqs:us-east-2:111122223333:queue1')),
  no('another name is not allowed', allow('sqs:*', 'arn:aws:sqs:us-east-2:111122223333:queue1'), send('arn:aws:sqs:us-east-2:111122223333:queue2')),
  no('a name is not a prefix of a longer one', allow('sqs:*', 'arn:aws:sqs:us-east-2:111122223333:queue1'), send('arn:aws:sqs:us-east-2:111122223333:queue10')),
  no('another Region is not allowed', allow('sqs:*', 'arn:aws:sqs:us-east-2:111122223333:queue1'), send('arn:aws:sqs:us-east-1:111122223333:queue1')),
  no('another account is not allowed', allow('sqs:*', 'arn:aws:sqs:us-east-2:111122223333:queue1'), send('arn:aws:sqs:us-east-2:999999999999:queue1')),
  no('another partition is not allowed', get('arn:aws-cn:s3:::amzn-s3-demo-bucket/*'), key('a')),
  yes('the second of several resources is allowed',
    allow('dynamodb:GetItem', ['arn:aws:dynamodb:us-east-2:111122223333:table/books_table', 'arn:aws:dynamodb:us-east-2:111122223333:table/magazines_table']),
    ['dynamodb:GetItem', 'arn:aws:dynamodb:us-east-2:111122223333:table/magazines_table']),
  no('a resource beside several is not allowed',
    allow('dynamodb:GetItem', ['arn:aws:dynamodb:us-east-2:111122223333:table/books_table', 'arn:aws:dynamodb:us-east-2:111122223333:table/magazines_table']),
    ['dynamodb:GetItem', 'arn:aws:dynamodb:us-east-2:111122223333:table/news_table']),

  // Case
  yes('a user name of the same case matches', allow('iam:GetUser', 'arn:aws:iam::111122223333:user/Bob'), user('Bob')),
  no('the case of a user name in a resource matters', allow('iam:GetUser', 'arn:aws:iam::111122223333:user/Bob'), user('bob')),

  // * alone
  yes('* alone is every resource', get('*'), key('a/b:c')),
  yes('* alone is the resource of an action that takes none', allow('sqs:ListQueues', '*'), ['sqs:ListQueues', '*']),
  sar.no('an action that takes no resource needs * and not a named one',
    allow('sqs:ListQueues', 'arn:aws:sqs:us-east-2:111122223333:queue1'), ['sqs:ListQueues', '*']),
  sar.no('an action that takes no resource is not covered by a wildcard ARN of the service',
    allow('s3:ListAllMyBuckets', 'arn:aws:s3:::*'), ['s3:ListAllMyBuckets', '*']),
  never('a Deny of * is a Deny of every resource', [get('arn:aws:s3:::amzn-s3-demo-bucket/*'), deny('s3:*', '*')], key('a')),
  yes('one * in a list of resources is every resource', get(['arn:aws:s3:::example/a', '*']), key('b')),

  // Wildcards of the resource part
  yes('a trailing * is every object of the bucket', get('arn:aws:s3:::amzn-s3-demo-bucket/*'), key('object.jpg')),
  yes('a trailing * goes over the slashes', get('arn:aws:s3:::amzn-s3-demo-bucket/*'), key('a/b/c/object.jpg')),
  no('a trailing * after a slash is not the bucket itself', allow('s3:*', 'arn:aws:s3:::amzn-s3-demo-bucket/*'), ['s3:ListBucket', 'arn:aws:s3:::amzn-s3-demo-bucket']),
  no('the bucket itself is not its objects', get('arn:aws:s3:::amzn-s3-demo-bucket'), key('object.jpg')),
  no('a trailing * after a slash is not a bucket whose name begins alike', get('arn:aws:s3:::amzn-s3-demo-bucket/*'),
    ['s3:GetObject', 'arn:aws:s3:::amzn-s3-demo-bucket2/a']),
  yes('a trailing * matches an empty ending', get('arn:aws:s3:::amzn-s3-demo-bucket/folder/*'), key('folder/')),
  s3.yes('* in the place of the name is every bucket and object', get('arn:aws:s3:::*'), key('a/b')),
  s3.yes('a ? is one character of a bucket name', get('arn:aws:s3:::example?bucket/*'), ['s3:GetObject', 'arn:aws:s3:::example1bucket/a']),
  s3.no('a ? is not two characters of a bucket name', get('arn:aws:s3:::example?bucket/*'), ['s3:GetObject', 'arn:aws:s3:::example12bucket/a']),
  s3.no('a ? is not the absence of a character of a bucket name', get('arn:aws:s3:::example?bucket/*'), ['s3:GetObject', 'arn:aws:s3:::examplebucket/a']),

  // The example of the Resource page: bucket/*/test/*
  yes('a * in the middle is one folder', test, key('1/test/object.jpg')),
  yes('a * in the middle is several folders', test, key('1/2/test/object.jpg')),
  yes('both * go over slashes', test, key('1/2/test/3/object.jpg')),
  yes('a * matches slashes alone', test, key('1///test///object.jpg')),
  yes('a * matches the beginning of a dotted name', test, key('1/test/.jpg')),
  yes('a * in the middle matches nothing between two slashes', test, key('/test/object.jpg')),
  yes('a * at the end matches nothing after a slash', test, key('1/test/')),
  no('a dash does not stand for the slash of the pattern', test, key('1-test/object.jpg')),
  no('the slash before the * is needed beside the one after it', test, key('test/object.jpg')),
  no('a file named like the folder is not in the folder', test, key('1/2/test.jpg')),

  // Paths of IAM users
  ids.yes('user/* is a user without a path', allow('iam:GetUser', 'arn:aws:iam::111122223333:user/*'), user('Richard')),
  ids.yes('user/* is a user with a path', allow('iam:GetUser', 'arn:aws:iam::111122223333:user/*'), user('division_abc/subdivision_xyz/Richard')),
  ids.yes('a path with * is the users under the path', allow('iam:GetUser', 'arn:aws:iam::111122223333:user/division_abc*'),
    user('division_abc/subdivision_xyz/Richard')),
  ids.no('a path with * is no user without the path', allow('iam:GetUser', 'arn:aws:iam::111122223333:user/division_abc*'), user('Richard')),
  ids.no('user/* is not a group', allow('iam:*', 'arn:aws:iam::111122223333:user/*'), ['iam:GetGroup', 'arn:aws:iam::111122223333:group/Developers']),

  // Wildcards of the other components
  yes('* in the place of the Region is every Region', allow('sqs:*', 'arn:aws:sqs:*:111122223333:queue1'), send('arn:aws:sqs:eu-west-1:111122223333:queue1')),
  no('* in the place of the Region is not another account', allow('sqs:*', 'arn:aws:sqs:*:111122223333:queue1'), send('arn:aws:sqs:eu-west-1:999999999999:queue1')),
  yes('* in the places of Region and account is every one of them',
    allow('ec2:*', 'arn:aws:ec2:*:*:instance/*'), ['ec2:StopInstances', 'arn:aws:ec2:us-east-2:111122223333:instance/i-1']),
  no('* in the places of Region and account is not another type of resource',
    allow('ec2:*', 'arn:aws:ec2:*:*:instance/*'), ['ec2:DeleteVolume', 'arn:aws:ec2:us-east-2:111122223333:volume/vol-1']),
  yes('* in the place of an account matches an account that is empty', allow('ec2:*', 'arn:aws:ec2:*:*:image/*'),
    ['ec2:RunInstances', 'arn:aws:ec2:us-east-2::image/ami-1']),
  no('an empty account is not any account', allow('ec2:*', 'arn:aws:ec2:*::snapshot/*'), ['ec2:DeleteSnapshot', 'arn:aws:ec2:us-east-2:111122223333:snapshot/snap-1']),
  yes('a * within a Region is the rest of the Region', allow('sqs:*', 'arn:aws:sqs:us-*-1:111122223333:queue1'), send('arn:aws:sqs:us-east-1:111122223333:queue1')),
  no('a * within a Region keeps the end of the Region', allow('sqs:*', 'arn:aws:sqs:us-*-1:111122223333:queue1'), send('arn:aws:sqs:us-east-2:111122223333:queue1')),
  yes('a ? within a Region is one character', allow('sqs:*', 'arn:aws:sqs:us-east-?:111122223333:queue1'), send('arn:aws:sqs:us-east-2:111122223333:queue1')),
  no('a * within a segment, not at its end, does not reach over the colon into the next',
    allow('logs:*', 'arn:aws:logs:us-*t-1:111122223333:log-group:app'), ['logs:PutRetentionPolicy',
      'arn:aws:logs:us-east-2:999999999999:log-group:x-t-1:111122223333:log-group:app']),

  // Colons of the resource part
  yes('a trailing * goes over a colon of the resource part',
    allow('logs:*', 'arn:aws:logs:us-east-1:111122223333:log-group:app:*'), ['logs:PutLogEvents', 'arn:aws:logs:us-east-1:111122223333:log-group:app:log-stream:one']),
  yes('a trailing * after the type goes over the colon of a qualifier',
    allow('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:*'), ['lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:111122223333:function:pay:live']),
  no('a function without a qualifier is not the function with one',
    allow('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:pay'), ['lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:111122223333:function:pay:live']),
  no('any qualifier is not the absence of one',
    allow('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:pay:*'), ['lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:111122223333:function:pay']),

  // Secrets end with a dash and six random characters
  secrets.yes('six ? are the six random characters of a secret',
    allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-??????'),
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1b2c3']),
  secrets.no('six ? are not a secret whose name goes on',
    allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-??????'),
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-prod-a1b2c3']),
  secrets.yes('a * in the place of the random characters is every secret whose name goes on, too',
    allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-*'),
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-prod-a1b2c3']),

  // Characters that are special elsewhere
  no('a dot of the pattern is a dot', get('arn:aws:s3:::amzn-s3-demo-bucket/report.pdf'), key('report-pdf')),
  yes('brackets and a plus of the pattern are themselves', get('arn:aws:s3:::amzn-s3-demo-bucket/(a+b)[1]/*'), key('(a+b)[1]/c')),
  no('brackets of the pattern are no choice of characters', get('arn:aws:s3:::amzn-s3-demo-bucket/[ab]/*'), key('a/c')),

  // NotResource
  not.never('NotResource with Deny denies what it does not name',
    [allow('s3:*', '*'), { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'] }],
    ['s3:GetObject', 'arn:aws:s3:::HRBucket/Reviews/a']),
  not.yes('NotResource with Deny leaves what it names to the other statements',
    [allow('s3:*', '*'), { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'] }],
    ['s3:GetObject', 'arn:aws:s3:::HRBucket/Payroll/a']),
  not.no('NotResource with Deny does not allow what it names',
    { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'] },
    ['s3:GetObject', 'arn:aws:s3:::HRBucket/Payroll/a']),
  not.yes('NotResource with Deny of one service leaves the other services',
    [allow('*', '*'), { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::HRBucket/*' }],
    ['ec2:StopInstances', 'arn:aws:ec2:us-east-2:111122223333:instance/i-1']),
  not.yes('NotResource with Allow allows every resource it does not name',
    { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::HRBucket' }, ['iam:PutUserPolicy', 'arn:aws:iam::111122223333:user/Bob']),
  not.no('NotResource with Allow does not allow what it names',
    { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::HRBucket' }, ['s3:ListBucket', 'arn:aws:s3:::HRBucket']),
  not.yes('NotResource with Allow of a bucket allows its objects',
    { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::HRBucket' }, ['s3:GetObject', 'arn:aws:s3:::HRBucket/a']),
];
