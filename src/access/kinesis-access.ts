import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Access } from './access';
import { allConditions, tagConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { Statement } from '../policy/statement';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

const STREAM: ArnForm = { service: 'kinesis', resource: /^stream\/[^/]+$/, shown: 'kinesis:REGION:ACCOUNT:stream/NAME' };

/** What a stream must be so that it may be used. */
export interface KinesisAccessOptions {
  /**
   * The tags that the stream must bear, each with this value, and the consumer as well where one is given; a value may
   * name the pod, such as `SessionTag.NAMESPACE`.
   *
   * @default - neither needs tags
   */
  readonly resourceTags?: Record<string, string>;
}

/** How records are put on a stream. */
export interface KinesisProduceOptions extends KinesisAccessOptions {
  /**
   * Whether the workload asks for the state and the shards of the stream, as the Kinesis Producer Library does: adds
   * `kinesis:DescribeStreamSummary` and `kinesis:ListShards`.
   *
   * @default false
   */
  readonly describe?: boolean;
}

/** How records are read from a stream. */
export interface KinesisConsumeOptions extends KinesisAccessOptions {
  /**
   * The registered consumer by which the workload reads with enhanced fan-out: adds `kinesis:SubscribeToShard` and
   * `kinesis:DescribeStreamConsumer` on it.
   *
   * @default - no enhanced fan-out
   */
  readonly consumer?: kinesis.IStreamConsumerRef;
}

/**
 * Builds access to Kinesis data streams: a producer is not a consumer.
 *
 * A stream whose `encryptionKey` is known (an L2, or an import that names it) brings the use of that key through Kinesis;
 * for an L1 stream with a key add `KmsAccess.viaService`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesis.html
 */
export abstract class KinesisAccess {
  /**
   * Puts records on a stream, one by one or many at once.
   *
   * - Actions: `kinesis:PutRecord`, `kinesis:PutRecords` on the stream; with `describe` also
   *   `kinesis:DescribeStreamSummary`, `kinesis:ListShards`.
   * - Condition: with `resourceTags`, `StringEquals` `aws:ResourceTag/KEY`.
   * - With a known key: `kms:GenerateDataKey` on the key through Kinesis, for this stream alone.
   *
   * @throws if `resourceTags` is empty or has a key that no tag can have
   * @see https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
   * @example
   * declare const stream: kinesis.Stream;
   * KinesisAccess.produce(stream);
   */
  public static produce(stream: kinesis.IStreamRef, options: KinesisProduceOptions = {}): Access {
    const describe = options.describe ? ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'] : [];
    return streamAccess(stream, 'KinesisProduce', ['kinesis:PutRecord', 'kinesis:PutRecords', ...describe], options, KmsOperation.GENERATE_DATA_KEY);
  }

  /**
   * Reads the records of a stream.
   *
   * - Actions on the stream: `kinesis:GetRecords`, `kinesis:GetShardIterator`, `kinesis:DescribeStreamSummary`,
   *   `kinesis:ListShards`.
   * - Actions on the `consumer`: `kinesis:SubscribeToShard`, `kinesis:DescribeStreamConsumer`.
   * - Condition: with `resourceTags`, `StringEquals` `aws:ResourceTag/KEY`.
   * - With a known key: `kms:Decrypt` on the key through Kinesis, for this stream alone.
   *
   * The Kinesis Client Library also keeps tables in DynamoDB and sends metrics to CloudWatch, which this doesn't give.
   *
   * @throws if `resourceTags` is empty or has a key that no tag can have; if `consumer` is one of another stream
   * @see https://docs.aws.amazon.com/streams/latest/dev/kcl-iam-permissions.html
   * @example
   * declare const stream: kinesis.Stream;
   * declare const consumer: kinesis.StreamConsumer;
   * KinesisAccess.consume(stream, { consumer });
   */
  public static consume(stream: kinesis.IStreamRef, options: KinesisConsumeOptions = {}): Access {
    const actions = ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'];
    return streamAccess(stream, 'KinesisConsume', actions, options, KmsOperation.DECRYPT, options.consumer);
  }
}

function streamAccess(
  stream: kinesis.IStreamRef, sid: string, actions: string[], options: KinesisAccessOptions, operation: KmsOperation,
  consumer?: kinesis.IStreamConsumerRef,
): Access {
  const { encryptionKey } = stream as { readonly encryptionKey?: kms.IKeyRef };
  const arn = exactArn(stream, stream.streamRef.streamArn, STREAM);
  const conditions = allConditions(tagConditions(stream, 'resourceTags', options.resourceTags));
  const fanOut: Statement[] = consumer === undefined ? [] : [{
    sid: 'KinesisFanOut',
    effect: 'Allow',
    actions: ['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer'],
    resources: [consumerArn(consumer, arn)],
    conditions,
  }];
  return Access._of(sid,
    { sid, effect: 'Allow', actions, resources: [arn], conditions },
    ...fanOut,
    ...impliedKeyUse(stream, encryptionKey, KmsService.KINESIS, [operation], { name: 'aws:kinesis:arn', values: [arn] }));
}

/** The ARN of a consumer; refuses one of which it is known that it reads another stream. */
function consumerArn(consumer: kinesis.IStreamConsumerRef, streamArn: string): string {
  const arn = exactArn(consumer, consumer.streamConsumerRef.consumerArn);
  if (!isToken(arn) && !isToken(streamArn) && !arn.startsWith(`${streamArn}/consumer/`)) {
    refuse(consumer, 'InvalidResource', `consumer reads another stream than ${streamArn}, on which the workload could do nothing else: give a consumer of the same stream, ${got(arn)}`);
  }
  return arn;
}
