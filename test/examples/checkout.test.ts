import * as fs from 'node:fs';
import * as path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as cdk8s from 'cdk8s';
import { checkout } from '../../examples/checkout/app';
import { IdentityAssertions, S3Access } from '../../src';
import { decide } from '../guardrails/admission/decide';

const { app, stack, pods, gitops, workloads } = checkout();
app.synth();
const identities = IdentityAssertions.fromStack(stack);
const api = identities.workload('shop-prod', 'checkout-api');
const writer = identities.workload('shop-prod', 'receipt-writer');
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;

/** The roles, by the beginning of their logical ids. */
const role = (id: string): any => Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).find(([logicalId]) => logicalId.startsWith(id))![1];

test('the example uses at least eight services, by concrete actions alone', () => {
  const actions = workloads.flatMap(({ policyDocument }) => policyDocument.toJSON().Statement).flatMap(({ Action }: any) => [Action].flat());

  expect(new Set(actions.map((action: string) => action.split(':')[0])).size).toBeGreaterThanOrEqual(8);
  expect(actions.filter((action: string) => action.includes('*'))).toEqual([]);
});

test('what neither may do is proved', () => {
  expect(workloads.flatMap((workload) => workload.proveMustNot()).filter(({ verdict }) => verdict !== 'PROVED')).toEqual([]);
  expect(workloads.map((workload) => workload.proveMustNot().length)).toEqual([6, 5]);
});

test('one statement more that allows what is forbidden stops synth', () => {
  const another = checkout();
  another.workloads[1].addAccess(S3Access.readPrefix(s3.Bucket.fromBucketName(another.stack, 'Receipts', 'company-receipts'), 'shop-prod/'));

  expect(() => another.app.synth()).toThrow('[checkout/ReceiptWriter] the workload must not do s3:*');
});

test('carts, parameters and receipts are those of the own shop alone, whichever mechanism binds the workload', () => {
  const cart = arn('dynamodb', 'table/carts');
  const ofItem = (key: string) => ({ context: { 'dynamodb:LeadingKeys': [key] } });

  api.can('dynamodb:PutItem', cart, ofItem('shop-prod#1')).cannot('dynamodb:PutItem', cart, ofItem('other-shop#1')).cannot('dynamodb:GetItem', cart)
    .can('ssm:GetParameter', arn('ssm', 'parameter/shops/shop-prod/fees')).cannot('ssm:GetParameter', arn('ssm', 'parameter/shops/other-shop/fees'));
  writer.can('s3:PutObject', 'arn:aws:s3:::company-receipts/shop-prod/receipts/1.pdf').cannot('s3:PutObject', 'arn:aws:s3:::company-receipts/other-shop/receipts/1.pdf');
});

test('the role of the IRSA workload bears the namespace, and that of the Pod Identity workload leaves it to the session', () => {
  const keys = (id: string) => role(id).Properties.Tags.map(({ Key }: any) => Key);

  expect(keys('ReceiptWriter')).toContain('kubernetes-namespace');
  expect(keys('CheckoutApi')).not.toContain('kubernetes-namespace');
});

test('events, the database, the function and the key are used as declared, and not otherwise', () => {
  const event = (source: string) => ({ context: { 'events:source': [source], 'events:detail-type': ['OrderPlaced'] } });
  const key = arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
  const through = (service: string, name: string, value: string) => ({ context: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com`, [`kms:EncryptionContext:${name}`]: value } });

  api.can('events:PutEvents', arn('events', 'event-bus/shops'), event('shop.checkout')).cannot('events:PutEvents', arn('events', 'event-bus/shops'), event('shop.refunds'))
    .can('rds-db:connect', arn('rds-db', 'dbuser:cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ/checkout_api'))
    .cannot('rds-db:connect', arn('rds-db', 'dbuser:cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ/admin'))
    .can('kms:Decrypt', key, through('dynamodb', 'aws:dynamodb:tableName', 'carts')).cannot('kms:Decrypt', key, through('dynamodb', 'aws:dynamodb:tableName', 'payments'));
  writer.can('lambda:InvokeFunction', arn('lambda', 'function:render-receipt:live')).cannot('lambda:InvokeFunction', arn('lambda', 'function:render-receipt'))
    .can('kms:GenerateDataKey', key, through('s3', 'aws:s3:arn', 'arn:aws:s3:::company-receipts')).cannot('kms:GenerateDataKey', key, through('sns', 'aws:sns:topicArn', arn('sns', 'receipts')));
});

test('both ServiceAccounts are in the tree for GitOps, the one of IRSA with its role', () => {
  const file = (name: string) => fs.readFileSync(path.join(gitops, `production/shop-prod/serviceaccount-${name}.yaml`), 'utf8');

  expect(file('checkout-api')).not.toContain('role-arn');
  expect(file('receipt-writer')).toContain('eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/receipt-writer');
});

test('the pods run as their service accounts, and fail rather than taking the role of the node', () => {
  const [ofApi, ofWriter] = JSON.parse(JSON.stringify(pods.toJson())).map(({ spec }: any) => spec.template.spec);

  expect([ofApi, ofWriter].map(({ serviceAccountName }) => serviceAccountName)).toEqual(['checkout-api', 'receipt-writer']);
  for (const container of [...ofApi.containers, ...ofWriter.initContainers, ...ofWriter.containers]) {
    expect(container.env).toContainEqual({ name: 'AWS_EC2_METADATA_DISABLED', value: 'true' });
  }
  expect(ofWriter.initContainers.map(({ name }: any) => name)).toEqual(['wait-for-identity']);
});

test('the policies admit the pods and the ServiceAccounts of the example itself', () => {
  const read = (file: string): any[] => cdk8s.Yaml.load(path.join(__dirname, '../../examples/checkout/golden', file));
  const policies = read('admission.k8s.yaml').filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  const objects = [...read('pods.k8s.yaml'), ...['checkout-api', 'receipt-writer'].flatMap((name) => read(`gitops/production/shop-prod/serviceaccount-${name}.yaml`))];

  expect(objects).toHaveLength(4);
  expect(objects.flatMap((object) => policies.flatMap((policy) => decide(policy, { object })))).toEqual([]);

  const [, ofWriter] = objects;
  ofWriter.spec.template.spec.containers[0].image = 'busybox';
  expect(policies.flatMap((policy) => decide(policy, { object: ofWriter }))).toEqual([expect.stringContaining('must run one of the images')]);
});
