import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3express from 'aws-cdk-lib/aws-s3express';
import { KEY_ARN } from './catalogue/entry';
import { statementsOf } from './statements';
import { Access, Forbidden, IdentityAssertions, S3Access, SessionTag } from '../../src';
import { ACCOUNT, errorOf, podIdentity, REGION, stackFixture } from '../fixtures';

const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';
const AP_ARN = `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/finance`;

const bucket = (stack: Stack) => s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN);
const encryptedBucket = (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: BUCKET_ARN, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) });
const accessPoint = (stack: Stack) => s3.CfnAccessPoint.fromAccessPointArn(stack, 'AccessPoint', AP_ARN);

const allow = (Sid: string, Action: string | string[], Resource: string, Condition?: object) => ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });
const OWN = { 'kubernetes-namespace': SessionTag.NAMESPACE };
const VARIABLE = '${aws:PrincipalTag/kubernetes-namespace}';
const BEARS = { 's3:ExistingObjectTag/kubernetes-namespace': VARIABLE };
const THROUGH = { 's3:DataAccessPointArn': AP_ARN };

/** That a request sets these tags and no others. */
const sets = (tags: Record<string, string>, more: Record<string, string> = {}) => {
  const keys = Object.keys(tags);
  return {
    'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': keys.length === 1 ? keys[0] : keys },
    'Null': { 's3:RequestObjectTagKeys': 'false' },
    'StringEquals': { ...Object.fromEntries(keys.map((key) => [`s3:RequestObjectTag/${key}`, tags[key]])), ...more },
  };
};

/** The statement by which the bucket's key is used. */
const keyUse = (...actions: string[]) => allow('KmsViaS3', actions.length === 1 ? actions[0] : actions, KEY_ARN, {
  StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
  StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET_ARN, `${BUCKET_ARN}/*`] },
});

describe('through an access point, both it and the bucket are allowed, and the bucket through it alone', () => {
  test.each<[string, (stack: Stack) => Access, object[]]>([
    ['readPrefix', (stack) => S3Access.readPrefix(bucket(stack), 'in/', { accessPoint: accessPoint(stack) }), [
      allow('S3ReadPrefix', 's3:GetObject', `${BUCKET_ARN}/in/*`, { StringEquals: THROUGH }),
      allow('S3ReadPrefixAccessPoint', 's3:GetObject', `${AP_ARN}/object/in/*`),
    ]],
    ['readPrefix of the whole bucket', (stack) => S3Access.readPrefix(bucket(stack), S3Access.WHOLE_BUCKET, { accessPoint: accessPoint(stack) }), [
      allow('S3ReadPrefix', 's3:GetObject', `${BUCKET_ARN}/*`, { StringEquals: THROUGH }),
      allow('S3ReadPrefixAccessPoint', 's3:GetObject', `${AP_ARN}/object/*`),
    ]],
    ['listPrefix', (stack) => S3Access.listPrefix(bucket(stack), 'in/', { accessPoint: accessPoint(stack) }), [
      allow('S3ListPrefix', 's3:ListBucket', BUCKET_ARN, { StringEquals: THROUGH, StringLike: { 's3:prefix': 'in/*' } }),
      allow('S3ListPrefixAccessPoint', 's3:ListBucket', AP_ARN, { StringLike: { 's3:prefix': 'in/*' } }),
    ]],
    ['listPrefix of the whole bucket', (stack) => S3Access.listPrefix(bucket(stack), S3Access.WHOLE_BUCKET, { accessPoint: accessPoint(stack) }), [
      allow('S3ListPrefix', 's3:ListBucket', BUCKET_ARN, { StringEquals: THROUGH }),
      allow('S3ListPrefixAccessPoint', 's3:ListBucket', AP_ARN),
    ]],
    ['writePrefix', (stack) => S3Access.writePrefix(bucket(stack), 'in/', { accessPoint: accessPoint(stack) }), [
      allow('S3WritePrefix', ['s3:AbortMultipartUpload', 's3:PutObject'], `${BUCKET_ARN}/in/*`, { StringEquals: THROUGH }),
      allow('S3WritePrefixAccessPoint', ['s3:AbortMultipartUpload', 's3:PutObject'], `${AP_ARN}/object/in/*`),
    ]],
    ['deletePrefix', (stack) => S3Access.deletePrefix(bucket(stack), 'in/', { accessPoint: accessPoint(stack) }), [
      allow('S3DeletePrefix', 's3:DeleteObject', `${BUCKET_ARN}/in/*`, { StringEquals: THROUGH }),
      allow('S3DeletePrefixAccessPoint', 's3:DeleteObject', `${AP_ARN}/object/in/*`),
    ]],
    ['readObject, by tag', (stack) => S3Access.readObject(bucket(stack), 'in/*.pdf', { accessPoint: accessPoint(stack), existingObjectTags: OWN }), [
      allow('S3ReadObject', 's3:GetObject', `${BUCKET_ARN}/in/\${*}.pdf`, { StringEquals: { ...THROUGH, ...BEARS } }),
      allow('S3ReadObjectAccessPoint', 's3:GetObject', `${AP_ARN}/object/in/\${*}.pdf`, { StringEquals: BEARS }),
    ]],
  ])('%s', (_, access, expected) => {
    expect(statementsOf(access)).toEqual(expected);
  });

  test('and the key of the bucket is used as without it', () => {
    const [ofKey] = statementsOf((stack) => S3Access.readPrefix(encryptedBucket(stack), 'in/', { accessPoint: accessPoint(stack) }));

    expect(ofKey).toEqual(keyUse('kms:Decrypt'));
  });

  test('so that the bucket isn\'t reached in another way', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { access: [S3Access.readPrefix(bucket(stack), 'in/', { accessPoint: accessPoint(stack) })] });

    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter')
      .can('s3:GetObject', `${AP_ARN}/object/in/a`, { context: THROUGH })
      .can('s3:GetObject', `${BUCKET_ARN}/in/a`, { context: THROUGH })
      .cannot('s3:GetObject', `${BUCKET_ARN}/in/a`, { context: { 's3:DataAccessPointArn': `${AP_ARN}-2` } })
      .cannot('s3:GetObject', `${BUCKET_ARN}/in/a`);
  });

  test('one of the app is named by its attribute', () => {
    const statements = statementsOf((stack) => {
      const own = new s3.Bucket(stack, 'Own');
      return S3Access.listPrefix(own, 'in/', { accessPoint: new s3.CfnAccessPoint(stack, 'Point', { bucket: own.bucketName }) });
    });

    expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ['S3ListPrefix', { 'Fn::GetAtt': [expect.stringContaining('Own'), 'Arn'] }], ['S3ListPrefixAccessPoint', { 'Fn::GetAtt': ['Point', 'Arn'] }],
    ]);
    expect(statements[0].Condition).toMatchObject({ StringEquals: { 's3:DataAccessPointArn': { 'Fn::GetAtt': ['Point', 'Arn'] } } });
  });

  test('one of the app leads to objects that it holds alone, which is proved', () => {
    const { app, stack } = stackFixture();
    const point = new s3.CfnAccessPoint(stack, 'Point', { bucket: 'company-prod-finance' });
    const arn = `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/`;
    podIdentity(stack, {
      access: [S3Access.readPrefix(bucket(stack), 'in/', { accessPoint: point })],
      mustNot: [Forbidden.actions('s3:*').on(`${arn}*`).outside(`${arn}*/object/in/*`)],
    });

    expect(() => app.synth()).not.toThrow();
  });
});

describe('tags of objects', () => {
  test.each<[string, (stack: Stack) => Access, object[]]>([
    ['limit what is read', (stack) => S3Access.readPrefix(bucket(stack), 'in/', { existingObjectTags: { ...OWN, state: 'a+b' } }), [
      allow('S3ReadPrefix', 's3:GetObject', `${BUCKET_ARN}/in/*`, { StringEquals: { ...BEARS, 's3:ExistingObjectTag/state': 'a+b' } }),
    ]],
    ['limit what is written, in single requests', (stack) => S3Access.writePrefix(encryptedBucket(stack), 'in/', { requestObjectTags: { ...OWN, state: 'new' } }), [
      keyUse('kms:GenerateDataKey'),
      allow('S3WritePrefix', ['s3:PutObject', 's3:PutObjectTagging'], `${BUCKET_ARN}/in/*`, sets({ 'kubernetes-namespace': VARIABLE, 'state': 'new' })),
    ]],
    ['are read without the object or its key', (stack) => S3Access.readTags(encryptedBucket(stack), 'in/'), [
      allow('S3ReadTags', 's3:GetObjectTagging', `${BUCKET_ARN}/in/*`),
    ]],
    ['are read by tag', (stack) => S3Access.readTags(bucket(stack), 'in/', { existingObjectTags: OWN }), [
      allow('S3ReadTags', 's3:GetObjectTagging', `${BUCKET_ARN}/in/*`, { StringEquals: BEARS }),
    ]],
    ['are written', (stack) => S3Access.writeTags(encryptedBucket(stack), 'in/'), [
      allow('S3WriteTags', 's3:PutObjectTagging', `${BUCKET_ARN}/in/*`),
    ]],
    ['are written by tag, through an access point',
      (stack) => S3Access.writeTags(bucket(stack), 'in/', { existingObjectTags: OWN, requestObjectTags: { state: 'done' }, accessPoint: accessPoint(stack) }), [
        allow('S3WriteTags', 's3:PutObjectTagging', `${BUCKET_ARN}/in/*`, sets({ state: 'done' }, { ...BEARS, ...THROUGH })),
        allow('S3WriteTagsAccessPoint', 's3:PutObjectTagging', `${AP_ARN}/object/in/*`, sets({ state: 'done' }, BEARS)),
      ]],
  ])('%s', (_, access, expected) => {
    expect(statementsOf(access)).toEqual(expected);
  });

  test('that a request sets are these and no others', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { access: [S3Access.writePrefix(bucket(stack), 'in/', { requestObjectTags: OWN })] });
    const own = { 's3:RequestObjectTag/kubernetes-namespace': 'finance-prod' };
    const keys = 's3:RequestObjectTagKeys';

    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter')
      .can('s3:PutObject', `${BUCKET_ARN}/in/a`, { context: { ...own, [keys]: ['kubernetes-namespace'] } })
      .cannot('s3:PutObject', `${BUCKET_ARN}/in/a`, { context: { ...own, [keys]: ['kubernetes-namespace', 'public'] } })
      .cannot('s3:PutObject', `${BUCKET_ARN}/in/a`);
  });

  test('a value that is a token is left to the service', () => {
    const [{ Condition }] = statementsOf((stack) => S3Access.readObject(bucket(stack), 'a', { existingObjectTags: { team: new CfnParameter(stack, 'Team').valueAsString } }));

    expect(Condition).toEqual({ StringEquals: { 's3:ExistingObjectTag/team': { Ref: 'Team' } } });
  });
});

describe('bad input', () => {
  const elsewhere = (stack: Stack, arn: string) => s3.CfnAccessPoint.fromAccessPointArn(stack, 'AccessPoint', arn);

  test.each<[string, (stack: Stack) => Access, string, string]>([
    ['an access point of a directory bucket',
      (stack) => S3Access.readPrefix(bucket(stack), 'in/', { accessPoint: s3express.CfnAccessPoint.fromAccessPointArn(stack, 'AccessPoint', AP_ARN.replace(':s3:', ':s3express:')) }), 'InvalidResource',
      `accessPoint must be one of a general purpose bucket, arn:PARTITION:s3:REGION:ACCOUNT:accesspoint/NAME, got: "arn:aws:s3express:${REGION}:${ACCOUNT}:accesspoint/finance"`],
    ['an access point of another bucket',
      (stack) => S3Access.listPrefix(bucket(stack), 'in/', { accessPoint: new s3.CfnAccessPoint(stack, 'AccessPoint', { bucket: 'other' }) }), 'InvalidResource',
      'accessPoint leads to the bucket other, and the access is to company-prod-finance, so it would never match: give the bucket of the access point, got: "company-prod-finance"'],
    ['an access point that is a pattern', (stack) => S3Access.readObject(bucket(stack), 'a', { accessPoint: elsewhere(stack, `${AP_ARN}-*`) }), 'InvalidResource',
      'a builder takes one resource, and the ARN of this one is a pattern'],
    ['a directory bucket', (stack) => S3Access.readPrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'finance--euc1-az1--x-s3'), 'in/'), 'InvalidResource',
      'a directory bucket is reached by sessions alone: give it to S3ExpressAccess, got: "'],
    ['the ARN of a directory bucket',
      (stack) => S3Access.listPrefix(s3.Bucket.fromBucketArn(stack, 'Bucket', `arn:aws:s3express:${REGION}:${ACCOUNT}:bucket/finance--euc1-az1--x-s3`), 'in/'), 'InvalidResource',
      'give it to S3ExpressAccess'],
    ['a directory bucket whose name is a parameter',
      (stack) => S3Access.listPrefix(s3.Bucket.fromBucketArn(stack, 'Bucket', `arn:aws:s3express:${REGION}:${ACCOUNT}:bucket/${new CfnParameter(stack, 'Name').valueAsString}`), 'in/'), 'InvalidResource',
      'give it to S3ExpressAccess'],
    ['an access point in place of a bucket', (stack) => S3Access.readPrefix(s3.Bucket.fromBucketArn(stack, 'Bucket', AP_ARN), 'in/'), 'InvalidResource',
      `the bucket must be a general purpose bucket, arn:PARTITION:s3:::NAME: name an access point by the option accessPoint, and keys by the prefix, got: "${AP_ARN}"`],
    ['the ARN of objects in place of a bucket', (stack) => S3Access.readTags(s3.Bucket.fromBucketArn(stack, 'Bucket', `${BUCKET_ARN}/in`), 'in/'), 'InvalidResource',
      'the bucket must be a general purpose bucket'],
    ['another resource in place of a bucket', (stack) => S3Access.readTags(s3.Bucket.fromBucketArn(stack, 'Bucket', `arn:aws:s3-outposts:${REGION}:${ACCOUNT}:finance`), 'in/'), 'InvalidResource',
      'the bucket must be a general purpose bucket'],
    ['no tags', (stack) => S3Access.readPrefix(bucket(stack), 'in/', { existingObjectTags: {} }), 'EmptyList',
      'existingObjectTags must not be empty: name at least one, or leave existingObjectTags out, got: []'],
    ['no tags to write', (stack) => S3Access.writePrefix(bucket(stack), 'in/', { requestObjectTags: {} }), 'EmptyList', 'requestObjectTags must not be empty'],
    ['a value that no tag has', (stack) => S3Access.readPrefix(bucket(stack), 'in/', { existingObjectTags: { state: 'a*' } }), 'InvalidTag',
      'the value of "state" in existingObjectTags must be at most 256 letters, digits, spaces and _ . : / = + - @ (IAM tag), since no tag can have another, got: "a*"'],
    ['a key that is no tag\'s', (stack) => S3Access.writeTags(bucket(stack), 'in/', { requestObjectTags: { 'a*': 'b' } }), 'InvalidTag',
      'a key of requestObjectTags must be 1 to 128 letters, digits, spaces and _ . : / = + - @ (IAM tag), got: "a*"'],
    ['a key of a tag that no policy holds', (stack) => S3Access.readTags(bucket(stack), 'in/', { existingObjectTags: { 日: 'b' } }), 'InvalidTag',
      'a key of existingObjectTags has the character "日", which IAM policies can\'t hold (tab, line feed, carriage return and U+0020 to U+00FF are allowed), got: "日"'],
    ['a value of a tag that no policy holds', (stack) => S3Access.readTags(bucket(stack), 'in/', { existingObjectTags: { team: '日' } }), 'InvalidTag',
      'the value of "team" in existingObjectTags has the character "日", which IAM policies can\'t hold'],
    ['a prefix of tags that begins with a slash', (stack) => S3Access.readTags(bucket(stack), '/in/'), 'InvalidPrefix', 'prefix must not begin with "/"'],
    ['an empty prefix of tags', (stack) => S3Access.writeTags(bucket(stack), ''), 'InvalidPrefix', 'prefix must not be empty: for the whole bucket give S3Access.WHOLE_BUCKET, got: ""'],
  ])('fails on %s', (_, access, code, text) => {
    const error = errorOf(() => access(stackFixture().stack));

    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/^\[Stack\/(Bucket|AccessPoint)\]/);
  });
});
