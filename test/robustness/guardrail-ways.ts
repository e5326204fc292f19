import { App } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as cdk8s from 'cdk8s';
import { pathWay, way, Way, Ways } from './ways';
import { files } from './workload-ways';
import {
  AdmissionAction, AdmissionPolicies, AdmissionPoliciesProps, AllowedPods, AssumingServiceAccount, IdentityAssertions,
  IdentityAssertionsOptions, IdentityGuardrails, IdentityGuardrailsOptions, IdentityRoles, IdentityRolesProps, RbacReview, S3Access,
  WorkloadAssertions,
} from '../../src';
import { CLUSTER_ARN, IDENTITY, irsa, ISSUER, podIdentity, stackFixture } from '../fixtures';
import { decide } from '../guardrails/admission/decide';
import { podIn } from '../guardrails/admission/objects';
import { documentsOf } from '../guardrails/admission/policies';

const NAMESPACES = [IDENTITY.namespace];

const admission = (props: (value: string) => Partial<AdmissionPoliciesProps>): Way => way((stack, value) => {
  podIdentity(stack);
  return files((chart) => new AdmissionPolicies(chart, 'Policies', { workloadsOf: [stack], namespaces: NAMESPACES, action: AdmissionAction.ENFORCE, ...props(value) }));
});

type Given<T> = (value: string) => T;

/** Whether a pod with the value may use the service account, and one without it. */
const usedBy = (allowed: Given<Partial<AllowedPods>>, used: Given<object>, plain?: string): Way => ({
  ...way((stack, value) => {
    const workload = podIdentity(stack);
    const charts = new cdk8s.App();
    new AdmissionPolicies(new cdk8s.Chart(charts, 'chart'), 'Policies', {
      workloadsOf: [stack],
      namespaces: NAMESPACES,
      action: AdmissionAction.ENFORCE,
      noStaticCredentials: AdmissionAction.OFF,
      usedBy: [{ workload, ...allowed(value) }],
    });
    const decisions = (object: any) => documentsOf(charts).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
      .map((document) => decide(document, { object }).length);
    return () => [decisions(used(value)), decisions(used('else'))];
  }, plain),
  isCondition: true,
});

const pod = (labels: Record<string, string>, image = 'a') => {
  const { metadata, spec, ...rest } = podIn('Pod') as any;
  const containers = spec.containers.map((container: object) => ({ ...container, image }));
  return { ...rest, metadata: { ...metadata, labels }, spec: { ...spec, serviceAccountName: IDENTITY.serviceAccountName, containers } };
};

const roles = (props: (value: string) => Partial<IdentityRolesProps>): Way => way((stack, value) => {
  podIdentity(stack);
  return files((chart) => new IdentityRoles(chart, 'Roles', { workloadsOf: [stack], namespaces: NAMESPACES, ...props(value) }));
});

const checks = (options: (value: string) => IdentityGuardrailsOptions): Way => way((stack, value) => {
  podIdentity(stack);
  return JSON.parse(JSON.stringify(IdentityGuardrails.checkStack(stack, options(value))).replace(/"templateFile":"[^"]*"/g, '"templateFile":""'));
});

/** A folder that holds no cloud assembly, unless it is that of the plain value. */
const assembly = (read: (directory: string) => unknown): Way => ({
  ...pathWay((_, directory) => {
    new App({ outdir: 'assembly', analyticsReporting: false }).synth();
    read(directory);
  }, 'assembly'),
  isCondition: true,
});

const POLICY_ARN = 'arn:aws:iam::aws:policy/zqx';

const guardrailWays: Ways = {
  'AdmissionPoliciesProps.name': admission((name) => ({ name })),
  'AdmissionPoliciesProps.namespaces': admission((value) => ({ namespaces: [value] })),
  'AllowedPods.images': usedBy((value) => ({ images: [value] }), (value) => pod({}, value), 'registry.example/zqx'),
  'AllowedPods.labels': usedBy((value) => ({ labels: { a: value } }), (value) => pod({ a: value })),
  'AllowedPods.labels (key)': usedBy((value) => ({ labels: { [value]: 'a' } }), (value) => pod({ [value]: 'a' })),
  'IdentityRolesProps.name': roles((name) => ({ name })),
  'IdentityRolesProps.namespaces': roles((value) => ({ namespaces: [value] })),
  'IdentityRolesProps.users': roles((value) => ({ users: [value] })),
  'IdentityRolesProps.administrators': roles((value) => ({ administrators: [value] })),
  'IdentityGuardrailsOptions.ownerTag': checks((ownerTag) => ({ ownerTag })),
  'IdentityGuardrailsOptions.managedPolicies': checks((value) => ({ managedPolicies: { [POLICY_ARN]: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: value }] } } })),
  'IdentityGuardrailsOptions.managedPolicies (key)': { ...checks((value) => ({ managedPolicies: { [value]: { Statement: [] } } })), plain: POLICY_ARN },
  'IdentityGuardrails.checkCloudAssembly(directory)': assembly((directory) => IdentityGuardrails.checkCloudAssembly(directory)),
  'RbacReviewProps.manifests': {
    ...way((stack, name) => {
      podIdentity(stack);
      const apiVersion = 'rbac.authorization.k8s.io/v1';
      const metadata = { name: 'edit', namespace: IDENTITY.namespace };
      return RbacReview.of({ workloadsOf: [stack], manifests: [{ apiVersion, kind: 'RoleBinding', metadata, roleRef: { kind: 'ClusterRole', name: 'edit' }, subjects: [{ kind: 'Group', name }] }] })
        .map(({ subject, ...rest }) => ({ ...rest, subject }));
    }),
    isTold: true,
  },
};

type Ask = (identities: IdentityAssertions, value: string) => unknown;

/** Asks an app with a workload of each mechanism; what holds for the plain value alone is refused for all others. */
const asks = (ask: Ask, plain?: string, options?: Given<IdentityAssertionsOptions>): Way => ({
  ...way((_, value) => {
    const { stack } = stackFixture();
    podIdentity(stack, { access: [S3Access.readPrefix(Bucket.fromBucketName(stack, 'Bucket', 'company'), S3Access.WHOLE_BUCKET)] });
    irsa(stack, { serviceAccountName: 'irsa' }, 'Irsa');
    ask(IdentityAssertions.fromStack(stack, options?.(value)), value);
  }, plain),
  isCondition: true,
});

const OBJECT = 'arn:aws:s3:::company/zqx';
const exporter = (identities: IdentityAssertions): WorkloadAssertions => identities.workload(IDENTITY.namespace, IDENTITY.serviceAccountName);
const OWN: AssumingServiceAccount = { clusterArn: CLUSTER_ARN, namespace: IDENTITY.namespace, serviceAccountName: IDENTITY.serviceAccountName };
const assumed = (prop: keyof AssumingServiceAccount, plain: string): Ways => ({
  [`AssumingServiceAccount.${prop}`]: asks((identities, value) => identities.workload(IDENTITY.namespace, 'irsa')
    .assumableBy({ ...OWN, serviceAccountName: 'irsa', oidcIssuer: ISSUER, [prop]: value }), plain),
});

const testingWays: Ways = {
  ...assumed('audience', 'sts.amazonaws.com'),
  ...assumed('namespace', IDENTITY.namespace),
  ...assumed('serviceAccountName', 'irsa'),
  ...assumed('oidcIssuer', ISSUER),
  'AssumingServiceAccount.clusterArn': asks((identities, clusterArn) => exporter(identities).assumableBy({ ...OWN, clusterArn }), CLUSTER_ARN),
  'IdentityAssertions.fromCloudAssembly(directory)': assembly((directory) => IdentityAssertions.fromCloudAssembly(directory)),
  'IdentityAssertions.workload(namespace)': asks((identities, value) => identities.workload(value, IDENTITY.serviceAccountName), IDENTITY.namespace),
  'IdentityAssertions.workload(serviceAccountName)': asks((identities, value) => identities.workload(IDENTITY.namespace, value), IDENTITY.serviceAccountName),
  'IdentityAssertionsOptions.account': asks((identities) => exporter(identities).can('s3:GetObject', OBJECT), '111122223333', (account) => ({ account })),
  'IdentityAssertionsOptions.region': asks((identities) => exporter(identities).can('s3:GetObject', OBJECT), 'eu-central-1', (region) => ({ region })),
  'IdentityAssertionsOptions.partition': asks((identities) => exporter(identities).can('s3:GetObject', OBJECT), 'aws', (partition) => ({ partition })),
  'IdentityAssertionsOptions.managedPolicies': asks((identities) => exporter(identities).can('s3:GetObject', OBJECT), 'zqx', (value) => ({
    managedPolicies: { [POLICY_ARN]: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: value }] } },
  })),
  'IdentityAssertionsOptions.managedPolicies (key)': asks((identities) => exporter(identities).can('s3:GetObject', OBJECT), POLICY_ARN, (value) => ({
    managedPolicies: { [value]: { Statement: [] } },
  })),
  'RequestOptions.context': asks((identities, value) => exporter(identities).can('s3:GetObject', OBJECT, { context: { 'aws:PrincipalTag/a': value } })),
  'RequestOptions.context (key)': asks((identities, value) => exporter(identities).can('s3:GetObject', OBJECT, { context: { [value]: 'a' } }), 'aws:zqx'),
  'WorkloadAssertions.can(action)': asks((identities, action) => exporter(identities).can(action, OBJECT), 's3:GetObject'),
  'WorkloadAssertions.can(resource)': asks((identities, resource) => exporter(identities).can('s3:GetObject', resource), OBJECT),
  'WorkloadAssertions.cannot(action)': asks((identities, action) => exporter(identities).cannot(action, OBJECT), 's3:PutObject'),
  'WorkloadAssertions.cannot(resource)': asks((identities, resource) => exporter(identities).cannot('s3:PutObject', resource), OBJECT),
};

export const GUARDRAIL_WAYS: Ways = { ...guardrailWays, ...testingWays };
