import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { PolicyScope } from './policy-scope';
import { requireSecrets, secretAccess } from './secrets';
import { Access } from '../access/access';

/** What pods are declared with that mount secrets by the Secrets Store CSI driver. */
export interface SecretsStoreCsiDriverProps {
  /** The namespace of the pods that mount the secrets. */
  readonly namespace: string;

  /** The name of their ServiceAccount: the provider takes secrets by the identity of the pod, not by its own. */
  readonly serviceAccountName: string;

  /**
   * The secrets that they mount.
   *
   * @default - none: then there is at least one parameter
   */
  readonly secrets?: secretsmanager.ISecretRef[];

  /**
   * The parameters that they mount.
   *
   * @default - none: then there is at least one secret
   */
  readonly parameters?: ssm.IParameterRef[];

  /**
   * The version of the AWS provider, such as `2.1.1`.
   *
   * @default - the newest that this library knows, see docs/controllers.md
   */
  readonly version?: string;
}

const FACTS: ControllerFacts = {
  name: 'SecretsStoreCsiDriver',
  namespace: 'of the pods',
  serviceAccountName: 'of the pods',
  oldest: '1.0.0',
  newest: '2.1.1',
  sources: [{ url: 'https://github.com/aws/secrets-store-csi-driver-provider-aws/blob/main/README.md', date: '2026-06-04' }],
  scope: 'secrets and parameters',
  open: {},
  leftOut: {},
  added: { 'ssm:GetParameter': 'it tells no more than `ssm:GetParameters`, which the provider calls' },
  mechanisms: 'both; with Pod Identity a SecretProviderClass says `usePodIdentity: "true"`',
};

/**
 * Pods that mount secrets by the Secrets Store CSI driver and its AWS provider, which asks by their identity.
 *
 * For each secret `secretsmanager:GetSecretValue` and `secretsmanager:DescribeSecret`, for each parameter
 * `ssm:GetParameter` and `ssm:GetParameters`; with a known key `kms:Decrypt` through the service.
 *
 * @see https://github.com/aws/secrets-store-csi-driver-provider-aws
 * @example
 * declare const cluster: eks.Cluster;
 * declare const secret: secretsmanager.Secret;
 * new SecretsStoreCsiDriver({ namespace: 'shop-prod', serviceAccountName: 'checkout', secrets: [secret] })
 *   .podIdentity(this, 'Checkout', { cluster, owner: 'checkout-team' });
 */
export class SecretsStoreCsiDriver extends Controller {
  /** @throws if there is neither a secret nor a parameter */
  constructor(private readonly props: SecretsStoreCsiDriverProps) {
    super(props);
    requireSecrets(FACTS.name, props, '');
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(_scope: PolicyScope): Access[] {
    return secretAccess(this.props);
  }
}
