import { Fn, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access, Forbidden, IdentityAssertions, PodIdentityWorkload, S3Access, SessionTag } from '../../src';
import { CLUSTER_ARN, errorOf, IDENTITY, inlineStatements, irsa, podIdentity, stackFixture } from '../fixtures';

const bucket = (stack: Stack) => s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::company');
const under = (stack: Stack, prefix: string) => S3Access.readPrefix(bucket(stack), prefix);
const read = (resource: string) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] });

const NOT_WHOLE = 'a statement names the tag kubernetes-namespace, which was not in it when it was given to the workload, so that the role doesn\'t bear it: give the statement whole, with the tag as it is';

/** The tags of the role of the stack. */
function tagsOf(stack: Stack): Record<string, unknown> {
  const [role] = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return Object.fromEntries(role.Properties.Tags.map(({ Key, Value }: any) => [Key, Value]));
}

test.each([
  ['CLUSTER_ARN', 'eks-cluster-arn'],
  ['CLUSTER_NAME', 'eks-cluster-name'],
  ['NAMESPACE', 'kubernetes-namespace'],
  ['SERVICE_ACCOUNT', 'kubernetes-service-account'],
  ['POD_NAME', 'kubernetes-pod-name'],
  ['POD_UID', 'kubernetes-pod-uid'],
] as const)('SessionTag.%s becomes a variable of the tag %s, beside literals that stay literal', (name, key) => {
  const { stack, template } = stackFixture();
  podIdentity(stack, { access: [under(stack, `a*/${SessionTag[name]}/`)] });

  expect(inlineStatements(template())).toEqual([expect.objectContaining({ Resource: `arn:aws:s3:::company/a\${*}/\${aws:PrincipalTag/${key}}/*` })]);
});

test('a role of Pod Identity bears none of the tags, since its sessions do', () => {
  const { stack } = stackFixture();
  podIdentity(stack, { access: [under(stack, `${SessionTag.NAMESPACE}/`)] });

  expect(tagsOf(stack)).toEqual({ 'platform.identity/owner': IDENTITY.owner });
});

describe('under IRSA, whose sessions bear no tags', () => {
  test('the role bears the tags that its access names, and no others', () => {
    const { stack } = stackFixture();
    irsa(stack, { access: [under(stack, `${SessionTag.CLUSTER_NAME}/${SessionTag.NAMESPACE}/`)] });

    expect(tagsOf(stack)).toEqual({ 'platform.identity/owner': IDENTITY.owner, 'eks-cluster-name': 'production', 'kubernetes-namespace': IDENTITY.namespace });
  });

  test.each<[string, (workload: PodIdentityWorkload, stack: Stack) => void]>([
    ['is added later', (workload, stack) => workload.addAccess(under(stack, `${SessionTag.CLUSTER_ARN}/`))],
    ['is written by hand', (workload) => workload.addAccess(Access.fromStatements('its folder', read('arn:aws:s3:::company/${aws:principaltag/eks-cluster-arn}/*')))],
    ['is a grant', (workload, stack) => bucket(stack).grantRead(workload, `${SessionTag.CLUSTER_ARN}/*`)],
    ['is a condition', (workload) => workload.addAccess(Access.fromStatements('of the cluster', new iam.PolicyStatement({
      actions: ['s3:GetObject'], resources: ['arn:aws:s3:::company/*'], conditions: { StringEquals: { 'aws:PrincipalTag/eks-cluster-arn': CLUSTER_ARN } },
    })))],
  ])('that is so where the access %s', (_, give) => {
    const { stack } = stackFixture();
    give(irsa(stack) as unknown as PodIdentityWorkload, stack);

    expect(tagsOf(stack)).toEqual({ 'platform.identity/owner': IDENTITY.owner, 'eks-cluster-arn': CLUSTER_ARN });
  });

  test('a tag that is given with the same value is the same tag, and one that an Aspect puts on everything doesn\'t win', () => {
    const { app, stack } = stackFixture();
    irsa(stack, { tags: { 'kubernetes-namespace': IDENTITY.namespace }, access: [under(stack, `${SessionTag.NAMESPACE}/`)] });
    Tags.of(app).add('kubernetes-namespace', 'other');

    expect(tagsOf(stack)['kubernetes-namespace']).toBe(IDENTITY.namespace);
  });

  test.each([
    [{ 'kubernetes-namespace': 'other' }, 'tags gives the role "kubernetes-namespace"', 'got: "other"'],
    [{ 'Kubernetes-Namespace': IDENTITY.namespace }, 'tags gives the role "Kubernetes-Namespace"', `got: "${IDENTITY.namespace}"`],
  ])('a tag that is given otherwise is refused: %j', (tags, beginning, end) => {
    const { stack } = stackFixture();

    expect(errorOf(() => irsa(stack, { tags, access: [under(stack, `${SessionTag.NAMESPACE}/`)] })).message).toBe(
      `[Stack/Exporter] ${beginning}, and the access needs it to be "kubernetes-namespace" with the value "${IDENTITY.namespace}", by which policies know the workload: leave it out of tags, ${end} (InvalidTag)`);
  });

  test.each([
    ['an escaped literal', (stack: Stack) => under(stack, '${aws:PrincipalTag/kubernetes-pod-name}/')],
    ['the key of another tag', () => Access.fromStatements('its folder', read('arn:aws:s3:::company/${aws:PrincipalTag/kubernetes-pod-name.v2}/*'))],
  ])('%s that looks like a tag asks for none', (_, access) => {
    const { stack } = stackFixture();
    irsa(stack, { access: [access(stack)] });

    expect(tagsOf(stack)).toEqual({ 'platform.identity/owner': IDENTITY.owner });
  });

  test('a tag with a default is one', () => {
    const { stack } = stackFixture();
    irsa(stack, { access: [Access.fromStatements('its folder', read("arn:aws:s3:::company/${aws:PrincipalTag/kubernetes-namespace, 'none'}/*"))] });

    expect(tagsOf(stack)['kubernetes-namespace']).toBe(IDENTITY.namespace);
  });

  test('a tag for which the role has no room is refused', () => {
    const { stack } = stackFixture();
    const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));

    expect(() => irsa(stack, { tags: tags(48), access: [under(stack, `${SessionTag.NAMESPACE}/`)] })).not.toThrow();
    expect(errorOf(() => irsa(stackFixture().stack, { tags: tags(49), access: [under(stackFixture().stack, `${SessionTag.NAMESPACE}/`)] })).message).toBe(
      '[Stack/Exporter] the access needs the role to bear the tag "kubernetes-namespace", and with those of tags and the owner\'s that is over the 50 that a role may have (IAM): leave out one of tags, got: 51 (InvalidTag)');
  });

  test.each([['POD_NAME', 'kubernetes-pod-name'], ['POD_UID', 'kubernetes-pod-uid']] as const)('SessionTag.%s is refused, since pods share the role', (name, key) => {
    const { stack } = stackFixture();

    expect(errorOf(() => irsa(stack, { access: [under(stack, `${SessionTag[name]}/`)] })).message).toBe(
      `[Stack/Exporter] the access names the tag ${key}, which differs from pod to pod: only sessions of EKS Pod Identity bear it, and those of this workload don't, so name the service account by SessionTag.SERVICE_ACCOUNT, or declare a PodIdentityWorkload with session tags (InvalidSessionTag)`);
  });

  test('a tag that is put into a statement after it was given is refused when the template is written', () => {
    const { app, stack } = stackFixture();
    const grant = bucket(stack).grantRead(irsa(stack));
    grant.principalStatement!.addCondition('StringEquals', { 's3:prefix': SessionTag.NAMESPACE });

    expect(() => app.synth()).toThrow(NOT_WHOLE);
  });

  test('a tag that is hidden in a function of CloudFormation is refused rather than left without a value', () => {
    const { app, stack } = stackFixture();
    irsa(stack, { access: [Access.fromStatements('its folder', read(Fn.join('/', ['arn:aws:s3:::company', Fn.select(0, [SessionTag.NAMESPACE]), '*'])))] });

    expect(() => app.synth()).toThrow(NOT_WHOLE);
  });
});

test('one declaration means the same with both mechanisms, to the proofs and to the assertions', () => {
  for (const declare of [podIdentity, irsa]) {
    const { app, stack } = stackFixture();
    const workload = declare(stack, {
      access: [under(stack, `${SessionTag.NAMESPACE}/`)],
      mustNot: [Forbidden.actions('s3:*').outside(`arn:aws:s3:::company/${IDENTITY.namespace}/*`)],
    });
    app.synth();

    expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED']);
    IdentityAssertions.fromStack(stack).workload(IDENTITY.namespace, IDENTITY.serviceAccountName)
      .can('s3:GetObject', `arn:aws:s3:::company/${IDENTITY.namespace}/a`)
      .cannot('s3:GetObject', 'arn:aws:s3:::company/other/a');
  }
});
