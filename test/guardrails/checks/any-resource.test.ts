import * as eks from 'aws-cdk-lib/aws-eks';
import { GuardrailCheck } from '../../../src';
import { podIdentity } from '../../fixtures';
import { byHand } from '../../testing/peers';
import { allowing, describeCheck, eksApp, LOCKED, ours } from '../sources';

const BY = 'on any resource is allowed by statement 1 of the inline policy Access';
const allow = (Action: string | string[], Resource: unknown, Condition?: object) => ({ Effect: 'Allow', Action, Resource, Condition });
const managed = (...names: string[]) => byHand(LOCKED, { role: { ManagedPolicyArns: names.map((name) => `arn:aws:iam::aws:policy/${name}`) } });

describeCheck(GuardrailCheck.ANY_RESOURCE, {
  refused: {
    'secrets': [
      () => allowing(allow(['secretsmanager:GetSecretValue', 'kms:Decrypt'], '*')), `Role: secretsmanager:GetSecretValue ${BY}`, `Role: kms:Decrypt ${BY}`,
    ],
    'all buckets': [() => allowing(allow('s3:*Object', 'arn:aws:s3:::*')), `Role: s3:GetObject, s3:PutObject, s3:DeleteObject ${BY}`],
    'all keys of an account': [() => allowing(allow('kms:Decrypt', 'arn:aws:kms:eu-central-1:111122223333:key/*')), `Role: kms:Decrypt ${BY}`],
    'all roles, even of others': [() => allowing(allow('sts:AssumeRole', '*')), `Role: sts:AssumeRole ${BY}`],
    'all parameters of the account in another form': [
      () => allowing(allow('ssm:GetParameter*', { 'Fn::Sub': 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/*' })), `Role: ssm:GetParameter ${BY}`,
    ],
    'all tables but some': [() => allowing({ Effect: 'Allow', Action: 'dynamodb:GetItem', NotResource: 'arn:aws:dynamodb:*:*:table/orders' }), `Role: dynamodb:GetItem ${BY}`],
    'a policy of AWS\'s own': [() => managed('AmazonS3FullAccess', 'AmazonS3ReadOnlyAccess'), 'Role: the managed policy AmazonS3FullAccess of AWS allows everything of its service on any resource'],
  },
  clean: {
    'a workload': ours(podIdentity),
    'addServiceAccount with a grant': () => eksApp(eks.IdentityType.IRSA),
    'a bucket': () => allowing(allow('s3:GetObject', 'arn:aws:s3:::company/*')),
    'buckets by a prefix of their names': () => allowing(allow('s3:GetObject', 'arn:aws:s3:::company-*/*')),
    'a key through a service': () => allowing(allow('kms:Decrypt', '*', { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } })),
    'resources of a tag': () => allowing(allow('secretsmanager:GetSecretValue', '*', { StringEquals: { 'aws:ResourceTag/team': 'finance' } })),
    'a resource that is known at deploy time only': () => allowing(allow('secretsmanager:GetSecretValue', { Ref: 'SecretArn' })),
    'actions that have no resource': () => allowing(allow(['cloudwatch:PutMetricData', 'xray:PutTraceSegments'], '*')),
    'a policy of AWS\'s own that reads': () => managed('AmazonS3ReadOnlyAccess'),
    'IAM, which is another finding': () => managed('IAMFullAccess'),
  },
});
