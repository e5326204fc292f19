import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Access, Forbidden, IdentityAssertions, IrsaTrust, PodIdentityTrust, PodIdentityWorkloadProps, S3Access, SessionTag, TargetRole, Workload } from '../../src';
import { ACCOUNT, chartFixture, CLUSTER_ARN, clusterFixture, errorOf, irsa, podIdentity, REGION, stackFixture, warned } from '../fixtures';

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/legacy/exporter`;
const BUCKET_ARN = 'arn:aws:s3:::company-prod-finance';
const OWN = { clusterArn: CLUSTER_ARN, namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };
const TAGS = {
  'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN,
  'aws:RequestTag/kubernetes-namespace': 'finance-prod',
  'aws:RequestTag/kubernetes-service-account': 'invoice-exporter',
};
const READ = { Sid: 'S3ReadPrefix', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET_ARN}/in/*` };

/** A role that trusts EKS Pod Identity for the workload of the fixture alone. */
function trusting(scope: Stack, props: Partial<iam.RoleProps> = {}): iam.Role {
  const pods = new iam.ServicePrincipal('pods.eks.amazonaws.com').withConditions({ StringEquals: TAGS });
  return new iam.Role(scope, 'Brought', { assumedBy: new iam.SessionTagsPrincipal(pods), ...props });
}

function imported(stack: Stack, options: iam.FromRoleArnOptions = {}): iam.IRole {
  return iam.Role.fromRoleArn(stack, 'Imported', ROLE_ARN, options);
}

function reading(stack: Stack): Access {
  return S3Access.readPrefix(s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN), 'in/');
}

function warnings(stack: Stack): string[] {
  return warned(stack).map(({ at, text }) => `${at}: ${text}`);
}

describe('a role of the app that is brought', () => {
  test('is the role of the workload, which makes none', () => {
    const { stack, template } = stackFixture();
    const role = trusting(stack);
    const workload = podIdentity(stack, { role });

    template().resourceCountIs('AWS::IAM::Role', 1);
    template().resourceCountIs('AWS::IAM::Policy', 0);
    template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { RoleArn: stack.resolve(role.roleArn), DisableSessionTags: Match.absent(), Policy: Match.absent() });
    expect(workload.roleArn).toBe(role.roleArn);
    expect(warnings(stack)).toEqual([]);
  });

  test('has access and grants in one policy of the workload, for which the association waits', () => {
    const { stack, template } = stackFixture();
    const role = trusting(stack);
    const workload = podIdentity(stack, { role, access: [reading(stack)] });
    const queue = new sqs.Queue(stack, 'Queue');
    queue.grantSendMessages(workload);
    queue.grantConsumeMessages(workload.role);

    template().resourceCountIs('AWS::IAM::Policy', 1);
    template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(role.roleName)],
      PolicyName: Match.stringLikeRegexp(`^StackExporterRole\\w{8}-${REGION}$`),
      PolicyDocument: { Statement: [Match.objectLike(READ), Match.objectLike({ Action: Match.arrayWith(['sqs:ReceiveMessage', 'sqs:SendMessage']) })] },
    });
    template().hasResource('AWS::EKS::PodIdentityAssociation', { DependsOn: [Match.stringLikeRegexp('^ExporterRolePolicy')] });
    expect(workload.policyDocument.statementCount).toBe(3);
  });

  test('may be of another stack, which then refers to nothing of the workload\'s', () => {
    const { app, stack } = stackFixture();
    const roles = new Stack(app, 'Roles', { env: { account: ACCOUNT, region: REGION } });
    const bucket = new s3.Bucket(stack, 'Bucket');
    podIdentity(stack, { role: trusting(roles), access: [S3Access.readPrefix(bucket, 'in/')] });
    app.synth();

    expect(stack.dependencies).toEqual([roles]);
    expect(roles.dependencies).toEqual([]);
    expect(warnings(stack)).toEqual([]);
    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter').can('s3:GetObject', bucket.arnForObjects('in/a')).assumableBy(OWN);
  });

  test('may be brought to several workloads, each with a policy of its own name', () => {
    const { stack, template } = stackFixture();
    const [role, access] = [imported(stack), [reading(stack)]];
    podIdentity(stack, { role, access });
    podIdentity(stack, { role, access, serviceAccountName: 'other' }, 'Other');

    const names = Object.values(template().findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyName);
    expect(new Set(names).size).toBe(2);
  });

  test('has what is over the inline limit in managed policies that name it', () => {
    const { stack, template } = stackFixture();
    const role = trusting(stack);
    const resources = Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::${'b'.repeat(60)}${index}`);
    podIdentity(stack, { role, access: [Access.fromStatements('much', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }))] });

    template().hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: [stack.resolve(role.roleName)] });
  });

  test('takes the policies that are attached to it through the workload', () => {
    const { stack, template } = stackFixture();
    const { role } = podIdentity(stack, { role: trusting(stack) });
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AWSXrayWriteOnlyAccess'));
    role.attachInlinePolicy(new iam.Policy(stack, 'Extra', { statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }));

    template().hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [Match.anyValue()] });
    template().hasResource('AWS::EKS::PodIdentityAssociation', { DependsOn: [Match.stringLikeRegexp('^Extra')] });
  });

  test('is a role to the CDK', () => {
    const { stack, template } = stackFixture();
    const brought = trusting(stack);
    const { role } = podIdentity(stack, { role: brought });
    const user = new iam.User(stack, 'User');
    role.grantAssumeRole(user);
    role.grantPassRole(user);
    role.grant(user, 'iam:GetRole');
    new s3.Bucket(stack, 'Own').addToResourcePolicy(new iam.PolicyStatement({ principals: [role.grantPrincipal], actions: ['s3:GetObject'], resources: ['*'] }));

    expect(role).toMatchObject({ assumeRoleAction: 'sts:AssumeRole', principalAccount: ACCOUNT, roleName: brought.roleName, roleRef: { roleArn: brought.roleArn, roleName: brought.roleName } });
    template().hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: ['sts:AssumeRole', 'iam:PassRole', 'iam:GetRole'].map((Action) => Match.objectLike({ Action })) } });
    template().hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [Match.objectLike({ Principal: { AWS: stack.resolve(brought.roleArn) } })] } });
  });

  test('may be an L1 that is referred to by its ARN', () => {
    const { stack, template } = stackFixture();
    const assumeRolePolicyDocument = { Version: '2012-10-17', Statement: JSON.parse(podIdentity(stackFixture().stack).requiredTrust) };
    const role = new iam.CfnRole(stack, 'L1', { assumeRolePolicyDocument });
    podIdentity(stack, { role: iam.Role.fromRoleArn(stack, 'Imported', role.attrArn), access: [reading(stack)] });

    template().hasResourceProperties('AWS::IAM::Policy', { Roles: Match.anyValue() });
    expect(warnings(stack)).toEqual([]);
  });
});

describe('an imported role that is brought', () => {
  test('has the workload\'s access in a policy that names it', () => {
    const { stack, template } = stackFixture();
    podIdentity(stack, { role: imported(stack), access: [reading(stack)] });

    template().resourceCountIs('AWS::IAM::Role', 0);
    template().hasResourceProperties('AWS::IAM::Policy', { Roles: ['exporter'], PolicyDocument: { Statement: [READ] } });
    template().hasResourceProperties('AWS::EKS::PodIdentityAssociation', { RoleArn: ROLE_ARN });
  });

  test('is told what its trust must hold, in a warning that can be acknowledged', () => {
    const { stack } = stackFixture();
    const workload = podIdentity(stack, { role: imported(stack) });
    const required = JSON.stringify([{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals: TAGS } }]);

    expect(workload.requiredTrust).toBe(required);
    expect(warnings(stack)).toEqual([expect.stringContaining(`/Stack/Exporter/Role: the role ${ROLE_ARN} is made elsewhere, and whom it trusts is not known: pods become it only if its trust policy holds ${required}, `
      + 'so add that to it and acknowledge this [ack: annotation::cdk-eks-workload-identity:UnknownTrust[arn:aws:iam:111122223333:role/legacy/exporter]')]);

    const { stack: quiet } = stackFixture();
    Validations.of(podIdentity(quiet, { role: imported(quiet) }))
      .acknowledge({ id: 'cdk-eks-workload-identity:UnknownTrust[arn:aws:iam:111122223333:role/legacy/exporter]', reason: 'added by hand' });
    expect(warnings(quiet)).toEqual([]);
  });

  test('is named in the annotations of IRSA, with an ARN that a file can hold', () => {
    const { stack } = stackFixture();
    const { chart } = chartFixture();
    irsa(stack, { role: imported(stack) }).addServiceAccount(chart);

    expect(chart.toJson()[0].metadata.annotations['eks.amazonaws.com/role-arn']).toBe(ROLE_ARN);
  });
});

describe('a role that takes no policy', () => {
  const immutable: Record<string, (stack: Stack) => iam.IRole> = {
    'imported with mutable: false': (stack) => imported(stack, { mutable: false }),
    'imported to add grants to resources': (stack) => imported(stack, { mutable: false, addGrantsToResources: true }),
    'given by withoutPolicyUpdates': (stack) => trusting(stack).withoutPolicyUpdates(),
    'made before, by customizeRoles': (stack) => {
      iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Brought': 'exporter' } });
      return trusting(stack);
    },
  };

  test.each(Object.keys(immutable))('since it is %s, refuses access and shows all of it', (kind) => {
    const { stack } = stackFixture();
    const role = immutable[kind](stack);
    const access = [reading(stack), Access.fromStatements('lists', new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }))];
    const statements = JSON.stringify([READ, { Action: 's3:ListAllMyBuckets', Effect: 'Allow', Resource: '*' }]);

    expect(errorOf(() => podIdentity(stack, { role, access })).message).toContain('[Stack/Exporter] role takes no policy of this app (it is imported with mutable: false or from another account, given by '
      + `withoutPolicyUpdates, or made before by customizeRoles), so no permission lands in its policies: add to them by hand ${statements} and leave it out here, or give a role that takes policies, got: `);
  });

  test('refuses grants and policies as well', () => {
    const { stack } = stackFixture();
    const workload = podIdentity(stack, { role: imported(stack, { mutable: false }) });
    const queue = sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`);

    expect(errorOf(() => queue.grantPurge(workload))).toMatchObject({ code: 'ImmutableRole', message: expect.stringContaining('"Action":["sqs:PurgeQueue"') });
    expect(errorOf(() => queue.grantPurge(workload.role)).code).toBe('ImmutableRole');
    expect(errorOf(() => workload.role.attachInlinePolicy(new iam.Policy(stack, 'Extra'))).message).toContain('add to them by hand what the policy Stack/Extra holds and leave it out here');
    expect(errorOf(() => workload.role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Managed', `arn:aws:iam::${ACCOUNT}:policy/x`))).message)
      .toContain(`attach to it by hand "arn:aws:iam::${ACCOUNT}:policy/x" and leave it out here`);
  });

  test('is taken as it is where nothing is given to it', () => {
    const { stack, template } = stackFixture();
    podIdentity(stack, { role: imported(stack, { mutable: false }) });

    expect(Object.values(template().toJSON().Resources).map(({ Type }: any) => Type)).toEqual(['AWS::EKS::PodIdentityAssociation']);
  });
});

describe('what is refused with a role', () => {
  const refused = (props: (stack: Stack) => Partial<PodIdentityWorkloadProps>): string => {
    const { stack } = stackFixture();
    return errorOf(() => podIdentity(stack, { role: imported(stack), ...props(stack) })).message;
  };

  test('is what would define one', () => {
    expect(refused(() => ({ roleName: 'x', path: '/y/' }))).toBe('[Stack/Exporter] roleName, path would define the role, and role is one that is defined already: leave them out and define that role so, '
      + 'or leave role out, got: ["roleName","path"] (ConflictingOptions)');
    expect(refused(() => ({ description: 'x' }))).toContain('description would define the role, and role is one that is defined already: leave it out');
  });

  test('is a target', () => {
    expect(refused((stack) => ({ target: TargetRole.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/x') })))
      .toBe('[Stack/Exporter] target can\'t be given with role: the role that becomes a target does nothing else, so leave one of them out, got: ["role","target"] (ConflictingOptions)');
  });

  test('is a trust, with either mechanism', () => {
    const message = '[Stack/Exporter] trust can\'t be given with role: a role that is defined already has its own, so leave one of them out, got: ["role","trust"] (ConflictingOptions)';
    const { stack } = stackFixture();

    expect(refused(() => ({ trust: PodIdentityTrust.locked() }))).toBe(message);
    expect(() => irsa(stack, { role: new iam.Role(stack, 'Own', { assumedBy: new iam.AccountRootPrincipal() }), trust: IrsaTrust.locked() })).toThrow(message);
  });

  test('are tags that nothing would bear', () => {
    const { stack } = stackFixture();

    expect(errorOf(() => irsa(stack, { role: imported(stack), tags: { team: 'x' } })).message).toBe('[Stack/Exporter] tags would be of the role alone, and role is one that is defined already: '
      + 'leave tags out and tag that role, or leave role out, got: {"team":"x"} (ConflictingOptions)');
  });

  test('is a role of another account or partition', () => {
    expect(refused((stack) => ({ role: iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::444455556666:role/x') }))).toBe('[Stack/Exporter] role is in account 444455556666, and the stack in 111122223333: '
      + 'declare an IrsaWorkload in a stack of the role\'s account, with the OIDC provider that is there, or give a PodIdentityWorkload that role by target: TargetRole.fromRoleArn, '
      + 'got: "arn:aws:iam::444455556666:role/x" (WrongAccount)');
    expect(refused((stack) => ({ role: iam.Role.fromRoleArn(stack, 'Other', `arn:aws-cn:iam::${ACCOUNT}:role/x`) }))).toBe('[Stack/Exporter] role is in partition aws-cn, and this stack in aws: '
      + `give a role of this partition, got: "arn:aws-cn:iam::${ACCOUNT}:role/x" (WrongPartition)`);
  });

  test('is access that names a tag which no session bears', () => {
    const { stack } = stackFixture();
    const access = [S3Access.readPrefix(s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN), `${SessionTag.NAMESPACE}/`)];
    podIdentity(stack, { role: imported(stack), access }, 'Tagged');

    expect(errorOf(() => irsa(stack, { role: imported2(stack), access, serviceAccountName: 'other' })).message).toBe('[Stack/Exporter] the access names the tag kubernetes-namespace, which sessions of this '
      + 'workload don\'t bear, and a role that is brought is not tagged: name the namespace and the service account as they are, or leave role out, so that the workload makes one that bears the tag (InvalidSessionTag)');
  });
});

function imported2(stack: Stack): iam.IRole {
  return iam.Role.fromRoleArn(stack, 'Imported2', `${ROLE_ARN}2`);
}

describe('what a brought role must not do', () => {
  const NO_DELETION = Forbidden.actions('s3:DeleteObject*');
  const DELETES = new iam.PolicyStatement({ actions: ['s3:DeleteObject'], resources: ['*'] });
  const verdicts = (make: (stack: Stack) => Workload) => {
    const { app, stack } = stackFixture();
    const workload = make(stack);
    app.synth({ skipValidation: true });
    return workload.proveMustNot().map(({ verdict, explanation }) => `${verdict}: ${explanation}`);
  };

  test('is proved over what the templates know of a role of the app', () => {
    expect(verdicts((stack) => podIdentity(stack, { role: trusting(stack), access: [reading(stack)], mustNot: [NO_DELETION] }))).toEqual(['PROVED: no policy of the role allows s3:DeleteObject*']);
    expect(verdicts((stack) => {
      const role = trusting(stack);
      role.addToPolicy(DELETES);
      return podIdentity(stack, { role, mustNot: [NO_DELETION] });
    })[0]).toMatch(/^REFUTED: .*, which neither access nor a grant of this workload has given/);
  });

  test('is open for an imported role, of whose policies the app knows its own alone', () => {
    expect(verdicts((stack) => podIdentity(stack, { role: imported(stack), access: [reading(stack)], mustNot: [NO_DELETION] })))
      .toEqual([`UNKNOWN: the policies that are known don't allow s3:DeleteObject*; the content of the policies of ${ROLE_ARN}, which are made elsewhere is not known`]);
    expect(verdicts((stack) => podIdentity(stack, { role: imported(stack), access: [Access.fromStatements('deletes', DELETES)], mustNot: [NO_DELETION] }))[0])
      .toMatch(/^REFUTED: .*comes from the access "deletes"/);
  });

  test('is open in a warning, and an error if the workload is strict', () => {
    const { stack } = stackFixture();
    podIdentity(stack, { role: imported(stack), mustNot: [NO_DELETION] });
    expect(warnings(stack)).toContainEqual(expect.stringContaining(`mustNot is proved for all policies of the role but the policies of ${ROLE_ARN}, which are made elsewhere, whose content is not known when the app is synthesized`));
    expect(warnings(stack)).toContainEqual(expect.stringContaining('cdk-eks-workload-identity:UnknownPolicy[arn:aws:iam:111122223333:role/legacy/exporter]'));

    const { app, stack: strict } = stackFixture();
    podIdentity(strict, { role: imported(strict), mustNot: [NO_DELETION], strict: true });
    expect(errorOf(() => app.synth()).message).toContain('(UnknownPolicy)');
  });

  test('is proved by a denial, which stands in its policy', () => {
    expect(verdicts((stack) => podIdentity(stack, { role: imported(stack), mustNot: [NO_DELETION.enforced()] }))).toEqual(['PROVED: no policy of the role allows s3:DeleteObject*']);
  });
});

describe('an assertion on a brought role', () => {
  test('tells who can become it, and with what', () => {
    const { stack } = stackFixture();
    const role = trusting(stack);
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
    podIdentity(stack, { role, access: [reading(stack)] });

    IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter')
      .assumableBy(OWN)
      .notAssumableBy({ ...OWN, clusterArn: `${CLUSTER_ARN}-2` })
      .notAssumableBy({ ...OWN, serviceAccountName: 'other' })
      .can('s3:GetObject', `${BUCKET_ARN}/in/a`)
      .can('s3:ListAllMyBuckets', '*')
      .cannot('s3:GetObject', `${BUCKET_ARN}/out/a`);
  });

  test('needs the session tags of an association, as the brought trust does', () => {
    const { app, stack } = stackFixture();
    podIdentity(stack, { role: trusting(stack), sessionTags: false });

    expect(errorOf(() => app.synth()).message).toContain('does not admit this workload');
  });
});

test('a stack without account or region can bring a role', () => {
  const stack = new Stack(new App(), 'Stack');
  podIdentity(stack, { cluster: clusterFixture(stack), role: iam.Role.fromRoleName(stack, 'Imported', 'exporter'), access: [reading(stack)] });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['exporter'], PolicyName: { 'Fn::Join': ['', [Match.anyValue(), { Ref: 'AWS::Region' }]] } });
});
