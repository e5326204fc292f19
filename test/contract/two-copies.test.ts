import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as library from '../../src';
import { clusterFixture, errorOf, IDENTITY, stackFixture } from '../fixtures';

/*
 * An app may hold the library twice, each with an aws-cdk-lib of its own, as when a package of constructs brings its
 * copy. What is what is told by registered symbols, never by `instanceof`.
 */

let second: typeof library;

beforeAll(() => jest.isolateModules(() => { second = jest.requireActual('../../src'); }));

/** A workload of the second copy in an app, with a cluster, a bucket and an access of the first. */
function mixed(mustNot: library.Forbidden[]) {
  const { app, stack, template } = stackFixture();
  const cluster = clusterFixture(stack);
  const bucket = new s3.Bucket(stack, 'Bucket');
  const own = new library.PodIdentityWorkload(stack, 'Own', { ...IDENTITY, serviceAccountName: 'own', cluster, access: [library.S3Access.readPrefix(bucket, 'a/')], mustNot });
  const other = new second.PodIdentityWorkload(stack, 'Other', { ...IDENTITY, cluster, access: [library.S3Access.readPrefix(bucket, 'b/')], mustNot });
  return { app, stack, template, cluster, bucket, own, other };
}

test('the second copy is one of its own', () => {
  expect(second.PodIdentityWorkload).not.toBe(library.PodIdentityWorkload);
});

test('workloads of both define the same', () => {
  const { template } = mixed([]);
  const resources = Object.values<{ Type: string; Properties: any }>(template().toJSON().Resources);
  const [own, other] = resources.filter(({ Type }) => Type === 'AWS::IAM::Role');

  expect(JSON.parse(JSON.stringify(other.Properties).replaceAll('invoice-exporter', 'own').replaceAll('b/*', 'a/*'))).toEqual(own.Properties);
  expect(resources.filter(({ Type }) => Type === 'AWS::EKS::PodIdentityAssociation')).toHaveLength(2);
});

test('what one copy must not is proved with a bucket and an access of the other', () => {
  const { app, bucket, other } = mixed([library.Forbidden.actions('s3:DeleteObject')]);
  expect(other.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED']);

  other.addAccess(second.S3Access.deletePrefix(bucket, 'b/'));
  expect(() => app.synth()).toThrow('s3:DeleteObject');
});

test('a service account that both declare is found', () => {
  const { stack, cluster } = mixed([]);
  const again = () => new second.PodIdentityWorkload(stack, 'Again', { ...IDENTITY, serviceAccountName: 'own', cluster });
  expect(errorOf(again).message).toContain('finance-prod/own');
});

test.each([['first', () => library], ['second', () => second]])('the inventory and the assertions of the %s see workloads of both', (_, copy) => {
  const { app, stack } = mixed([]);
  new (copy().IdentityInventory)(app, 'Inventory');
  const inventory = join(app.synth().directory, 'identity-inventory', 'inventory.json');
  const { identities } = JSON.parse(readFileSync(inventory, 'utf8'));

  expect(identities.map(({ serviceAccount }: { serviceAccount: string }) => serviceAccount).sort()).toEqual(['invoice-exporter', 'own']);
  for (const name of ['invoice-exporter', 'own']) {
    copy().IdentityAssertions.fromStack(stack).workload('finance-prod', name).cannot('s3:DeleteObject', '*');
  }
});
