import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import { bedrockCalls } from './bedrock';
import { cloudWatchCalls } from './cloudwatch';
import { dynamoDbCalls } from './dynamodb';
import { ecrCalls } from './ecr';
import { Calls, Entry, KEY_ARN } from './entry';
import { eventBridgeCalls } from './event-bridge';
import { kinesisCalls } from './kinesis';
import { kmsCalls } from './kms';
import { lambdaCalls } from './lambda';
import { rdsCalls } from './rds';
import { s3Calls } from './s3';
import { s3ExpressCalls } from './s3-express';
import { secretsManagerCalls } from './secrets-manager';
import { snsCalls } from './sns';
import { sqsCalls } from './sqs';
import { ssmCalls } from './ssm';
import { stepFunctionsCalls } from './step-functions';
import { stsCalls } from './sts';
import { xrayCalls } from './xray';
import { ACCOUNT, REGION } from '../../fixtures';

/** The builders, in the order in which people look for them. */
const ALL: readonly Calls[] = [
  s3Calls,
  s3ExpressCalls,
  sqsCalls,
  snsCalls,
  eventBridgeCalls,
  kinesisCalls,
  dynamoDbCalls,
  secretsManagerCalls,
  ssmCalls,
  stsCalls,
  kmsCalls,
  rdsCalls,
  cloudWatchCalls,
  xrayCalls,
  ecrCalls,
  lambdaCalls,
  stepFunctionsCalls,
  bedrockCalls,
];

/** Every builder with every option. */
export function catalogue(): Entry[] {
  const stack = new Stack(undefined, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
  return ALL.flatMap((calls) => calls(stack, key)).map(([builder, call, access]) => ({ builder, call, access }));
}
