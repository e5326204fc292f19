import { choice, Field, flag, group, GroupField, list, ListField, plain, text } from './field';
import { bedrock, cloudWatch, ecr, lambda, stepFunctions, xray } from './services-compute';
import { eventBridge, kinesis, sns, sqs } from './services-messaging';
import { kms, rds, secretsManager, ssm, sts } from './services-secrets';
import { dynamodb, s3, s3express } from './services-storage';
import { IdentityMechanism } from '../../workload/identity-mechanism';

/** The kind of the documents. */
export const CLAIM_KIND = 'AwsWorkloadIdentityClaim';

/** The version of the format, behind the group. */
export const CLAIM_VERSION = 'v1alpha1';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

const dnsLabel = (doc: string) => text(doc, LABEL, '1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit', { maxLength: 63 });
const subdomain = (doc: string) => text(doc, `${LABEL}(\\.${LABEL})*`, 'lower-case letters, digits, "-" and single ".", each part beginning and ending with a letter or digit', { maxLength: 253, except: ['default'] });
const labelValue = (doc: string) => text(doc, '[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?', '1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit', { maxLength: 63 });
const account = (doc: string) => text(doc, '[0-9]{12}', '12 digits, in quotes', { maxLength: 12 });
const pattern = (doc: string) => text(doc, '\\*|arn:[ -~]+', 'an ARN in which "*" and "?" are wildcards, or "*"');

/** The services of which a claim may ask for permissions, by the names of their fields. */
export const SERVICES: Readonly<Record<string, ListField>> = {
  s3, s3express, dynamodb, sqs, sns, eventBridge, kinesis, secretsManager, ssm, kms, sts, rds, cloudWatch, xray, ecr, lambda, stepFunctions, bedrock,
};

const MUST_NOT: Field = list('What the workload must not do: proved when the app is synthesized.', group('One of it.', {
  actions: list('The actions, "*" and "?" being wildcards.', text('An action.', '\\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+', '"service:Action" in which "*" and "?" are wildcards, or "*"')),
  on: list('The resources on which it is forbidden; left out, on any.', pattern('A resource.')),
  outside: list('The resources but for which it is forbidden.', text('A resource.', 'arn:[ -~]+', 'an ARN in which "*" and "?" are wildcards')),
  when: {
    kind: 'pairs',
    doc: 'The condition keys of the requests that are forbidden.',
    key: text('A condition key.', '[A-Za-z0-9-]+:[!-~]+', 'a condition key, such as aws:SecureTransport'),
    value: plain('Its value.'),
    maxItems: 20,
  },
  enforced: flag('Whether it is also denied by a statement of the role.'),
}, ['actions']));

const TARGET = group('The role in another account that the pods become, which then bears the permissions. Pod Identity alone.', {
  account: account('The account of a target role that is made for the claim.'),
  roleArn: text('A target role that exists already, made elsewhere; the claim then asks for no permissions.', 'arn:aws[a-z-]*:iam::[0-9]{12}:role/([A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,64}', 'the ARN of one role'),
}, [['account', 'roleArn']]);

/** The part of a claim that says what is asked for. */
export const SPEC: GroupField = group('What is asked for.', {
  serviceAccount: subdomain('The ServiceAccount of the pods; by default the name of the claim.'),
  environment: dnsLabel('The environment: the claim is for the clusters of it.'),
  owner: labelValue('Who answers for the identity.'),
  account: account('The account of the clusters; by default any.'),
  region: text('The region of the clusters; by default any.', '[a-z]{2,}(-[a-z0-9]+)+', 'the name of a region, such as eu-central-1', { maxLength: 30 }),
  clusters: list('The names of the clusters; by default all of the environment.', text('The name of a cluster.', '[0-9A-Za-z][0-9A-Za-z_-]{0,99}', 'the name of a cluster')),
  mechanism: choice('How the pods become the role; by default as the cluster does it.', Object.values(IdentityMechanism)),
  description: plain('What the workload is: the description of its role.', { maxLength: 1_000 }),
  permissions: group('What the workload may do, by service; by default nothing.', SERVICES),
  mustNot: MUST_NOT,
  target: TARGET,
}, ['environment', 'owner']);

/** A claim, for an API group. */
export function claimFields(apiGroup: string): GroupField {
  return group('An AWS identity for the pods of one Kubernetes ServiceAccount.', {
    apiVersion: choice('The version of the format.', [`${apiGroup}/${CLAIM_VERSION}`]),
    kind: choice('The kind of the document.', [CLAIM_KIND]),
    metadata: group('The name of the claim, and the namespace of the pods.', {
      name: subdomain('The name of the claim, and of the ServiceAccount unless spec.serviceAccount says another.'),
      namespace: dnsLabel('The namespace of the pods.'),
    }, ['name', 'namespace']),
    spec: SPEC,
  }, ['apiVersion', 'kind', 'metadata', 'spec']);
}
