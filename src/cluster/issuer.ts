import { Fn } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { arnParts, knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { beginsWithToken, isToken, mapLiterals } from '../private/tokens';

/** The audience of the tokens that EKS projects into pods for IRSA, in every partition. */
export const STS_AUDIENCE = 'sts.amazonaws.com';

/** The characters of an issuer, and no second scheme. */
const PARTS = /^[A-Za-z0-9._~/-]*$/;

const HOST_AND_PATH = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(\/[A-Za-z0-9._~/-]+)?$/;

/** The issuer as given, or as a provider's ARN names it; refused where both are known and differ. */
export function agreedIssuer(scope: IConstruct, oidcIssuer: string | undefined, oidcProviderArn: string | undefined): string | undefined {
  const given = oidcIssuer === undefined ? undefined : issuerOf(scope, oidcIssuer);
  const ofArn = oidcProviderArn === undefined ? undefined : issuerOfProviderArn(scope, oidcProviderArn);
  if (knownToDiffer(given, ofArn)) {
    refuse(scope, 'InvalidIssuer', `the issuer and the provider's ARN name different issuers: give one of them alone, or correct it, ${got(given)} and ${got(ofArn)}`);
  }
  return given ?? ofArn;
}

/** The issuer without its scheme, as it stands in condition keys and in a provider's ARN. */
export function issuerOf(scope: IConstruct, url: string): string {
  if (beginsWithToken(url)) { return Fn.select(1, Fn.split('//', url)); }
  return requireIssuer(scope, url.replace(/^https:\/\//, ''), url);
}

/** Refuses what is no host with a path; of one with tokens, the literal parts are looked at. */
function requireIssuer(scope: IConstruct, issuer: string, url: string): string {
  let literal = '';
  mapLiterals(issuer, (part) => literal += part);
  if (!(isToken(issuer) ? PARTS : HOST_AND_PATH).test(literal)) {
    refuse(scope, 'InvalidIssuer', 'the issuer must be the URL that "aws eks describe-cluster" shows as identity.oidc.issuer, '
      + `for example "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF", ${got(url)}`);
  }
  return issuer;
}

/** The issuer that an OIDC provider's ARN names. */
export function issuerOfProviderArn(scope: IConstruct, arn: string): string {
  const parts = arnParts(arn);
  if (parts === undefined && isToken(arn)) { return Fn.select(1, Fn.split(':oidc-provider/', arn)); }
  const account = parts?.account ?? '';
  if (parts?.service !== 'iam' || !parts.resource.startsWith('oidc-provider/') || !(isToken(account) || /^\d{12}$/.test(account))) {
    refuse(scope, 'InvalidProviderArn', `oidcProviderArn must be the ARN of an IAM OIDC provider, "arn:PARTITION:iam::ACCOUNT:oidc-provider/ISSUER", ${got(arn)}`);
  }
  return requireIssuer(scope, parts.resource.slice('oidc-provider/'.length), arn);
}
