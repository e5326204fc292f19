import { Fn, Stack } from 'aws-cdk-lib';
import { podIdentityTrust } from '../../src/trust/pod-identity-trust';
import { trustDocument } from '../../src/trust/trust-document';
import { webIdentityTrust } from '../../src/trust/web-identity-trust';
import { ISSUER, PROVIDER_ARN } from '../fixtures';

test('the trust of Pod Identity stays within the quota of 2,048 characters with the longest names', () => {
  const trust = trustDocument(new Stack(), [podIdentityTrust({ clusterArns: [`arn:aws-us-gov:eks:ap-southeast-1:111122223333:cluster/${'c'.repeat(100)}`], namespace: 'n'.repeat(63), serviceAccountName: 's'.repeat(253) })]);

  expect(JSON.stringify(trust).length).toBeLessThan(2_048);
});

test('a trust is JSON as soon as one of its issuers is known late', () => {
  const stack = new Stack();
  const of = (issuer: string) => webIdentityTrust({ providerArn: PROVIDER_ARN, issuer, audience: 'a', namespace: 'b', serviceAccountName: 'c' });

  expect(Object.keys(stack.resolve(trustDocument(stack, [of(ISSUER), of(Fn.importValue('issuer'))])))).toEqual(['Fn::Join']);
});

test('names in a trust with a late issuer are escaped as JSON', () => {
  const stack = new Stack();
  const subject = { providerArn: PROVIDER_ARN, audience: 'quote"d', namespace: 'finance-prod', serviceAccountName: 'invoice-exporter' };
  const late = stack.resolve(trustDocument(stack, [webIdentityTrust({ ...subject, issuer: Fn.importValue('issuer') })]));

  const text = late['Fn::Join'][1].map((part: unknown) => typeof part === 'string' ? part : ISSUER).join('');
  expect(JSON.parse(text)).toEqual(trustDocument(stack, [webIdentityTrust({ ...subject, issuer: ISSUER })]));
});

test.each([
  ['an audience', webIdentityTrust({ providerArn: PROVIDER_ARN, issuer: ISSUER, audience: `\${${ISSUER}:aud}`, namespace: 'a', serviceAccountName: 'b' }), `${ISSUER}:aud`, `\${$}{${ISSUER}:aud}`],
  ['a namespace beside a token', webIdentityTrust({ providerArn: PROVIDER_ARN, issuer: ISSUER, audience: 'c', namespace: `${Fn.importValue('team')}\${aws:userid}`, serviceAccountName: 'b' }),
    `${ISSUER}:sub`, { 'Fn::Join': ['', ['system:serviceaccount:', { 'Fn::ImportValue': 'team' }, '${$}{aws:userid}:b']] }],
  ['the name of a cluster', podIdentityTrust({ clusterArns: ['arn:aws:eks:eu-central-1:111122223333:cluster/${aws:RequestTag/x}'], namespace: 'a', serviceAccountName: 'b' }),
    'aws:RequestTag/eks-cluster-arn', 'arn:aws:eks:eu-central-1:111122223333:cluster/${$}{aws:RequestTag/x}'],
])('what looks like a variable in %s is compared as it is', (_, { Condition }, key, expected) => {
  expect(new Stack().resolve(Condition.StringEquals[key])).toEqual(expected);
});
