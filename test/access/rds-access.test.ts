import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct, IConstruct } from 'constructs';
import { testRefusals } from './refusals';
import { statementsOf } from './statements';
import { Forbidden, RdsAccess, SessionTag } from '../../src';
import { ACCOUNT, errorOf, podIdentity, REGION, stackFixture } from '../fixtures';

const ARN = `arn:aws:rds-db:${REGION}:${ACCOUNT}:dbuser`;
const VPC = { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] };

const vpc = (scope: Construct) => ec2.Vpc.fromVpcAttributes(scope, 'Vpc', VPC);
const instance = (scope: Construct, instanceResourceId?: string) => rds.DatabaseInstance.fromDatabaseInstanceAttributes(scope, 'Database', {
  instanceIdentifier: 'invoices', instanceEndpointAddress: 'invoices.example.com', port: 5432, securityGroups: [], instanceResourceId,
});
const cluster = (scope: Construct, clusterResourceIdentifier?: string) =>
  rds.DatabaseCluster.fromDatabaseClusterAttributes(scope, 'Database', { clusterIdentifier: 'invoices', clusterResourceIdentifier });
const proxy = (scope: Construct, dbProxyArn: string) =>
  rds.DatabaseProxy.fromDatabaseProxyAttributes(scope, 'Database', { dbProxyName: 'invoices', dbProxyArn, endpoint: 'proxy.example.com', securityGroups: [] });
const madeInstance = (scope: Construct) => new rds.DatabaseInstance(scope, 'Database', { vpc: vpc(scope), engine: rds.DatabaseInstanceEngine.POSTGRES });
const madeCluster = (scope: Construct) => new rds.DatabaseCluster(scope, 'Database', {
  vpc: vpc(scope), engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }), writer: rds.ClusterInstance.serverlessV2('writer'),
});
const madeProxy = (scope: Construct) => {
  const target = madeInstance(scope);
  return new rds.DatabaseProxy(scope, 'Proxy', {
    vpc: vpc(new Construct(scope, 'OfProxy')), proxyTarget: rds.ProxyTarget.fromInstance(target), secrets: [target.secret!], role: iam.Role.fromRoleName(scope, 'ProxyRole', 'proxy'),
  });
};
const cfnProxy = (scope: Construct) =>
  new rds.CfnDBProxy(scope, 'Proxy', { dbProxyName: 'invoices', engineFamily: 'POSTGRESQL', roleArn: `arn:aws:iam::${ACCOUNT}:role/proxy`, vpcSubnetIds: ['subnet-1'] });

const resourceOf = (database: (stack: Stack) => IConstruct, dbUser = 'exporter', region = REGION) => {
  const [{ Resource, ...others }] = statementsOf((stack) => RdsAccess.connect(database(stack), dbUser), region);
  expect(others).toEqual({ Sid: 'RdsConnect', Effect: 'Allow', Action: 'rds-db:connect' });
  return Resource;
};

test.each<[string, (stack: Stack) => IConstruct, string]>([
  ['an instance', (stack) => instance(stack, 'db-ABCDEFGHIJKL01234'), `${ARN}:db-ABCDEFGHIJKL01234/exporter`],
  ['a cluster', (stack) => cluster(stack, 'cluster-ABCDEFGHIJKL01234'), `${ARN}:cluster-ABCDEFGHIJKL01234/exporter`],
  ['a proxy', (stack) => proxy(stack, `arn:aws:rds:${REGION}:${ACCOUNT}:db-proxy:prx-0123456789abcdef0`), `${ARN}:prx-0123456789abcdef0/exporter`],
  ['a proxy of another account and region', (stack) => proxy(stack, 'arn:aws:rds:eu-west-1:444455556666:db-proxy:prx-0123456789abcdef0'),
    'arn:aws:rds-db:eu-west-1:444455556666:dbuser:prx-0123456789abcdef0/exporter'],
  ['an instance whose look-up is not answered yet', (stack) => instance(stack, 'TESTID'), `${ARN}:TESTID/exporter`],
])('%s that is imported is named by its resource id', (_, database, resource) => {
  expect(resourceOf(database)).toBe(resource);
});

test.each<[string, (stack: Stack) => IConstruct, RegExp, string]>([
  ['an L1 instance', (stack) => new rds.CfnDBInstance(stack, 'Database'), /^Database$/, 'DbiResourceId'],
  ['an L2 instance', madeInstance, /^Database/, 'DbiResourceId'],
  ['an L2 read replica, whose own attribute may be its ARN',
    (stack) => new rds.DatabaseInstanceReadReplica(stack, 'Replica', { vpc: vpc(stack), sourceDatabaseInstance: instance(stack), instanceType: new ec2.InstanceType('t3.small') }),
    /^Replica/, 'DbiResourceId'],
  ['an L1 cluster', (stack) => new rds.CfnDBCluster(stack, 'Database'), /^Database$/, 'DBClusterResourceId'],
  ['an L2 cluster', madeCluster, /^Database/, 'DBClusterResourceId'],
])('%s is named by the attribute that is its resource id', (_, database, logicalId, attribute) => {
  expect(resourceOf(database)).toEqual({ 'Fn::Join': ['', [`${ARN}:`, { 'Fn::GetAtt': [expect.stringMatching(logicalId), attribute] }, '/exporter']] });
});

test.each<[string, (stack: Stack) => IConstruct, object]>([
  ['an L1 proxy', cfnProxy, { 'Fn::GetAtt': ['Proxy', 'DBProxyArn'] }],
  ['an L2 proxy', madeProxy, { 'Fn::GetAtt': [expect.stringMatching(/^Proxy/), 'DBProxyArn'] }],
  ['a proxy that is imported by a parameter', (stack) => proxy(stack, new CfnParameter(stack, 'Arn').valueAsString), { Ref: 'Arn' }],
])('%s is named by the id at the end of its ARN', (_, database, arn) => {
  expect(resourceOf(database)).toEqual({ 'Fn::Join': ['', [`${ARN}:`, { 'Fn::Select': [6, { 'Fn::Split': [':', arn] }] }, '/exporter']] });
});

test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('in %s the partition is %s', (region, partition) => {
  expect(resourceOf((stack) => instance(stack, 'db-ABCDEFGHIJKL01234'), 'exporter', region)).toBe(`arn:${partition}:rds-db:${region}:${ACCOUNT}:dbuser:db-ABCDEFGHIJKL01234/exporter`);
});

test('an import whose resource id is a parameter is left to the service', () => {
  expect(resourceOf((stack) => instance(stack, new CfnParameter(stack, 'Id').valueAsString))).toEqual({ 'Fn::Join': ['', [`${ARN}:`, { Ref: 'Id' }, '/exporter']] });
});

test.each([
  [SessionTag.SERVICE_ACCOUNT, '${aws:PrincipalTag/kubernetes-service-account}'],
  [`app_${SessionTag.NAMESPACE}`, 'app_${aws:PrincipalTag/kubernetes-namespace}'],
  ['a$b', 'a${$}b'],
])('the user %# is a literal but for session tags', (dbUser, written) => {
  expect(resourceOf((stack) => instance(stack, 'db-ABCDEFGHIJKL01234'), dbUser)).toBe(`${ARN}:db-ABCDEFGHIJKL01234/${written}`);
});

test.each<[string, (scope: Construct) => IConstruct & { readonly instanceResourceId?: string; readonly clusterResourceIdentifier?: string }]>([
  ['instances', madeInstance],
  ['clusters', madeCluster],
])('of two %s of the app it is proved that access to one is no access to the other', (_, database) => {
  const { app, stack } = stackFixture();
  const [mine, other] = [database(new Construct(stack, 'Mine')), database(new Construct(stack, 'Other'))];
  const { instanceResourceId = other.clusterResourceIdentifier } = other;
  const workload = podIdentity(stack, {
    access: [RdsAccess.connect(mine, 'exporter')],
    mustNot: [Forbidden.actions('rds-db:connect').on(`${ARN}:${instanceResourceId}/*`)],
  });

  expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED']);
  expect(() => app.synth()).not.toThrow();
});

const USER = 'dbUser must be the name of one database user, without "*" and "?": for more users call connect once for each';
const NO_DATABASE = 'database must be an RDS instance, an Aurora or Multi-AZ cluster, or a proxy: others have no users that IAM authenticates by rds-db:connect';
const NO_ID = 'the resource id of the database must be known, since IAM authentication goes by it and not by the identifier: give db-… as instanceResourceId, cluster-… as clusterResourceIdentifier, or a '
  + 'dbProxyArn that ends with prx-…';

testRefusals([
  ['no user', (stack) => RdsAccess.connect(instance(stack, 'db-A1'), ''), `[Stack/Database] ${USER}, got: "" (InvalidDatabaseUser)`],
  ['any user', (stack) => RdsAccess.connect(instance(stack, 'db-A1'), '*'), `[Stack/Database] ${USER}, got: "*" (InvalidDatabaseUser)`],
  ['users of a pattern', (stack) => RdsAccess.connect(instance(stack, 'db-A1'), 'app?'), `[Stack/Database] ${USER}, got: "app?" (InvalidDatabaseUser)`],
  ['users of a pattern beside a session tag', (stack) => RdsAccess.connect(instance(stack, 'db-A1'), `${SessionTag.NAMESPACE}*`),
    `[Stack/Database] ${USER}, got: ${JSON.stringify(`${SessionTag.NAMESPACE}*`)} (InvalidDatabaseUser)`],
  ['a user that no policy can hold', (stack) => RdsAccess.connect(instance(stack, 'db-A1'), '\u{1F4C4}'), `[Stack/Database] ${USER}, got: "\u{1F4C4}" (InvalidDatabaseUser)`],
  ['an instance by its identifier', (stack) => RdsAccess.connect(instance(stack, 'my-db'), 'app'), `[Stack/Database] ${NO_ID}, got: "my-db" (InvalidResource)`],
  ['an instance whose identifier ends like a resource id', (stack) => RdsAccess.connect(instance(stack, 'my-db-A1'), 'app'), `[Stack/Database] ${NO_ID}, got: "my-db-A1" (InvalidResource)`],
  ['an instance without its resource id', (stack) => RdsAccess.connect(instance(stack), 'app'), `[Stack/Database] ${NO_ID}, got: undefined (InvalidResource)`],
  ['a cluster by its identifier', (stack) => RdsAccess.connect(cluster(stack, 'invoices'), 'app'), `[Stack/Database] ${NO_ID}, got: "invoices" (InvalidResource)`],
  ['a cluster without its resource id', (stack) => RdsAccess.connect(cluster(stack), 'app'), `[Stack/Database] ${NO_ID}, got: undefined (InvalidResource)`],
  ['any cluster', (stack) => RdsAccess.connect(cluster(stack, 'cluster-*'), 'app'), `[Stack/Database] ${NO_ID}, got: "cluster-*" (InvalidResource)`],
  ['a proxy by its name', (stack) => RdsAccess.connect(proxy(stack, `arn:aws:rds:${REGION}:${ACCOUNT}:db-proxy:invoices`), 'app'), `[Stack/Database] ${NO_ID}, got: "invoices" (InvalidResource)`],
  ['a proxy with something behind its resource id', (stack) => RdsAccess.connect(proxy(stack, `arn:aws:rds:${REGION}:${ACCOUNT}:db-proxy:prx-1:x`), 'app'),
    `[Stack/Database] ${NO_ID}, got: "prx-1:x" (InvalidResource)`],
  ['a proxy whose ARN is none', (stack) => RdsAccess.connect(proxy(stack, 'prx-1'), 'app'), `[Stack/Database] ${NO_ID}, got: undefined (InvalidResource)`],
  ['proxies of any account', (stack) => RdsAccess.connect(proxy(stack, `arn:aws:rds:${REGION}:*:db-proxy:prx-1`), 'app'),
    '[Stack/Database] a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements, '
    + `got: "arn:aws:rds:${REGION}:*:db-proxy:prx-1" (InvalidResource)`],
  ['an Aurora Serverless v1 cluster', (stack) => RdsAccess.connect(new rds.ServerlessCluster(stack, 'Database', { engine: rds.DatabaseClusterEngine.AURORA_MYSQL, vpc: vpc(stack) }), 'app'),
    `[Stack/Database] ${NO_DATABASE}, got: "ServerlessCluster2" (InvalidResource)`],
  ['a DocumentDB cluster', (stack) => RdsAccess.connect(docdb.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Database', { clusterIdentifier: 'docs' }), 'app'),
    `[Stack/Database] ${NO_DATABASE}, got: "Import" (InvalidResource)`],
  ['an L1 of DocumentDB', (stack) => RdsAccess.connect(new docdb.CfnDBCluster(stack, 'Database'), 'app'), `[Stack/Database] ${NO_DATABASE}, got: "CfnDBCluster" (InvalidResource)`],
  ['an app', (stack) => RdsAccess.connect(App.of(stack)!, 'app'), `[] ${NO_DATABASE}, got: "App" (InvalidResource)`],
]);

test('a resource id of a parameter and a pattern beside it is refused', () => {
  const { stack } = stackFixture();

  expect(errorOf(() => RdsAccess.connect(instance(stack, `${new CfnParameter(stack, 'Id').valueAsString}*`), 'app')).message).toContain(`[Stack/Database] ${NO_ID}, got: "\${Token[`);
});
