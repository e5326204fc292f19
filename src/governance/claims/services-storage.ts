import { resource } from './arn-kinds';
import { ClaimAccessLevel } from './claim-access-level';
import { ClaimedResources } from './claimed-resources';
import { Entry, flag, list, permission, tags, text, Verb } from './field';
import { encryptionKey, literalTexts, objectKey, resourceTags } from './service-fields';
import { DynamoDbAccess } from '../../access/dynamodb-access';
import { S3Access } from '../../access/s3-access';
import { S3ExpressAccess } from '../../access/s3-express-access';

const { LIST, READ, WRITE, DELETE, TAG } = ClaimAccessLevel;

const bucketOf = (resources: ClaimedResources, { bucket, encryptionKey: key }: Entry) =>
  resources.of('bucket', bucket, (bucketArn, bucketName) => ({ bucketRef: { bucketArn, bucketName }, encryptionKey: resources.key(key) }));
const prefixOf = ({ prefix }: Entry): string => prefix ?? S3Access.WHOLE_BUCKET;
const through = (resources: ClaimedResources, { accessPoint, existingObjectTags, requestObjectTags }: Entry) => ({
  accessPoint: accessPoint && resources.of('accessPoint', accessPoint, (accessPointArn, accessPointName) => ({ accessPointRef: { accessPointArn, accessPointName } })),
  existingObjectTags,
  requestObjectTags,
});

type PrefixBuilder = 'readPrefix' | 'listPrefix' | 'writePrefix' | 'deletePrefix' | 'readTags' | 'writeTags';

function onPrefix(builder: PrefixBuilder, doc: string, level: ClaimAccessLevel, ...takes: string[]): Verb {
  return {
    doc,
    builders: [`S3Access.${builder}`],
    levels: [level],
    needs: ['bucket', ['prefix', 'wholeBucket']],
    takes: ['accessPoint', ...takes],
    build: (resources, entry) => S3Access[builder](bucketOf(resources, entry), prefixOf(entry), through(resources, entry)),
  };
}

export const s3 = permission('Objects of buckets: by what their keys begin with, or one by one.', {
  bucket: resource('The bucket.', 'bucket'),
  prefix: objectKey('What the keys begin with, taken literally; end it with "/" to mean a folder.'),
  object: objectKey('The key of one object, taken literally.'),
  wholeBucket: { ...flag('In place of a prefix: every object of the bucket.'), onlyTrue: true },
  accessPoint: resource('The access point through which the bucket is reached, and without which it is not.', 'accessPoint'),
  existingObjectTags: tags('The tags that an object must bear already.'),
  requestObjectTags: tags('The tags that a request must set, and no others.'),
  encryptionKey: encryptionKey('bucket'),
}, {
  read: {
    doc: 'Reads objects.',
    builders: ['S3Access.readPrefix', 'S3Access.readObject'],
    levels: [READ],
    needs: ['bucket', ['prefix', 'object', 'wholeBucket']],
    takes: ['accessPoint', 'existingObjectTags', 'encryptionKey'],
    build: (resources, entry) => entry.object === undefined
      ? S3Access.readPrefix(bucketOf(resources, entry), prefixOf(entry), through(resources, entry))
      : S3Access.readObject(bucketOf(resources, entry), entry.object, through(resources, entry)),
  },
  list: onPrefix('listPrefix', 'Lists keys.', LIST),
  write: onPrefix('writePrefix', 'Writes objects, replacing what is there.', WRITE, 'requestObjectTags', 'encryptionKey'),
  delete: onPrefix('deletePrefix', 'Deletes objects.', DELETE),
  readTags: onPrefix('readTags', 'Reads the tags of objects.', READ, 'existingObjectTags'),
  writeTags: onPrefix('writeTags', 'Replaces the tags of objects.', TAG, 'existingObjectTags', 'requestObjectTags'),
});

const directoryBucket = (resources: ClaimedResources, { bucket }: Entry) =>
  resources.of('directoryBucket', bucket, (directoryBucketArn, bucketName) => ({ directoryBucketRef: { directoryBucketArn, bucketName } }));

export const s3express = permission('Directory buckets of S3 Express One Zone, by sessions for the whole bucket.', {
  bucket: resource('The bucket.', 'directoryBucket'),
}, {
  readOnlySession: {
    doc: 'Opens sessions that list and read.',
    builders: ['S3ExpressAccess.readOnlySession'],
    levels: [LIST, READ],
    needs: ['bucket'],
    takes: [],
    build: (resources, entry) => S3ExpressAccess.readOnlySession(directoryBucket(resources, entry)),
  },
  readWriteSession: {
    doc: 'Opens sessions that list, read, write and delete.',
    builders: ['S3ExpressAccess.readWriteSession'],
    levels: [LIST, READ, WRITE, DELETE],
    needs: ['bucket'],
    takes: [],
    build: (resources, entry) => S3ExpressAccess.readWriteSession(directoryBucket(resources, entry)),
  },
});

const tableOf = (resources: ClaimedResources, { table, stream, encryptionKey: key }: Entry) => resources.of('table', table, (tableArn, tableName) =>
  ({ tableRef: { tableArn, tableName }, tableStreamArn: stream, encryptionKey: resources.key(key) }));
const ITEMS = ['leadingKeys', 'leadingKeyPrefixes', 'transactionsOnly', 'resourceTags', 'encryptionKey'];

function onTable(builder: 'read' | 'write' | 'deleteItems', doc: string, level: ClaimAccessLevel, ...takes: string[]): Verb {
  return {
    doc,
    builders: [`DynamoDbAccess.${builder}`],
    levels: [level],
    needs: ['table'],
    takes: [...ITEMS, ...takes],
    build: (resources, { table, stream, encryptionKey: key, ...options }) =>
      DynamoDbAccess[builder](tableOf(resources, { table, stream, encryptionKey: key }), options),
  };
}

export const dynamodb = permission('Items of DynamoDB tables.', {
  table: resource('The table.', 'table'),
  leadingKeys: literalTexts('The values that the partition key may have.'),
  leadingKeyPrefixes: literalTexts('What the partition key may begin with, taken literally.'),
  transactionsOnly: flag('Whether items are reached in transactions alone.'),
  resourceTags: resourceTags('table'),
  indexes: list('The indexes to query.', text('The name of an index.', '[A-Za-z0-9_.-]{3,255}', 'the name of an index, 3 to 255 letters, digits, "_", "-" and "."')),
  scan: flag('Whether the table, and each index, may be read as a whole.'),
  attributes: literalTexts('The attributes that are read or written, those of the keys among them.'),
  batch: flag('Whether items are written in batches, which can also delete them.'),
  conditionChecks: flag('Whether transactions check conditions on items that they don\'t write.'),
  stream: resource('The stream of the table.', 'tableStream'),
  encryptionKey: encryptionKey('table'),
}, {
  read: onTable('read', 'Reads items by key and by query.', READ, 'indexes', 'scan', 'attributes'),
  write: { ...onTable('write', 'Puts and updates items.', WRITE, 'batch', 'attributes', 'conditionChecks'), raises: { batch: DELETE } },
  deleteItems: onTable('deleteItems', 'Deletes items by key.', DELETE),
  readStream: {
    doc: 'Reads the stream of a table.',
    builders: ['DynamoDbAccess.readStream'],
    levels: [READ],
    needs: ['table', 'stream'],
    takes: ['encryptionKey'],
    build: (resources, entry) => DynamoDbAccess.readStream(tableOf(resources, entry)),
  },
});
