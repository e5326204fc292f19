import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import { GuardrailCheck } from '../../../src';
import { cfnCluster, irsa, ISSUER, podIdentity, PROVIDER_ARN } from '../../fixtures';
import { byHand, trustToken } from '../../testing/peers';
import { describeCheck, eksApp, eksV2App, ours } from '../sources';

const NONE = 'Role: the trust policy compares no audience of the tokens of service accounts';
const SUBJECT = 'system:serviceaccount:finance-prod:invoice-exporter';
const token = (Condition: object | undefined, Federated: unknown = PROVIDER_ARN) => ({ Effect: 'Allow', Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity', ...Condition && { Condition } });
const provider = (Url: unknown, Type = 'AWS::IAM::OIDCProvider') => ({ resources: { Provider: { Type, Properties: { Url } } } });

describeCheck(GuardrailCheck.IRSA_WITHOUT_AUDIENCE, {
  refused: {
    'a trust by the subject alone': [() => byHand(token({ StringEquals: { [`${ISSUER}:sub`]: SUBJECT } })), NONE],
    'a trust without conditions': [() => byHand(token(undefined)), NONE],
    'a trust in a provider of the template': [
      () => byHand(token(undefined, { Ref: 'Provider' }), provider({ 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] })), NONE,
    ],
    'a trust in the CDK\'s provider': [
      () => byHand(token(undefined, { 'Fn::GetAtt': ['Provider', 'Arn'] }), provider(`https://${ISSUER}`, 'Custom::AWSCDKOpenIdConnectProvider')), NONE,
    ],
    'an issuer of one\'s own, known by the subject': [() => byHand(token({ StringEquals: { 'tokens.company.com:sub': SUBJECT } }, 'arn:aws:iam::111122223333:oidc-provider/tokens.company.com')), NONE],
    'any audience': [() => byHand(token({ StringEquals: { [`${ISSUER}:sub`]: SUBJECT }, StringLike: { [`${ISSUER}:aud`]: '*' } })), NONE],
    'an audience that need not be there': [() => byHand(token({ StringEqualsIfExists: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } })), NONE],
  },
  clean: {
    'an IRSA workload': ours(irsa),
    'an IRSA workload of a cluster whose issuer is known at deploy time only': ours((stack) => irsa(stack, { cluster: cfnCluster(stack) })),
    'a Pod Identity workload': ours(podIdentity),
    'addServiceAccount of aws-eks': () => eksApp(eks.IdentityType.IRSA),
    'addServiceAccount of aws-eks-v2': () => eksV2App(eksv2.IdentityType.IRSA),
    'a trust by hand': () => byHand(trustToken(SUBJECT)),
    'an audience that is a parameter': () => byHand(token({ StringEquals: { [`${ISSUER}:aud`]: { Ref: 'Audience' } } })),
    'the tokens of a build service': () => byHand(token({ StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:company/app:ref:refs/heads/main' } }, 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com')),
    'a provider of which nothing is said': () => byHand(token(undefined, { Ref: 'Provider' }), { resources: { Provider: { Type: 'AWS::IAM::OIDCProvider' } } }),
    'a provider of another template': () => byHand(token(undefined, { 'Fn::ImportValue': 'Provider' })),
    'users of SAML': () => byHand({ ...token(undefined, 'arn:aws:iam::111122223333:saml-provider/company'), Action: 'sts:AssumeRoleWithSAML' }),
  },
});
