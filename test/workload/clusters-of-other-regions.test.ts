import { App, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { arnOf, associationsOf, given, issuerOf, listedBy, of, trustOf, WEST } from './several-clusters';
import {
  Forbidden, IdentityAssertions, MigratingWorkload, MigratingWorkloadProps, MigrationPlan, MigrationStage, PodIdentityWorkloadProps, ProofVerdict,
  S3Access, SessionTag, TargetRole, WorkloadCluster, WorkloadClusterAttributes,
} from '../../src';
import { ACCOUNT, cfnCluster, errorOf, expectNoMachinery, IDENTITY, podIdentity, REGION, stackFixture, warned } from '../fixtures';

describe('clusters of other regions', () => {
  /** A stack in each of two regions of one account. */
  function regions(): { app: App; central: Stack; west: Stack } {
    const app = new App();
    const [central, west] = [['Central', REGION], ['West', WEST]].map(([id, region]) => new Stack(app, id, { env: { account: ACCOUNT, region } }));
    return { app, central, west };
  }
  const WEST_ARN = arnOf('green', WEST);

  test('get their association in the stack that they are declared in, which is deployed after that of the role and refers to nothing in it', () => {
    const { app, central, west } = regions();
    const bucket = new s3.Bucket(central, 'Bucket', { bucketName: 'company' });
    const workload = podIdentity(central, { cluster: given(central, 'blue'), additionalClusters: [given(west, 'green')], roleName: 'exporter', access: [S3Access.readPrefix(bucket, `${SessionTag.CLUSTER_NAME}/`)] });
    bucket.grantPut(workload);
    app.synth();

    expect(associationsOf(Template.fromStack(west))).toEqual({
      CgreenAssociationfinanceprodinvoiceexporter57D146A2: {
        ClusterName: 'green',
        Namespace: 'finance-prod',
        ServiceAccount: 'invoice-exporter',
        RoleArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:role/exporter`]] },
        Tags: [{ Key: 'platform.identity/owner', Value: 'finance-platform' }],
      },
    });
    expect(Object.values(associationsOf(Template.fromStack(central)))).toHaveLength(1);
    expect(listedBy(Template.fromStack(central))).toEqual([arnOf('blue'), WEST_ARN]);
    expect([central.dependencies, west.dependencies]).toEqual([[], [central]]);
    expectNoMachinery(Template.fromStack(central));
    expectNoMachinery(Template.fromStack(west));
    expect(JSON.stringify(Template.fromStack(west).toJSON())).not.toContain('ImportValue');

    for (const stack of [central, west]) {
      const asked = IdentityAssertions.fromStack(stack).workload(IDENTITY.namespace, IDENTITY.serviceAccountName);
      asked.assumableBy(of(arnOf('blue'))).assumableBy(of(WEST_ARN)).notAssumableBy(of(arnOf('green'))).notAssumableBy(of(arnOf('blue', WEST)));
    }
    IdentityAssertions.fromStack(west).workload(IDENTITY.namespace, IDENTITY.serviceAccountName)
      .can('s3:GetObject', 'arn:aws:s3:::company/green/a').cannot('s3:GetObject', 'arn:aws:s3:::company/blue/a');
  });

  test('get it under the workload\'s place in the app, if its names are known at deploy time only', () => {
    const { central, west } = regions();
    podIdentity(central, { cluster: given(central, 'blue'), additionalClusters: [given(west, 'green')], roleName: 'exporter', namespace: Fn.importValue('namespace') });

    expect(associationsOf(Template.fromStack(west))).toEqual({ CgreenAssociationCentralExporter1E89A09E: expect.objectContaining({ Namespace: { 'Fn::ImportValue': 'namespace' } }) });
  });

  test('get it with a name in both regions, once each', () => {
    const { central, west } = regions();
    podIdentity(central, { cluster: given(central, 'blue'), additionalClusters: [given(west, 'blue')], roleName: 'exporter', path: '/workloads/' });

    expect(listedBy(Template.fromStack(central))).toEqual([arnOf('blue'), arnOf('blue', WEST)]);
    expect(JSON.stringify(Object.values(associationsOf(Template.fromStack(west))))).toContain(':role/workloads/exporter');
  });

  test('are those of the app too, if they have a name of one\'s choice', () => {
    const { app, central, west } = regions();
    const l1 = new eks.CfnCluster(west, 'L1', { name: 'l1', roleArn: `arn:aws:iam::${ACCOUNT}:role/cluster`, resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] } });
    const l2 = new eksv2.Cluster(west, 'L2', { clusterName: 'l2', version: eksv2.KubernetesVersion.V1_34 });
    podIdentity(central, { cluster: given(central, 'blue'), additionalClusters: [l2, l1], roleName: 'exporter' });
    app.synth();

    expect(listedBy(Template.fromStack(central))).toEqual([arnOf('blue'), arnOf('l1', WEST), arnOf('l2', WEST)]);
    expect(Object.values(associationsOf(Template.fromStack(west))).map(({ ClusterName }) => ClusterName).sort()).toEqual(['l1', 'l2']);
    expect(errorOf(() => podIdentity(west, { cluster: l1 })).code).toBe('DuplicateWorkload');
  });

  test('are known to be so by the first cluster, where the stack\'s own region is not known', () => {
    const refusal = (attributes: Partial<WorkloadClusterAttributes>) => {
      const stack = new Stack(new App(), 'Stack');
      const cluster = given(stack, 'blue', { account: ACCOUNT, region: REGION });
      return errorOf(() => podIdentity(stack, { cluster, additionalClusters: [given(stack, 'green', attributes)] }));
    };

    expect(refusal({ account: ACCOUNT, region: WEST })).toMatchObject({
      code: 'WrongRegion', message: expect.stringContaining(`the cluster [Stack/C-green] of additionalClusters is in region ${WEST}, and the workload in ${REGION}: `),
    });
    expect(refusal({ account: '444455556666', region: REGION })).toMatchObject({
      code: 'WrongAccount', message: expect.stringContaining(`the workload is in account ${ACCOUNT}, and the cluster [Stack/C-green] of additionalClusters in 444455556666: `),
    });
  });

  test('wait for all permissions of the role, wherever they stand', () => {
    const { app, central, west } = regions();
    const extra = new Stack(app, 'Extra', { env: { account: ACCOUNT, region: REGION } });
    const workload = podIdentity(central, { cluster: given(central, 'blue'), additionalClusters: [given(west, 'green')], roleName: 'exporter' });
    workload.role.attachInlinePolicy(new iam.Policy(central, 'Policy', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }));
    new iam.CfnManagedPolicy(extra, 'Unrelated', { policyDocument: {} });
    const bucket = new s3.Bucket(central, 'Bucket');
    bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [workload.grantPrincipal] }));
    workload.addAccess(S3Access.readPrefix(bucket, 'in/'));
    app.synth();

    expect(west.dependencies).toEqual([central]);
    expect(extra.dependencies).toEqual([]);
  });

  test('migrate together with the others', () => {
    for (const [index, stage] of Object.values(MigrationStage).entries()) {
      const { app, central, west } = regions();
      const workload = new MigratingWorkload(central, 'Exporter', { ...IDENTITY, cluster: given(central, 'blue'), additionalClusters: [given(west, 'green')], roleName: 'exporter', stage });
      app.synth();

      expect(Object.keys(associationsOf(Template.fromStack(west)))).toHaveLength(index < 2 ? 0 : 1);
      expect(workload.associations).toHaveLength(index < 2 ? 0 : 2);
      expect(workload.association).toBe(workload.associations[0]);
      const west2 = { ...of(WEST_ARN), oidcIssuer: issuerOf('green') };
      IdentityAssertions.fromStack(central).workload(IDENTITY.namespace, IDENTITY.serviceAccountName)
        .assumableBy(west2).assumableBy({ ...of(arnOf('blue')), oidcIssuer: issuerOf('blue') });
    }
  });

  type Refused = (stacks: ReturnType<typeof regions>) => { clusters: eks.IClusterRef[]; props?: Partial<MigratingWorkloadProps> };
  test.each<[string, string, Refused, string]>([
    ['a role without a name', 'InvalidRoleName', ({ west }) => ({ clusters: [given(west, 'green')], props: { roleName: undefined } }),
      `the cluster [West/C-green] of additionalClusters is in region ${WEST}, and the workload in ${REGION}: the association there names the role by its ARN, so give the workload a roleName, and its stack an env with `
      + 'account and region, got: undefined (InvalidRoleName)'],
    ['a cluster that is declared in a stack of another region than its own', 'WrongRegion', ({ central }) => ({ clusters: [given(central, 'green', { region: WEST })] }),
      `the cluster [Central/C-green] of additionalClusters is in region ${WEST}, and the workload in ${REGION}: its association is made in the stack that the cluster is declared in, so declare it, by `
      + `WorkloadCluster.fromAttributes if it is made elsewhere, in a stack of account ${ACCOUNT} and region ${WEST}, got: "${ACCOUNT}/${REGION}" (WrongRegion)`],
    ['a cluster that is declared in a stack of another account than its own', 'WrongRegion', ({ app }) => ({
      clusters: [given(new Stack(app, 'Other', { env: { account: '444455556666', region: WEST } }), 'green', { account: ACCOUNT })],
    }), `got: "444455556666/${WEST}" (WrongRegion)`],
    ['a cluster of another stage', 'WrongStage', ({ app }) => ({ clusters: [given(new Stack(new Stage(app, 'Prod'), 'West', { env: { account: ACCOUNT, region: WEST } }), 'green')] }),
      'which is in another stage of the app, and stages are deployed apart: declare the cluster in a stack of this stage, got: "Prod/West" (WrongStage)'],
    ['a cluster without a name of one\'s choice', 'DeployTimeValue', ({ west }) => ({ clusters: [cfnCluster(west)] }),
      'the trust of the role names it, and its name is known at deploy time only, so give the cluster a name of your choice, got: '],
  ])('are refused with %s', (_, code, make, message) => {
    const stacks = regions();
    const { clusters, props } = make(stacks);
    const all = { cluster: given(stacks.central, 'blue'), additionalClusters: clusters, roleName: 'exporter', ...props };

    expect(errorOf(() => podIdentity(stacks.central, all))).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('a target', () => {
  /** A workload in two regions, with a target in another account. */
  function withTarget(props: Partial<PodIdentityWorkloadProps>, target?: (stack: Stack) => TargetRole) {
    const app = new App();
    const [central, west] = [['Central', REGION], ['West', WEST]].map(([id, region]) => new Stack(app, id, { env: { account: ACCOUNT, region } }));
    const finance = new Stack(app, 'Finance', { env: { account: '444455556666', region: REGION } });
    const role = target?.(central) ?? new TargetRole(finance, 'Target', { roleName: 'target' });
    const workload = podIdentity(central, { cluster: given(central, 'red'), additionalClusters: [given(west, 'green'), given(central, 'blue')], target: role, ...props });
    return { app, central, west, finance, workload };
  }
  const CLUSTERS = [arnOf('blue'), arnOf('red'), arnOf('green', WEST)];

  test.each([true, false])('trusts the workload in each cluster, with session tags: %s', (sessionTags) => {
    const { app, central, west, finance } = withTarget({ sessionTags });
    app.synth();

    expect(trustOf(Template.fromStack(finance))).toHaveLength(sessionTags ? 3 : 6);
    Template.fromStack(west).hasResourceProperties('AWS::EKS::PodIdentityAssociation', { ClusterName: 'green', TargetRoleArn: 'arn:aws:iam::444455556666:role/target' });
    for (const stack of [central, west]) {
      const asked = IdentityAssertions.fromStack(stack).workload(IDENTITY.namespace, IDENTITY.serviceAccountName);
      CLUSTERS.forEach((arn) => asked.assumableBy(of(arn)));
      asked.notAssumableBy(of(arnOf('green')));
    }
  });

  test('has the sessions of each cluster in a proof', () => {
    const { finance, workload } = withTarget({});
    workload.addAccess(S3Access.readPrefix(s3.Bucket.fromBucketName(finance, 'Bucket', 'company'), `${SessionTag.CLUSTER_NAME}/`));
    workload.addMustNot(Forbidden.actions('s3:*').outside('arn:aws:s3:::company/red/*', 'arn:aws:s3:::company/blue/*'), Forbidden.actions('s3:*').on('arn:aws:s3:::company/yellow/*'));

    expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual([ProofVerdict.REFUTED, ProofVerdict.PROVED]);
  });

  test('that is made elsewhere is told once what its trust must hold', () => {
    const { app, central } = withTarget({ roleName: 'exporter' }, (stack) => TargetRole.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/target'));
    app.synth();
    const warnings = warned(central);

    expect(warnings).toHaveLength(1);
    CLUSTERS.forEach((arn) => expect(warnings[0].text).toContain(`"aws:RequestTag/eks-cluster-arn":"${arn}"`));
  });

  test('needs the names of all clusters', () => {
    const { stack } = stackFixture();
    const message = '[Stack/Exporter] in the cluster [Stack/Cluster] the target\'s trust names the cluster, and its name is known at deploy time only: give the cluster a name of your choice, got: ';

    expect(errorOf(() => podIdentity(stack, { cluster: given(stack, 'blue'), additionalClusters: [cfnCluster(stack)], target: new TargetRole(stack, 'Target') })).message).toContain(message);
  });
});

test('the plan of a migration names each cluster, and its region where there are several', () => {
  const { stack } = stackFixture();
  const west = new Stack(stack.node.root as App, 'West', { env: { account: ACCOUNT, region: WEST } });
  const planOf = (id: string, additionalClusters: eks.IClusterRef[]) => MigrationPlan.of(new MigratingWorkload(stack, id, {
    ...IDENTITY, namespace: id.toLowerCase(), cluster: stack.node.tryFindChild('C-blue') as WorkloadCluster ?? given(stack, 'blue'), additionalClusters, roleName: id, stage: MigrationStage.DUAL_TRUST,
  })).steps[0];

  const { deploy, verify } = planOf('A', [given(stack, 'green'), given(west, 'red')]);
  expect(deploy[0]).toContain('(built into Auto Mode): `aws eks describe-addon --cluster-name blue --region eu-central-1 --addon-name eks-pod-identity-agent`, '
    + '`aws eks describe-addon --cluster-name green --region eu-central-1 --addon-name eks-pod-identity-agent` and `aws eks describe-addon --cluster-name red --region eu-west-1 --addon-name eks-pod-identity-agent`; ');
  expect(deploy[2]).toMatch(/^in each cluster restart what runs the pods of `kubectl -n a get pods/);
  expect(verify[0]).toMatch(/^`aws eks list-pod-identity-associations --cluster-name blue --region eu-central-1 --namespace a .* show one each$/);
  expect(verify[1]).toMatch(/^in each cluster `kubectl -n a exec POD/);
  expect(planOf('B', [cfnCluster(stack)]).verify[0]).toContain('`aws eks list-pod-identity-associations --cluster-name CLUSTER --region REGION ');
  expect(planOf('D', [stack.node.findChild('C-green') as WorkloadCluster]).verify[0]).not.toContain('--region');
});
