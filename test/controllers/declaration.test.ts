import { App, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import * as cdk8s from 'cdk8s';
import { Construct } from 'constructs';
import { arnOf, KEY_ARN, scopesIn, VPC_ID } from './catalogue';
import {
  AckController, AdotCollector, AwsLoadBalancerController, CertManager, ClusterAutoscaler, Controller, CrossplaneProvider, EbsCsiDriver,
  EfsCsiDriver, ExternalDns, ExternalSecrets, FluentBit, Forbidden, IdentityAssertions, Karpenter, Keda, ManagedPrometheus, MigratingWorkload,
  MigrationStage, MountpointS3CsiDriver, NodeTerminationHandler, PrivateCaIssuer, SecretsStoreCsiDriver, VpcCni,
} from '../../src';
import { ACCOUNT, cfnCluster, clusterFixture, errorOf, inlineStatements, REGION, stackFixture } from '../fixtures';

const OWNED = { owner: 'platform' };

/** The scopes of the catalogue in a stack of their own, and a cluster. */
function fixture() {
  const { stack, template, app } = stackFixture({}, { context: { [ENABLE_PARTITION_LITERALS]: true } });
  return { app, stack, template, cluster: clusterFixture(stack), ...scopesIn(stack) };
}

/** A reference to what is made elsewhere. */
function madeElsewhere<T extends object>(stack: Stack, id: string, reference: T) {
  return Object.assign(new Construct(stack, id), reference, { env: { account: ACCOUNT, region: REGION } });
}

describe('a controller', () => {
  test('has its documented namespace and service account, which can be others', () => {
    const { zone } = fixture();
    const [own, moved] = [new ExternalDns({ hostedZones: [zone] }), new ExternalDns({ hostedZones: [zone], namespace: 'dns', serviceAccountName: 'writer' })];

    expect([own.namespace, own.serviceAccountName]).toEqual(['external-dns', 'external-dns']);
    expect([moved.namespace, moved.serviceAccountName]).toEqual(['dns', 'writer']);
  });

  test('knows the add-on that it is, if it is one', () => {
    const { nodeRole } = fixture();

    expect(new EbsCsiDriver().addonName).toBe('aws-ebs-csi-driver');
    expect(new Karpenter({ nodeRole }).addonName).toBeUndefined();
  });

  test('takes what a workload takes: more access, proofs, a name, a path, a boundary and tags', () => {
    const { stack, cluster, template, boundary, zone, secret } = fixture();
    new ExternalDns({ hostedZones: [zone] }).podIdentity(stack, 'Dns', {
      cluster,
      ...OWNED,
      roleName: 'dns',
      path: '/platform/',
      permissionsBoundary: boundary,
      tags: { stage: 'prod' },
      ownerLabel: 'team',
      access: new ExternalSecrets({ secrets: [secret] }).access(stack, cluster),
      mustNot: [Forbidden.actions('iam:*')],
    });

    template().hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'dns',
      Path: '/platform/',
      PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      Tags: [{ Key: 'stage', Value: 'prod' }, { Key: 'team', Value: 'platform' }],
    });
    expect(JSON.stringify(inlineStatements(template()))).toContain('secretsmanager:GetSecretValue');
  });

  test('migrates by the class for that, with its access', () => {
    const { stack, cluster, zone } = fixture();
    const dns = new ExternalDns({ hostedZones: [zone] });
    const { namespace, serviceAccountName } = dns;
    new MigratingWorkload(stack, 'ExternalDns', { cluster, ...OWNED, namespace, serviceAccountName, access: dns.access(stack, cluster), stage: MigrationStage.IRSA });

    expect(() => IdentityAssertions.fromStack(stack).workload('external-dns', 'external-dns').can('route53:ListHostedZones', '*')).not.toThrow();
  });
});

describe('the version of a controller', () => {
  const actions = (version: string) => {
    const { stack, cluster, vpc } = fixture();
    const access = new AwsLoadBalancerController({ vpc, version }).access(stack, cluster);
    return access.flatMap(({ statements }) => statements).flatMap((statement) => statement.actions);
  };

  test('decides what it may do: actions of later releases are not given', () => {
    expect(actions('v3.5.0')).toEqual(expect.arrayContaining(['elasticloadbalancing:ModifyIpPools', 'ec2:DescribeRouteTables']));
    expect(actions('2.11.0')).toEqual(expect.arrayContaining(['elasticloadbalancing:ModifyCapacityReservation']));
    expect(actions('2.11.0')).not.toEqual(expect.arrayContaining(['elasticloadbalancing:ModifyIpPools']));
    expect(actions('2.9.9')).not.toEqual(expect.arrayContaining(['ec2:GetSecurityGroupsForVpc']));
  });

  test('is a warning where it is newer than what was compared, and can be acknowledged', () => {
    const warnings = (acknowledge: boolean) => {
      const { app, stack, cluster } = fixture();
      const workload = new EbsCsiDriver({ version: '1.99.0' }).podIdentity(stack, 'Ebs', { cluster, ...OWNED });
      if (acknowledge) { Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:ControllerVersion[EbsCsiDriver-1.99.0]', reason: 'no new permissions' }); }
      return app.synth().getStackByName('Stack').messages.map(({ entry }) => String(entry.data)).filter((data) => data.includes('1.99.0'));
    };

    expect(warnings(false)).toEqual([expect.stringContaining('EbsCsiDriver 1.99.0 is newer than 1.64.0, the newest version whose permissions this library was compared with: '
      + 'read its release notes for permissions that are new, give them by access, and acknowledge this')]);
    expect(warnings(true)).toEqual([]);
  });

  test.each([
    ['latest', 'EbsCsiDriver', '[EbsCsiDriver] version must be three literal numbers, such as 1.64.0, since permissions depend on it: give the version of the controller, not of its chart, got: "latest" (InvalidVersion)'],
    ['1.0.0', 'EbsCsiDriver', '[EbsCsiDriver] version must be 1.60.0 or newer, since the permissions of older ones were not compared: update the controller, or give it a workload with access of its own, got: "1.0.0" (InvalidVersion)'],
  ])('is refused as %s', (version, _, message) => {
    expect(errorOf(() => new EbsCsiDriver({ version })).message).toBe(message);
  });

  test('is refused as a token', () => {
    expect(errorOf(() => new EbsCsiDriver({ version: Lazy.string({ produce: () => '1.64.0' }) })).code).toBe('InvalidVersion');
  });
});

describe('a scope', () => {
  type Refusal = [string, (scopes: ReturnType<typeof fixture>) => unknown, string];

  test.each<Refusal>([
    ['no hosted zone', () => new ExternalDns({ hostedZones: [] }),
      '[ExternalDns] hostedZones must not be empty: name at least one, or say by ExternalDns.ofAllHostedZones why it is to be all, got: [] (EmptyList)'],
    ['no hosted zone for certificates', () => new CertManager({ hostedZones: [] }),
      '[CertManager] hostedZones must not be empty: name at least one, or say by CertManager.ofAllHostedZones why it is to be all, got: [] (EmptyList)'],
    ['all hosted zones for certificates without a reason', () => CertManager.ofAllHostedZones(''),
      '[CertManager] reason must say in a few words why the controller gets all hosted zones, got: "" (InvalidReason)'],
    ['all hosted zones without a reason', () => ExternalDns.ofAllHostedZones(' '),
      '[ExternalDns] reason must say in a few words why the controller gets all hosted zones, got: " " (InvalidReason)'],
    ['no domain', ({ stack, cluster, zone }) => new ExternalDns({ hostedZones: [zone], domains: [] }).access(stack, cluster),
      '[ExternalDns] domains must not be empty: name at least one, or leave domains out, got: [] (EmptyList)'],
    ['a domain that is a pattern', ({ stack, cluster, zone }) => new ExternalDns({ hostedZones: [zone], domains: ['*.example.com'] }).access(stack, cluster),
      '[Stack] domains must be exact domains of lower-case letters, digits and . _ -, without a wildcard: what is below a domain is meant with it, got: "*.example.com" (InvalidDomain)'],
    ['neither secret nor parameter', () => new ExternalSecrets({}),
      '[ExternalSecrets] secrets and parameters must not both be empty: name what is read, or take secrets by their tags, taggedSecrets, got: {"secrets":[],"parameters":[]} (EmptyList)'],
    ['nothing to mount', () => new SecretsStoreCsiDriver({ namespace: 'a', serviceAccountName: 'b' }),
      '[SecretsStoreCsiDriver] secrets and parameters must not both be empty: name what is read, got: {"secrets":[],"parameters":[]} (EmptyList)'],
    ['no file system', () => new EfsCsiDriver({ fileSystems: [] }), '[EfsCsiDriver] fileSystems must not be empty: name at least one, got: [] (EmptyList)'],
    ['no log group', () => new FluentBit({ logGroups: [] }), '[FluentBit] logGroups must not be empty: name at least one, got: [] (EmptyList)'],
    ['no mount', () => new MountpointS3CsiDriver({ mounts: [] }), '[MountpointS3CsiDriver] mounts must not be empty: name at least one, got: [] (EmptyList)'],
    ['no workspace', () => new ManagedPrometheus({ workspaces: [] }), '[ManagedPrometheus] workspaces must not be empty: name at least one, got: [] (EmptyList)'],
    ['no certificate authority', () => new PrivateCaIssuer({ certificateAuthorities: [] }),
      '[PrivateCaIssuer] certificateAuthorities must not be empty: name at least one, got: [] (EmptyList)'],
    ['nowhere to send to', () => new AdotCollector({ workspaces: [] }),
      '[AdotCollector] a collector needs a place to send to: give workspaces, traces or logGroups, got: {"workspaces":[]} (EmptyList)'],
    ['nothing to scale by', () => new Keda({}),
      '[Keda] KEDA needs something to read: give queues, streams, metrics or roles, got: {"queues":[],"streams":[],"roles":[]} (EmptyList)'],
    ['neither access nor a role', ({ boundary }) => new AckController({ service: 's3', permissionsBoundary: boundary }),
      '[AckController] access and roles must not both be empty: say what the controller makes, or the roles that it becomes for it, got: {"access":[],"roles":[]} (EmptyList)'],
    ['a service that is none', ({ boundary, targetRole }) => new AckController({ service: 'S3-*', permissionsBoundary: boundary, roles: [targetRole] }),
      '[AckController] service must be as in the name of the controller, lower-case letters and digits, such as s3 of ack-s3-controller, got: "S3-*" (InvalidServiceAccountName)'],
    ['a managed tag that no policy can hold', ({ stack, cluster, queue }) => new NodeTerminationHandler({ queue, managedTag: 'p\u0430id' }).access(stack, cluster),
      '[Stack] managedTag has the character "\u0430", which IAM policies can\'t hold (tab, line feed, carriage return and U+0020 to U+00FF are allowed), got: "p\u0430id" (InvalidTag)'],
    ['a managed tag that is none', ({ stack, cluster, queue }) => new NodeTerminationHandler({ queue, managedTag: 'aws:x' }).access(stack, cluster),
      '[Stack] managedTag must not begin with "aws:": that prefix is reserved, got: "aws:x" (InvalidTag)'],
    ['a hosted zone that is a pattern', ({ stack, cluster }) => new ExternalDns({ hostedZones: [madeElsewhere(stack, 'Any', { hostedZoneRef: { hostedZoneId: '*' } })] }).access(stack, cluster),
      '[Stack/Any] a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements, got: "arn:aws:route53:::hostedzone/*" (InvalidResource)'],
  ])('with %s is refused', (_, declare, message) => {
    const scopes = fixture();

    expect(errorOf(() => declare(scopes)).message).toBe(message);
  });

  test.each([
    ['ClusterAutoscaler', () => new ClusterAutoscaler()],
    ['VpcCni', ({ vpc }: ReturnType<typeof fixture>) => new VpcCni({ vpc })],
    ['Karpenter', ({ nodeRole }: ReturnType<typeof fixture>) => new Karpenter({ nodeRole })],
  ] as const)('of %s needs the name of the cluster, which is a part of a tag\'s key', (name, declare) => {
    const scopes = fixture();
    const { message } = errorOf(() => declare(scopes).access(scopes.stack, cfnCluster(scopes.stack, 'Made')));

    expect(message).toMatch(`[Stack] ${name} knows what is its own by a tag whose key holds the name of the cluster, so that must be known at synth: give the cluster a name, got: `);
    expect(message).toContain('(InvalidClusterName)');
  });

  test('of a cluster whose name is known at deploy time is compared by its value, where no key holds it', () => {
    const { stack, template } = fixture();
    new EbsCsiDriver().podIdentity(stack, 'Ebs', { cluster: cfnCluster(stack, 'Made'), ...OWNED });

    expect(JSON.stringify(inlineStatements(template()))).toContain('"aws:RequestTag/ebs.csi.aws.com/cluster-name":{"Ref":"Made"}');
  });

  test('of a VPC whose owner is known is that of the owner', () => {
    const { stack, cluster } = fixture();
    const shared = madeElsewhere(stack, 'Shared', { vpcRef: { vpcId: VPC_ID }, vpcArn: `arn:aws:ec2:${REGION}:444455556666:vpc/${VPC_ID}` });
    const l1 = new ec2.CfnVPC(stack, 'L1', { cidrBlock: '10.0.0.0/16' });
    const arns = (vpc: ec2.IVPCRef) => JSON.stringify(stack.resolve(new AwsLoadBalancerController({ vpc }).access(stack, cluster)
      .flatMap(({ statements }) => statements).map((statement) => statement.toStatementJson())));

    expect(arns(shared)).toContain(`arn:aws:ec2:${REGION}:444455556666:vpc/${VPC_ID}`);
    expect(arns(l1)).toContain('vpc/",{"Ref":"L1"}');
  });
});

describe('a permissions boundary', () => {
  test.each([
    ['AckController', ({ boundary, targetRole }: ReturnType<typeof fixture>) => new AckController({ service: 's3', permissionsBoundary: boundary, roles: [targetRole] })],
    ['CrossplaneProvider', ({ boundary, targetRole }: ReturnType<typeof fixture>) => new CrossplaneProvider({ serviceAccountName: 'p', permissionsBoundary: boundary, roles: [targetRole] })],
  ])('is required of %s and is that of its role, by either mechanism', (_, declare) => {
    const scopes = fixture();
    declare(scopes).podIdentity(scopes.stack, 'A', { cluster: scopes.cluster, ...OWNED });

    scopes.template().hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` });
  });
});

describe('Helm values', () => {
  const valuesOf = (declare: (scopes: ReturnType<typeof fixture>) => Controller, create?: boolean) => {
    const scopes = fixture();
    const controller = declare(scopes);
    return scopes.stack.resolve(controller.helmValues(controller.podIdentity(scopes.stack, 'W', { cluster: scopes.cluster, ...OWNED }), { createServiceAccount: create }));
  };

  test.each<[string, Parameters<typeof valuesOf>[0], object]>([
    ['AwsLoadBalancerController', ({ vpc }) => new AwsLoadBalancerController({ vpc }),
      { serviceAccount: { create: true, name: 'aws-load-balancer-controller' }, clusterName: 'production', vpcId: VPC_ID }],
    ['AwsLoadBalancerController without WAF and Shield', ({ vpc }) => new AwsLoadBalancerController({ vpc, waf: false, shield: false }), {
      serviceAccount: { create: true, name: 'aws-load-balancer-controller' },
      clusterName: 'production',
      vpcId: VPC_ID,
      enableWaf: false,
      enableWafv2: false,
      enableShield: false,
    }],
    ['EbsCsiDriver', () => new EbsCsiDriver(), { controller: { k8sTagClusterId: 'production', serviceAccount: { create: true, name: 'ebs-csi-controller-sa' } } }],
    ['EbsCsiDriver of any cluster', () => new EbsCsiDriver({ anyCluster: true }), { controller: { serviceAccount: { create: true, name: 'ebs-csi-controller-sa' } } }],
    ['Karpenter', ({ nodeRole, queue }) => new Karpenter({ nodeRole, interruptionQueue: queue }),
      { serviceAccount: { create: true, name: 'karpenter' }, settings: { clusterName: 'production', interruptionQueue: 'interruptions' } }],
    ['Karpenter in an isolated VPC with zonal shift', ({ nodeRole }) => new Karpenter({ nodeRole, zonalShift: true, isolatedVpc: true }),
      { serviceAccount: { create: true, name: 'karpenter' }, settings: { clusterName: 'production', enableZonalShift: true, isolatedVPC: true } }],
    ['NodeTerminationHandler', ({ stack }) => new NodeTerminationHandler({ queue: sqs.Queue.fromQueueArn(stack, 'Q', arnOf('sqs', 'q')), managedTag: 'mine' }), {
      serviceAccount: { create: true, name: 'aws-node-termination-handler' },
      enableSqsTerminationDraining: true,
      managedTag: 'mine',
      queueURL: { 'Fn::Join': ['', [`https://sqs.${REGION}.`, { Ref: 'AWS::URLSuffix' }, `/${ACCOUNT}/q`]] },
    }],
  ])('of %s tell the chart what its permissions need', (_, declare, expected) => {
    expect(valuesOf(declare)).toEqual(expected);
  });

  test('of a ServiceAccount that the chart doesn\'t make have its name alone', () => {
    const { stack, cluster } = fixture();
    const controller = new ClusterAutoscaler();
    const workload = controller.irsa(stack, 'W', { cluster, ...OWNED, roleName: 'autoscaler' });

    expect(controller.helmValues(workload, { createServiceAccount: false })).toEqual({
      rbac: { serviceAccount: { create: false, name: 'cluster-autoscaler' } }, autoDiscovery: { clusterName: 'production' },
    });
  });

  test('are YAML by cdk8s, and in a template the role of IRSA is the one that is deployed', () => {
    const { stack, cluster } = fixture();
    const controller = new ClusterAutoscaler();
    const named = controller.helmValues(controller.irsa(stack, 'W', { cluster, ...OWNED, roleName: 'autoscaler' }));
    const unnamed = controller.helmValues(new ClusterAutoscaler({ serviceAccountName: 'other' }).irsa(stack, 'V', { cluster, ...OWNED }));

    expect(cdk8s.Yaml.stringify(named)).toContain(`eks.amazonaws.com/role-arn: arn:aws:iam::${ACCOUNT}:role/autoscaler`);
    expect(() => cdk8s.Yaml.stringify(unnamed)).toThrow('DeployTimeValue');
    expect(stack.resolve(unnamed).rbac.serviceAccount.annotations['eks.amazonaws.com/role-arn']).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^VRole/), 'Arn'] });
  });
});

test('a key that encrypts a queue is used through SQS, for that queue alone', () => {
  const { stack, cluster, template, queue } = fixture();
  new NodeTerminationHandler({ queue }).podIdentity(stack, 'N', { cluster, ...OWNED });

  expect(inlineStatements(template())).toContainEqual(expect.objectContaining({
    Action: 'kms:Decrypt', Resource: KEY_ARN, Condition: { StringEquals: expect.objectContaining({ 'kms:EncryptionContext:aws:sqs:arn': queue.queueArn }) },
  }));
});

test('a node role that is an imported pattern is refused', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const nodeRole = iam.Role.fromRoleArn(stack, 'Any', `arn:aws:iam::${ACCOUNT}:role/*`);

  expect(errorOf(() => new Karpenter({ nodeRole }).access(stack, clusterFixture(stack))).code).toBe('InvalidResource');
  expect(Template.fromStack(stack).findResources('AWS::IAM::Role')).toEqual({});
});
