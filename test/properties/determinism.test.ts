import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as fc from 'fast-check';
import { Access, DynamoDbAccess, KmsAccess, KmsService, PodIdentityWorkload, S3Access, SqsAccess } from '../../src';
import { clusterFixture, IDENTITY, stackFixture } from '../fixtures';

/** A stack with resources of the app, and the accesses to them that the properties choose from. */
function declarations(): { stack: Stack; template: () => string; accesses: (() => Access)[] } {
  const { stack, template } = stackFixture();
  const encryptionKey = new kms.Key(stack, 'Key');
  const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey });
  const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: encryptionKey });
  const table = new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const accesses = [
    () => S3Access.readPrefix(bucket, 'in/'),
    () => S3Access.listPrefix(bucket, 'in/'),
    () => S3Access.writePrefix(bucket, 'out/'),
    () => S3Access.deletePrefix(bucket, 'in/'),
    () => SqsAccess.produce(queue),
    () => SqsAccess.consume(queue),
    () => DynamoDbAccess.read(table, { indexes: ['by-date', 'by-customer'] }),
    () => DynamoDbAccess.write(table),
    () => KmsAccess.viaService(encryptionKey, KmsService.SSM),
  ];
  return { stack, template: () => JSON.stringify(template().toJSON()), accesses };
}

function templateOf(order: number[], owners: string[]): string {
  const { stack, template, accesses } = declarations();
  const cluster = clusterFixture(stack);
  for (const owner of owners) {
    const workload = new PodIdentityWorkload(stack, `W-${owner}`, { cluster, ...IDENTITY, serviceAccountName: owner, owner });
    order.forEach((index) => workload.addAccess(accesses[index]()));
  }
  return template();
}

/** The part of a template that is about the workload of an owner. */
function fragment(template: string, owner: string): unknown {
  return Object.entries(JSON.parse(template).Resources).filter(([id]) => id.startsWith(`W${owner}`));
}

const order = fc.shuffledSubarray([...declarations().accesses.keys()]);

test('the order in which access is declared doesn\'t change the template', () => {
  fc.assert(fc.property(order, (given) => templateOf([...given].sort(), ['a']) === templateOf(given, ['a'])), { numRuns: 25 });
});

test('the order in which workloads are declared doesn\'t change a workload\'s part of the template', () => {
  fc.assert(fc.property(order, (given) => {
    const [one, other] = [templateOf(given, ['a', 'b']), templateOf(given, ['b', 'a'])];
    expect(fragment(one, 'a')).toHaveLength(2);
    expect(fragment(other, 'a')).toEqual(fragment(one, 'a'));
    expect(fragment(templateOf(given, ['a']), 'a')).toEqual(fragment(one, 'a'));
  }), { numRuns: 15 });
});
