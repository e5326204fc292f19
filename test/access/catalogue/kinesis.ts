import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Calls } from './entry';
import { KinesisAccess, SessionTag } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const kinesisCalls: Calls = (stack, encryptionKey) => {
  const streamArn = `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/invoices`;
  const stream = kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn, encryptionKey });
  const consumer = kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', `${streamArn}/consumer/exporter:1700000000`);
  const resourceTags = { namespace: SessionTag.NAMESPACE };
  return [
    ['KinesisAccess.produce', 'stream', KinesisAccess.produce(stream)],
    ['KinesisAccess.produce', 'stream, { describe: true, resourceTags: { namespace: SessionTag.NAMESPACE } }', KinesisAccess.produce(stream, { describe: true, resourceTags })],
    ['KinesisAccess.consume', 'stream', KinesisAccess.consume(stream)],
    ['KinesisAccess.consume', 'stream, { consumer }', KinesisAccess.consume(stream, { consumer })],
    ['KinesisAccess.consume', 'stream, { consumer, resourceTags: { namespace: SessionTag.NAMESPACE } }', KinesisAccess.consume(stream, { consumer, resourceTags })],
  ];
};
