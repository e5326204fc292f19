import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isToken, tokenIdentity } from '../private/tokens';

/** The types under which a template defines an OIDC provider: CloudFormation's own, and the CDK's custom resource. */
const PROVIDER_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** Where a template's OIDC provider resource keeps its URL. */
interface ProviderResource {
  readonly url?: string;
  readonly _cfnProperties?: { readonly Url?: string };
}

/** The paths of all resources of the app that define an OIDC provider for an issuer's URL in an account. */
export function providersFor(scope: IConstruct, url: string, account: string): string[] {
  return scope.node.root.node.findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct) && PROVIDER_TYPES.includes(construct.cfnResourceType))
    .filter((resource) => sameAccount(scope, resource, account) && issuerIdentity(urlOf(resource)) === issuerIdentity(url))
    .map((resource) => resource.node.path);
}

/** Two stages whose account is known at deploy time only may go to different ones. */
function sameAccount(scope: IConstruct, resource: IConstruct, account: string): boolean {
  return Stack.of(resource).account === account && (!isToken(account) || Stage.of(resource) === Stage.of(scope));
}

function urlOf(resource: CfnResource): string | undefined {
  const { url, _cfnProperties: properties } = resource as unknown as ProviderResource;
  return url ?? properties?.Url;
}

function issuerIdentity(url: string | undefined): string | undefined {
  return url === undefined ? undefined : tokenIdentity(url).replace(/^https:\/\//, '');
}
