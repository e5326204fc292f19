import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ClusterOidcProvider, IdentityAssertions, StsAccess, TargetRole, WorkloadCluster } from '../../src';
import { ACCOUNT, CLUSTER_ARN, errorOf, IDENTITY, irsa, ISSUER, podIdentity, REGION, warned } from '../fixtures';

/*
 * What docs/other-accounts.md says of a target role that exists, and of IRSA across accounts.
 */

const DOC = fs.readFileSync(path.join(__dirname, '../../docs/other-accounts.md'), 'utf8');
const OTHER = '444455556666';
const ARCHIVE_ARN = `arn:aws:iam::${OTHER}:role/invoice-archive`;
const OWN = { clusterArn: CLUSTER_ARN, namespace: IDENTITY.namespace, serviceAccountName: IDENTITY.serviceAccountName };

/** The stacks of two accounts in one app. */
function accounts() {
  const app = new App();
  const [platform, finance] = [['Platform', ACCOUNT], ['Finance', OTHER]].map(([id, account]) => new Stack(app, id, { env: { account, region: REGION } }));
  return { app, platform, finance };
}

const warningsIn = (stack: Stack) => warned(stack).map(({ text }) => text);

describe('a target role that exists', () => {
  const declare = (acknowledged: boolean) => {
    const { app, platform } = accounts();
    const target = TargetRole.fromRoleArn(platform, 'Target', ARCHIVE_ARN);
    const workload = podIdentity(platform, { roleName: 'invoice-exporter', target });
    const [, id] = /id: '(cdk-eks-workload-identity:ForeignTarget.*)'/.exec(DOC)!;
    if (acknowledged) { Validations.of(workload).acknowledge({ id, reason: 'its trust holds the statement' }); }
    app.synth();
    return { platform };
  };

  test('must hold in its trust what the docs show, as the warning tells', () => {
    const [, shown] = /```json\n([^]*?)```/.exec(DOC)!;

    expect(warningsIn(declare(false).platform)).toEqual([
      expect.stringContaining(`the target role ${ARCHIVE_ARN} is made elsewhere: pods become it only if its trust policy holds ${JSON.stringify(JSON.parse(shown))}, so add that`),
    ]);
  });

  test('is acknowledged by the id that the docs show', () => {
    expect(warningsIn(declare(true).platform)).toEqual([]);
  });

  test('with that trust is assumed by the pods, and by no others', () => {
    const { platform } = declare(false);
    const [, shown] = /```json\n([^]*?)```/.exec(DOC)!;
    const template = Template.fromStack(platform).toJSON();
    const Archive = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'invoice-archive', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: JSON.parse(shown) } } };
    const [[, association]] = Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === 'AWS::EKS::PodIdentityAssociation');
    association.Properties.TargetRoleArn = { 'Fn::GetAtt': ['Archive', 'Arn'] };
    const [[, base]] = Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    base.Properties.Policies[0].PolicyDocument.Statement[0].Resource = { 'Fn::GetAtt': ['Archive', 'Arn'] };

    IdentityAssertions.fromTemplate(Template.fromJSON({ Resources: { ...template.Resources, Archive } }), { account: ACCOUNT, region: REGION })
      .workload(OWN.namespace, OWN.serviceAccountName)
      .assumableBy(OWN).notAssumableBy({ ...OWN, namespace: 'other' }).notAssumableBy({ ...OWN, clusterArn: `${CLUSTER_ARN}-2` });
  });
});

describe('IRSA', () => {
  const clusterIn = (stack: Stack) => WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production', account: ACCOUNT, oidcIssuer: ISSUER });

  test.each<[string, (stack: Stack) => ClusterOidcProvider, unknown]>([
    ['that it has', (stack) => ClusterOidcProvider.fromProviderArn(stack, 'Provider', `arn:aws:iam::${OTHER}:oidc-provider/${ISSUER}`), `arn:aws:iam::${OTHER}:oidc-provider/${ISSUER}`],
    ['that the stack makes', (stack) => {
      const oidc = new iam.CfnOIDCProvider(stack, 'Oidc', { url: `https://${ISSUER}`, clientIdList: ['sts.amazonaws.com'] });
      return ClusterOidcProvider.fromProviderArn(stack, 'Provider', oidc.attrArn, ISSUER);
    }, { 'Fn::GetAtt': ['Oidc', 'Arn'] }],
  ])('has a role in the other account, by a provider of that account %s', (_, provider, Federated) => {
    const { app, finance } = accounts();
    irsa(finance, { cluster: clusterIn(finance), oidcProvider: provider(finance) });
    app.synth();

    Template.fromStack(finance).hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Federated } })] } });
    IdentityAssertions.fromStack(finance).workload(OWN.namespace, OWN.serviceAccountName)
      .assumableBy({ ...OWN, oidcIssuer: ISSUER }).notAssumableBy({ ...OWN, namespace: 'other', oidcIssuer: ISSUER });
  });

  test('has none there without a provider of that account', () => {
    const { finance } = accounts();

    expect(errorOf(() => irsa(finance, { cluster: clusterIn(finance) })).message).toContain('give as oidcProvider the provider that account 444455556666 has for the cluster\'s issuer');
  });

  test('is chained into exactly one role of the other account, and tells who it is by an external id', () => {
    const { app, platform, finance } = accounts();
    const externalId = 'finance-prod/invoice-exporter';
    const audit = new iam.Role(finance, 'Audit', {
      roleName: 'invoice-audit',
      assumedBy: new iam.AccountPrincipal(ACCOUNT).withConditions({
        StringEquals: { 'sts:ExternalId': externalId }, ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/invoice-exporter` },
      }),
    });
    irsa(platform, { roleName: 'invoice-exporter', access: [StsAccess.assumeRole(audit, { externalId, tagSession: false })] });
    app.synth();

    expect([platform.dependencies, finance.dependencies]).toEqual([[], []]);
    IdentityAssertions.fromStack(platform).workload(OWN.namespace, OWN.serviceAccountName)
      .can('sts:AssumeRole', `arn:aws:iam::${OTHER}:role/invoice-audit`, { context: { 'sts:ExternalId': externalId } })
      .cannot('sts:AssumeRole', `arn:aws:iam::${OTHER}:role/invoice-audit`)
      .cannot('sts:AssumeRole', `arn:aws:iam::${OTHER}:role/other`, { context: { 'sts:ExternalId': externalId } })
      .cannot('sts:TagSession', `arn:aws:iam::${OTHER}:role/invoice-audit`, { context: { 'sts:ExternalId': externalId } });
  });
});
