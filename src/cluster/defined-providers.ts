import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { propertyOf, resourcesOfTypes } from './app-resources';
import { OncePerSynth } from '../private/once-per-synth';
import { isToken, tokenIdentity } from '../private/tokens';

/** The types under which a template defines an OIDC provider: CloudFormation's own, and the CDK's custom resource. */
const PROVIDER_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** All OIDC providers that the app defines. */
export const DEFINED_PROVIDERS = new OncePerSynth('OIDC providers', (stage) => resourcesOfTypes(stage, PROVIDER_TYPES));

/** The paths of those that are for an issuer's URL in an account. */
export function providersFor(scope: IConstruct, url: string, account: string): string[] {
  return DEFINED_PROVIDERS.get(scope)
    .filter((resource) => sameAccount(scope, resource, account) && issuerIdentity(propertyOf(resource, 'Url') as string | undefined) === issuerIdentity(url))
    .map((resource) => resource.node.path);
}

/** Two stages whose account is known at deploy time only may go to different ones. */
function sameAccount(scope: IConstruct, resource: IConstruct, account: string): boolean {
  return Stack.of(resource).account === account && (!isToken(account) || Stage.of(resource) === Stage.of(scope));
}

function issuerIdentity(url: string | undefined): string | undefined {
  return url === undefined ? undefined : tokenIdentity(url).replace(/^https:\/\//, '');
}
