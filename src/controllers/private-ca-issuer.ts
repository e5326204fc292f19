import * as acmpca from 'aws-cdk-lib/aws-acmpca';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { Access } from '../access/access';
import { requireItems } from '../access/conditions';
import { ArnForm, exactArn } from '../access/exact-arn';

/** What the AWS Private CA issuer is declared with. */
export interface PrivateCaIssuerProps extends ControllerProps {
  /** The certificate authorities that issue, at least one. */
  readonly certificateAuthorities: acmpca.ICertificateAuthorityRef[];
}

const AUTHORITY: ArnForm = { service: 'acm-pca', resource: /^certificate-authority\/.+$/, shown: 'acm-pca:REGION:ACCOUNT:certificate-authority/ID' };

const FACTS: ControllerFacts = {
  name: 'PrivateCaIssuer',
  namespace: 'aws-privateca-issuer',
  serviceAccountName: 'aws-privateca-issuer',
  oldest: '1.2.0',
  newest: '1.9.0',
  sources: [{ url: 'https://github.com/cert-manager/aws-privateca-issuer/blob/v1.9.0/README.md', date: '2026-04-02' }],
  serviceAccountValues: ['serviceAccount'],
  addonName: 'aws-privateca-connector-for-kubernetes',
  scope: 'certificate authorities',
  open: {},
  leftOut: {},
};

/**
 * The AWS Private CA issuer of cert-manager: `acm-pca:DescribeCertificateAuthority`, `acm-pca:GetCertificate` and
 * `acm-pca:IssueCertificate` on the certificate authorities.
 *
 * @see https://github.com/cert-manager/aws-privateca-issuer
 * @example
 * declare const cluster: eks.Cluster;
 * declare const authority: acmpca.CfnCertificateAuthority;
 * new PrivateCaIssuer({ certificateAuthorities: [authority] }).podIdentity(this, 'PrivateCa', { cluster, owner: 'security' });
 */
export class PrivateCaIssuer extends Controller {
  /** @throws if there is no certificate authority */
  constructor(private readonly props: PrivateCaIssuerProps) {
    super(props);
    requireItems(FACTS.name, 'certificateAuthorities', props.certificateAuthorities, '');
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const authorities = this.props.certificateAuthorities
      .map((each) => exactArn(each, each.certificateAuthorityRef.certificateAuthorityArn, AUTHORITY));
    const actions = ['acm-pca:DescribeCertificateAuthority', 'acm-pca:GetCertificate', 'acm-pca:IssueCertificate'];
    return [Access._of('issues certificates', ...scope.allow('PrivateCaIssue', actions, authorities))];
  }
}
