import { App, Stack, Stage } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { auditedStack, HELM } from './audited-app';
import { directoryOf, run } from './command';
import { classesOf, compileErrors } from './compiled';
import { WorkloadCluster } from '../../src';
import { checkedApp } from '../../src/cli/audit/known';
import { Side, sideOfTrust } from '../../src/governance/baseline/read-policies';
import { widerThan } from '../../src/governance/baseline/wider';
import { recordTrust } from '../../src/governance/inventory/record-statements';
import { Policies } from '../../src/policy/policy';
import { workloadsOf } from '../../src/workload/workloads-of';
import { ACCOUNT, PROVIDER_ARN, REGION } from '../fixtures';

let directory: string;
let audited: any;
let text: string;

beforeAll(() => {
  directory = directoryOf({ 'charts/shop.yaml': HELM });
  (Stage.of(auditedStack(`${directory}/cdk.out`)) as Stage).synth();
  text = run(['audit', `${directory}/cdk.out`, `${directory}/charts`]).out;
  audited = JSON.parse(run(['audit', `${directory}/cdk.out`, `${directory}/charts`, '--json']).out);
});

const rows = () => audited.identities
  .map(({ serviceAccount, mechanisms, role, roleArn }: any) => [serviceAccount, mechanisms.join(), role ?? roleArn]);
const named = (name: string) => audited.identities.find((each: any) => each.serviceAccount === name);

test('audit finds each identity, whoever made it', () => {
  expect(rows()).toEqual([
    ['?/other', 'irsa', `arn:aws:iam::${ACCOUNT}:role/elsewhere`],
    ['finance-prod/invoice-exporter', 'pod-identity', 'Shop/Tagged'],
    ['kube-system/ebs-csi-controller-sa', 'pod-identity', 'Shop/Driver'],
    [expect.stringContaining('service accounts with StringLike'), 'irsa', 'Shop/Anybody'],
    ['shop/by-hand', 'irsa', 'Shop/ByHand'],
    ['shop/data', 'pod-identity', 'Shop/Data'],
    ['shop/open', 'pod-identity', 'Shop/Open'],
    ['shop/pods', 'pod-identity', 'Shop/Cluster/Pods/Role/Resource'],
    ['shop/tokens', 'irsa', 'Shop/Cluster/Tokens/Role/Resource'],
  ]);
});

test('an identity that several places tell of is one', () => {
  expect(named('shop/by-hand').foundIn).toEqual(['trust policy of Shop/ByHand', `annotation in ${directory}/charts/shop.yaml`]);
  expect(named('shop/tokens').foundIn).toHaveLength(2);
});

test('audit runs the checks, and finds static credentials', () => {
  expect(audited.findings.map(({ check }: any) => check)).toEqual(expect.arrayContaining(['OpenPodIdentityTrust', 'WildcardSubject', 'AdminPolicy']));
  expect(audited.staticCredentials).toEqual([expect.objectContaining({ object: `${directory}/charts/shop.yaml: Deployment other`, name: 'AWS_ACCESS_KEY_ID' })]);
  expect(run(['audit', `${directory}/cdk.out`]).code).toBe(1);
});

test('audit tells why an identity is not declared', () => {
  expect(named('?/other').notDeclared).toBe(`the role arn:aws:iam::${ACCOUNT}:role/elsewhere is in no template that was given: audit the template that has it as well`);
  expect(audited.identities.filter(({ notDeclared }: any) => notDeclared !== undefined)).toHaveLength(2);
});

test('audit tells what it leaves out, and what it makes narrower', () => {
  expect(named('shop/by-hand').remarks).toEqual([
    'Left out, since what it says is not known here: AmazonSQSFullAccess. Declare what of it is used, and what it denies.',
  ]);
  expect(named('shop/pods').remarks[0]).toMatch(/^Narrower: .* allowed s3:GetObject\*, s3:GetBucket\*, s3:List\*; see whether more of that is used\.$/);
  expect(named('shop/open').remarks).toEqual(['As it was: statement 1 of the inline policy Access. See whether a builder says it more narrowly.']);
});

test('audit tells the order in which to go on', () => {
  expect(audited.order.map(({ of }: any) => of)).toEqual([
    ['Shop/Cluster/Pods/Role/Resource', 'Shop/Data', 'Shop/Open', 'Shop/Driver', 'Shop/Anybody'],
    [`${directory}/charts/shop.yaml: Deployment other: app: AWS_ACCESS_KEY_ID`],
    [expect.stringContaining('?/other'), expect.stringContaining('service accounts with')],
    ['finance-prod/invoice-exporter: Shop/TaggedAssociation (TaggedAssociation)', 'shop/data: Shop/DataAssociation (DataAssociation)', 'shop/open: Shop/OpenAssociation (OpenAssociation)', expect.stringContaining('shop/pods')],
    expect.arrayContaining(['shop/by-hand', 'shop/tokens']),
    ['kube-system/ebs-csi-controller-sa: Shop/Addon'],
    expect.arrayContaining(['Shop/Tagged']),
  ]);
});

test('the text tells the same', () => {
  expect(text).toContain('9 identities\n');
  expect(text).toContain('  shop/by-hand  irsa in oidc.eks.eu-central-1.amazonaws.com/id/');
  expect(text).toContain('1 static credential\n');
  expect(text).toContain(audited.declarations);
});

test('the declarations compile', () => {
  expect(compileErrors(audited.declarations)).toEqual([]);
});

test('the declarations say by builders what builders can say', () => {
  expect(audited.declarations).toContain('S3Access.readPrefix(bucket, \'in/\')');
  expect(audited.declarations).toContain('S3Access.listPrefix(bucket, \'in/\')');
  expect(audited.declarations).toContain('SqsAccess.consume(queue, { lookUpUrl: true })');
  expect(audited.declarations).toContain('SnsAccess.publish(topic)');
  for (const said of [
    'DynamoDbAccess.read(table, { scan: true })', 'DynamoDbAccess.read(table2)', 'DynamoDbAccess.write(table2, { batch: true, conditionChecks: true })', 'DynamoDbAccess.deleteItems(table2)',
    'KinesisAccess.consume(stream)', 'SecretsManagerAccess.read(secret, { describe: true })', 'SecretsManagerAccess.read(secret2)', 'SsmAccess.readParameter(parameter)',
    'SsmAccess.readParameter(parameter2)', 'KmsAccess.viaService(key, KmsService.S3, {',
  ]) { expect(audited.declarations).toContain(said); }
  expect(audited.declarations).toContain('stage: MigrationStage.IRSA');
});

/** The original template, and in it the declarations. */
function declared(): { template: any; roles: Map<string, string> } {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Shop', { env: { account: ACCOUNT, region: REGION } });
  const cluster = WorkloadCluster.fromAttributes(stack, 'Given', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN });
  const addon = new eks.CfnAddon(stack, 'GivenAddon', { clusterName: 'production', addonName: 'aws-ebs-csi-driver' });
  const props = new Proxy({ owner: 'shop', addon }, { get: (known, name) => name in known ? known[name as 'owner'] : cluster });
  const { ShopIdentities } = classesOf(audited.declarations);
  new ShopIdentities(stack, 'Declared', props);
  const workloads = workloadsOf(stack);
  const roles = new Map(workloads.map((workload) => [`${workload.namespace}/${workload.serviceAccountName}`, stack.resolve(workload.roleArn)['Fn::GetAtt'][0]]));
  const own = (Stage.of(stack) as Stage).synth().getStackByName('Shop').template;
  const original = JSON.parse(JSON.stringify((Stage.of(auditedStack()) as Stage).synth().getStackByName('Shop').template));
  return { template: { Resources: { ...original.Resources, ...own.Resources } }, roles };
}

test('no declaration allows a request that was not allowed', () => {
  const { template, roles } = declared();
  const app = checkedApp([{ name: 'Shop', json: template, account: ACCOUNT, region: REGION }]);
  const policiesOf = (matching: (logicalId: string, path: string) => boolean) =>
    app.roles.find(({ placed }) => matching(placed.logicalId, placed.template.pathOf(placed.logicalId)))!.policies;
  const side = (policies: Policies): Side => ({ policies, sessions: [() => 'unknown'] });
  const before = audited.identities.filter(({ notDeclared }: any) => notDeclared === undefined);

  expect([...roles.keys()].sort()).toEqual(before.map(({ serviceAccount }: any) => serviceAccount).sort());
  for (const { serviceAccount, role } of before) {
    const [from, to] = [policiesOf((_, place) => place === role), policiesOf((id) => id === roles.get(serviceAccount))];
    expect(to.identity.length).toBeGreaterThan(0);
    expect({ serviceAccount, wider: widerThan(side(from), side(to)) }).toEqual({ serviceAccount, wider: [] });
  }
});

test('no declaration trusts whom the role did not', () => {
  const { template, roles } = declared();
  const app = checkedApp([{ name: 'Shop', json: template, account: ACCOUNT, region: REGION }]);
  const trustOf = (logicalId: string) => sideOfTrust(recordTrust(app.roles.find(({ placed }) => placed.logicalId === logicalId)!.trust.statements));

  for (const [role, name] of [['Tagged', 'finance-prod/invoice-exporter'], ['Data', 'shop/data'], ['Open', 'shop/open'], ['ByHand', 'shop/by-hand']]) {
    expect({ role, wider: widerThan(trustOf(role), trustOf(roles.get(name)!)) }).toEqual({ role, wider: [] });
  }
});
