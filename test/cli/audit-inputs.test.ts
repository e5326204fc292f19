import { App, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { directoryOf, run } from './command';
import { CHECKS } from '../../src/guardrails/checks';
import { ACCOUNT, ISSUER, PROVIDER_ARN } from '../fixtures';
import { LOCKED } from '../guardrails/sources';
import { byHand, trustToken } from '../testing/peers';

/** An audit of files, as JSON. */
const audited = (files: Record<string, string | object>) => {
  const textOf = (content: string | object) => typeof content === 'string' ? content : JSON.stringify(content);
  const directory = directoryOf(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, textOf(content)])));
  const { out, err, code } = run(['audit', directory, '--json']);
  return { ...JSON.parse(out), err, code, directory };
};
const names = ({ identities }: any) => identities
  .map(({ serviceAccount, mechanisms, foundIn }: any) => [serviceAccount, mechanisms.join(), foundIn.length]);

const role = (Statement: object | object[], properties: object = {}) =>
  ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement }, ...properties } });
const account = (name: string, arn: string, namespace?: string) => JSON.stringify({
  apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, annotations: { 'eks.amazonaws.com/role-arn': arn } },
});
const WEB = `arn:aws:iam::${ACCOUNT}:role/web`;

test('templates in YAML may have all short functions', () => {
  const { identities, err } = audited({
    'shop.yaml': `Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: { BucketName: !Transform { Name: 'AWS::Include', Parameters: {} } }
  Association:
    Type: AWS::EKS::PodIdentityAssociation
    Properties: { ClusterName: production, Namespace: !Join ['', [sh, op]], ServiceAccount: web, RoleArn: ${WEB} }
`,
  });

  expect(identities).toEqual([expect.objectContaining({ serviceAccount: 'shop/web', roleArn: WEB })]);
  expect(err).toBe('');
});

test('a ServiceAccount that names no namespace is the one of the same role that does', () => {
  const Role = role(trustToken('system:serviceaccount:shop:web'), { RoleName: 'web' });

  expect(names(audited({ 'a.json': account('web', WEB), 'b.json': account('web', WEB, 'shop') }))).toEqual([['shop/web', 'irsa', 2]]);
  expect(names(audited({ 'a.json': account('web', WEB), 't.json': { Resources: { Role } } }))).toEqual([['shop/web', 'irsa', 2]]);
  expect(names(audited({ 'a.json': account('other', WEB), 't.json': { Resources: { Role } } }))).toEqual([['?/other', '', 1], ['shop/web', 'irsa', 1]]);
});

test('service accounts of one name with different roles, and of different clusters, are different', () => {
  const other = { Effect: 'Allow', Principal: { Federated: `${PROVIDER_ARN}2` }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { [`${ISSUER}2:sub`]: 'system:serviceaccount:shop:web' } } };

  expect(names(audited({ 'a.json': account('web', WEB, 'shop'), 'b.json': account('web', `${WEB}2`, 'shop') }))).toHaveLength(2);
  expect(audited({ 't.json': { Resources: { Role: role([trustToken('system:serviceaccount:shop:web'), other]) } } }).identities.map(({ cluster }: any) => cluster)).toEqual([ISSUER, `${ISSUER}2`]);
});

test('a role that any service account of a cluster becomes is told', () => {
  const { Condition: _, ...open } = trustToken('') as { Condition?: object };
  const { identities } = audited({ 't.json': { Resources: { Role: role({ ...open, Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } } }) } } });

  expect(identities).toEqual([expect.objectContaining({ serviceAccount: 'any service account', notDeclared: expect.stringContaining('names no service account one by one') })]);
});

test('an association without properties, and an object without metadata, are no crash', () => {
  const { identities, code } = audited({ 't.json': { Resources: { Association: { Type: 'AWS::EKS::PodIdentityAssociation' } } }, 'a.yaml': 'apiVersion: v1\nkind: ServiceAccount' });

  expect(identities).toEqual([expect.objectContaining({ serviceAccount: '/', foundIn: ['association Association'] })]);
  expect(code).not.toBe(2);
});

test('what is no object of Kubernetes, and pods that can\'t be searched, are told', () => {
  const strange = audited({ 'a.yaml': 'apiVersion: a/b/c\nkind: Pod\nmetadata: { name: web }' });
  const broken = audited({ 'a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [null] }' });

  expect(strange.problems).toEqual([expect.stringContaining('a.yaml: Pod web is no object of Kubernetes: invalid apiVersion a/b/c')]);
  expect(broken.problems).toEqual([expect.stringContaining('the manifests can\'t be searched for static credentials: ')]);
  expect([strange.code, broken.code]).toEqual([2, 2]);
});

test('the text counts what is acknowledged', () => {
  const directory = directoryOf();
  const app = new App({ outdir: `${directory}/cdk.out`, analyticsReporting: false });
  const open = new iam.Role(new Stack(app, 'Stack'), 'Open', { assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com')) });
  Validations.of(open).acknowledge({ id: 'cdk-eks-workload-identity::OpenPodIdentityTrust', reason: 'until the audit' });
  app.synth();

  expect(run(['audit', `${directory}/cdk.out`]).out).toMatch(/\n\d+ findings?, 1 acknowledged\n/);
});

test('a check that crashes is a finding at no place', () => {
  const crash = jest.spyOn(CHECKS[0], 'run').mockImplementation(() => { throw new Error('no way'); });
  const { out, code } = run(['audit', directoryOf({ 't.json': JSON.stringify(byHand(LOCKED)) })]);
  crash.mockRestore();

  expect(out).toContain(`  CheckCrashed: ${CHECKS[0].id} could not be checked, so nothing is known of that: no way\n`);
  expect(code).toBe(1);
});
