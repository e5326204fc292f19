import { resource } from './arn-kinds';
import { ClaimAccessLevel } from './claim-access-level';
import { ClaimedResources } from './claimed-resources';
import { Entry, flag, list, permission, plain, Verb } from './field';
import { encryptionKey, resourceTags } from './service-fields';
import { EventBridgeAccess } from '../../access/event-bridge-access';
import { KinesisAccess } from '../../access/kinesis-access';
import { SnsAccess } from '../../access/sns-access';
import { SqsAccess } from '../../access/sqs-access';

const { READ, WRITE, DELETE } = ClaimAccessLevel;

/** A queue; the URL is what its type asks for, and read by no builder. */
const queueOf = (resources: ClaimedResources, { queue, encryptionKey: key }: Entry) =>
  resources.of('queue', queue, (queueArn, queueName) => ({ queueRef: { queueArn, queueUrl: queueName }, encryptionMasterKey: resources.key(key) }));

function onQueue(builder: 'produce' | 'consume', doc: string, ...levels: ClaimAccessLevel[]): Verb {
  return {
    doc,
    builders: [`SqsAccess.${builder}`],
    levels,
    needs: ['queue'],
    takes: ['lookUpUrl', 'resourceTags', 'encryptionKey'],
    build: (resources, entry) => SqsAccess[builder](queueOf(resources, entry), { lookUpUrl: entry.lookUpUrl, resourceTags: entry.resourceTags }),
  };
}

export const sqs = permission('Queues: a producer is not a consumer.', {
  queue: resource('The queue.', 'queue'),
  lookUpUrl: flag('Whether the workload asks for the URL of the queue by its name.'),
  resourceTags: resourceTags('queue'),
  encryptionKey: encryptionKey('queue'),
}, {
  produce: onQueue('produce', 'Sends messages.', WRITE),
  consume: onQueue('consume', 'Receives and deletes messages.', READ, DELETE),
});

export const sns = permission('Topics.', {
  topic: resource('The topic.', 'topic'),
  resourceTags: resourceTags('topic'),
  encryptionKey: encryptionKey('topic'),
}, {
  publish: {
    doc: 'Publishes messages.',
    builders: ['SnsAccess.publish'],
    levels: [WRITE],
    needs: ['topic'],
    takes: ['resourceTags', 'encryptionKey'],
    build: (resources, entry) => SnsAccess.publish(
      resources.of('topic', entry.topic, (topicArn) => ({ topicRef: { topicArn }, masterKey: resources.key(entry.encryptionKey) })),
      { resourceTags: entry.resourceTags }),
  },
});

export const eventBridge = permission('Event buses.', {
  bus: resource('The event bus.', 'bus'),
  sources: list('The sources that events may name.', plain('A source.')),
  detailTypes: list('The detail types that events may have.', plain('A detail type.')),
}, {
  putEvents: {
    doc: 'Puts events.',
    builders: ['EventBridgeAccess.putEvents'],
    levels: [WRITE],
    needs: ['bus'],
    takes: ['sources', 'detailTypes'],
    build: (resources, { bus, sources, detailTypes }) => EventBridgeAccess.putEvents(
      resources.of('bus', bus, (eventBusArn, eventBusName) => ({ eventBusRef: { eventBusArn, eventBusName } })), { sources, detailTypes }),
  },
});

const streamOf = (resources: ClaimedResources, { stream, encryptionKey: key }: Entry) =>
  resources.of('stream', stream, (streamArn, streamName) => ({ streamRef: { streamArn, streamName }, encryptionKey: resources.key(key) }));

export const kinesis = permission('Data streams.', {
  stream: resource('The stream.', 'stream'),
  describe: flag('Whether the workload asks for the state and the shards of the stream.'),
  consumer: resource('The registered consumer by which the workload reads with enhanced fan-out.', 'consumer'),
  resourceTags: resourceTags('stream'),
  encryptionKey: encryptionKey('stream'),
}, {
  produce: {
    doc: 'Puts records.',
    builders: ['KinesisAccess.produce'],
    levels: [WRITE],
    needs: ['stream'],
    takes: ['describe', 'resourceTags', 'encryptionKey'],
    build: (resources, entry) => KinesisAccess.produce(streamOf(resources, entry), { describe: entry.describe, resourceTags: entry.resourceTags }),
  },
  consume: {
    doc: 'Reads records.',
    builders: ['KinesisAccess.consume'],
    levels: [READ],
    needs: ['stream'],
    takes: ['consumer', 'resourceTags', 'encryptionKey'],
    build: (resources, entry) => KinesisAccess.consume(streamOf(resources, entry), {
      consumer: entry.consumer && resources.of('consumer', entry.consumer, (consumerArn) => ({ streamConsumerRef: { consumerArn } })),
      resourceTags: entry.resourceTags,
    }),
  },
});
