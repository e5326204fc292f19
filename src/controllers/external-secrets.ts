import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Controller } from './controller';
import { ControllerFacts } from './controller-facts';
import { ControllerProps } from './controller-props';
import { PolicyScope } from './policy-scope';
import { requireSecrets, secretAccess } from './secrets';
import { Access } from '../access/access';
import { SecretsManagerAccess, SecretsManagerReadTaggedOptions } from '../access/secrets-manager-access';

/** What the External Secrets Operator is declared with: at least one of `secrets`, `parameters` and `taggedSecrets`. */
export interface ExternalSecretsProps extends ControllerProps {
  /**
   * The secrets that it copies to the cluster.
   *
   * @default - none by name
   */
  readonly secrets?: secretsmanager.ISecretRef[];

  /**
   * The parameters that it copies to the cluster.
   *
   * @default - none
   */
  readonly parameters?: ssm.IParameterRef[];

  /**
   * Secrets that it copies to the cluster by their tags, and why they are not named: whoever may tag secrets then decides
   * what is copied. See `SecretsManagerAccess.readTagged`.
   *
   * @default - none by tags
   */
  readonly taggedSecrets?: SecretsManagerReadTaggedOptions;

  /**
   * Whether ExternalSecrets find secrets (`dataFrom.find`) rather than name them: adds `secretsmanager:ListSecrets` and
   * `secretsmanager:BatchGetSecretValue`, both on `*`. They tell the names of all secrets; their values need more.
   *
   * @default false
   */
  readonly findSecrets?: boolean;
}

const FACTS: ControllerFacts = {
  name: 'ExternalSecrets',
  namespace: 'external-secrets',
  serviceAccountName: 'external-secrets',
  oldest: '0.10.0',
  newest: '2.9.0',
  sources: [
    { url: 'https://github.com/external-secrets/external-secrets/blob/v2.9.0/docs/provider/aws-secrets-manager.md', date: '2026-08-08' },
    { url: 'https://github.com/external-secrets/external-secrets/blob/v2.9.0/docs/provider/aws-parameter-store.md', date: '2026-08-08' },
  ],
  serviceAccountValues: ['serviceAccount'],
  scope: 'secrets and parameters by name, or secrets by their tags',
  open: { ExternalSecretsFind: 'listing and batches take no resource: they tell the names of all secrets; only with `findSecrets`' },
  leftOut: {
    'secretsmanager:BatchGetSecretValue': 'only with `findSecrets`',
    'secretsmanager:ListSecrets': 'only with `findSecrets`',
    'secretsmanager:GetResourcePolicy': 'for pushing secrets alone',
    'secretsmanager:ListSecretVersionIds': 'no reconciliation calls it',
    'ssm:GetParameter*': 'of these, `ssm:GetParameter` and `ssm:GetParameters` of the named parameters; not paths, nor former values',
  },
  mechanisms: 'both for the operator itself; a SecretStore with a `serviceAccountRef` of its own can use IRSA alone',
};

/**
 * The External Secrets Operator, which copies secrets of Secrets Manager and parameters to the cluster. Pushing secrets
 * from the cluster is not included: give it by `access`.
 *
 * For each secret `secretsmanager:GetSecretValue` and `secretsmanager:DescribeSecret`, for each parameter
 * `ssm:GetParameter` and `ssm:GetParameters`; with a known key `kms:Decrypt` through the service.
 *
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 * @example
 * declare const cluster: eks.Cluster;
 * declare const secret: secretsmanager.Secret;
 * new ExternalSecrets({ secrets: [secret] }).podIdentity(this, 'ExternalSecrets', { cluster, owner: 'platform' });
 */
export class ExternalSecrets extends Controller {
  /** @throws if there is neither a secret, nor a parameter, nor `taggedSecrets` */
  constructor(private readonly props: ExternalSecretsProps) {
    super(props);
    if (props.taggedSecrets === undefined) { requireSecrets(FACTS.name, props, ', or take secrets by their tags, taggedSecrets'); }
  }

  /** @internal */
  protected _facts(): ControllerFacts {
    return FACTS;
  }

  /** @internal */
  protected _access(scope: PolicyScope): Access[] {
    const { taggedSecrets, findSecrets } = this.props;
    return [
      ...secretAccess(this.props),
      ...taggedSecrets ? [SecretsManagerAccess.readTagged(scope.scope, { describe: true, ...taggedSecrets })] : [],
      ...findSecrets ? [Access._of('finds secrets', ...scope.allow('ExternalSecretsFind', ['secretsmanager:ListSecrets', 'secretsmanager:BatchGetSecretValue'], ['*']))] : [],
    ];
  }
}
