import * as s3express from 'aws-cdk-lib/aws-s3express';
import { Calls } from './entry';
import { S3ExpressAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const s3ExpressCalls: Calls = (stack) => {
  const arn = `arn:aws:s3express:${REGION}:${ACCOUNT}:bucket/shuffle--euc1-az1--x-s3`;
  const bucket = s3express.CfnDirectoryBucket.fromDirectoryBucketArn(stack, 'DirectoryBucket', arn);
  return [
    ['S3ExpressAccess.readOnlySession', 'bucket', S3ExpressAccess.readOnlySession(bucket)],
    ['S3ExpressAccess.readWriteSession', 'bucket', S3ExpressAccess.readWriteSession(bucket)],
  ];
};
