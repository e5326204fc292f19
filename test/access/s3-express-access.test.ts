import { Stack } from 'aws-cdk-lib';
import * as s3express from 'aws-cdk-lib/aws-s3express';
import { statementsOf } from './statements';
import { S3ExpressAccess } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const NAME = 'shuffle--euc1-az1--x-s3';
const ARN = `arn:aws:s3express:${REGION}:${ACCOUNT}:bucket/${NAME}`;
const imported = (stack: Stack, arn = ARN) => s3express.CfnDirectoryBucket.fromDirectoryBucketArn(stack, 'Bucket', arn);

test('a session that reads is bound to its mode', () => {
  expect(statementsOf((stack) => S3ExpressAccess.readOnlySession(imported(stack)))).toEqual([{
    Sid: 'S3ExpressReadOnlySession', Effect: 'Allow', Action: 's3express:CreateSession', Resource: ARN, Condition: { StringEquals: { 's3express:SessionMode': 'ReadOnly' } },
  }]);
});

test('a session that writes may have either mode', () => {
  expect(statementsOf((stack) => S3ExpressAccess.readWriteSession(imported(stack)))).toEqual([
    { Sid: 'S3ExpressReadWriteSession', Effect: 'Allow', Action: 's3express:CreateSession', Resource: ARN },
  ]);
});

test('a bucket of the app is named by its attribute, one that is imported by its name by its partition, region and account', () => {
  const [own] = statementsOf((stack) => S3ExpressAccess.readWriteSession(
    new s3express.CfnDirectoryBucket(stack, 'Own', { dataRedundancy: 'SingleAvailabilityZone', locationName: 'euc1-az1' })));
  const [named] = statementsOf((stack) => S3ExpressAccess.readWriteSession(s3express.CfnDirectoryBucket.fromBucketName(stack, 'Named', NAME)));

  expect(own.Resource).toEqual({ 'Fn::GetAtt': ['Own', 'Arn'] });
  expect(named.Resource).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3express:${REGION}:${ACCOUNT}:bucket/${NAME}`]] });
});

test('fails on a bucket that is a pattern', () => {
  const error = errorOf(() => S3ExpressAccess.readOnlySession(imported(stackFixture().stack, ARN.replace('shuffle', '*'))));

  expect(error.code).toBe('InvalidResource');
  expect(error.message).toMatch(/^\[Stack\/Bucket\] a builder takes one resource, and the ARN of this one is a pattern/);
});
