import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { Access } from './access';
import { allConditions, tagConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { exactValues } from './exact-values';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { Conditions, Statement } from '../policy/statement';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { beginsWithToken, literalEnd } from '../private/tokens';

const SECRET: ArnForm = { service: 'secretsmanager', resource: /^secret:.+$/, shown: 'secretsmanager:REGION:ACCOUNT:secret:NAME' };

/** What of a secret is read. */
export interface SecretsManagerVersionOptions {
  /**
   * Whether the workload asks what versions a secret has, when it is rotated and what tags it bears: adds
   * `secretsmanager:DescribeSecret`, which caching clients and the operators that copy secrets to Kubernetes call.
   *
   * @default false
   */
  readonly describe?: boolean;

  /**
   * The staging labels by which the value may be asked for, such as `AWSCURRENT`, at least one.
   *
   * A request that names none, which Secrets Manager answers with `AWSCURRENT`, is then denied: the workload must name
   * the label in each request.
   *
   * @default - any version, named or not
   */
  readonly versionStages?: string[];
}

/** What of a secret is read, and what the secret must be. */
export interface SecretsManagerReadOptions extends SecretsManagerVersionOptions {
  /**
   * The tags that the secret must bear, each with this value; a value may name the pod, such as `SessionTag.NAMESPACE`.
   *
   * @default - the secret needs no tags
   */
  readonly resourceTags?: Record<string, string>;
}

/** Which secrets are read by their tags. */
export interface SecretsManagerReadTaggedOptions extends SecretsManagerVersionOptions {
  /** Why the workload reads secrets that are not named one by one, in a few words. */
  readonly reason: string;

  /** The tags that a secret must bear, at least one, each with this value; a value may name the pod, such as `SessionTag.NAMESPACE`. */
  readonly resourceTags: Record<string, string>;
}

/**
 * Builds access to secrets of Secrets Manager.
 *
 * A secret whose `encryptionKey` is known (an L2, or an import that names it) brings the use of that key through Secrets
 * Manager; for an L1 secret with a key add `KmsAccess.viaService`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
export abstract class SecretsManagerAccess {
  /**
   * Reads the value of a secret.
   *
   * - Action: `secretsmanager:GetSecretValue` on the secret; with `describe` also `secretsmanager:DescribeSecret`.
   * - Resource: the ARN of the secret. Of one that is imported by its name or partial ARN, or made in another account or
   *   region, `…:secret:NAME-??????`: the six characters that Secrets Manager adds, and no other secret whose name merely
   *   begins in the same way.
   * - Conditions: with `resourceTags`, `StringEquals` `aws:ResourceTag/KEY`; for the value, with `versionStages`,
   *   `StringEquals` `secretsmanager:VersionStage`.
   * - With a known key: `kms:Decrypt` on the key through Secrets Manager, for this secret alone.
   *
   * @throws if the secret is imported by a pattern, or as an L1 by its name alone; if `resourceTags` or
   * `versionStages` is empty or has what no tag or label can have
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
   * @example
   * declare const secret: secretsmanager.Secret;
   * SecretsManagerAccess.read(secret);
   */
  public static read(secret: secretsmanager.ISecretRef, options: SecretsManagerReadOptions = {}): Access {
    const { encryptionKey } = secret as { readonly encryptionKey?: kms.IKeyRef };
    const { arn, mayBePattern } = arnOf(secret);
    return Access._of('SecretsManagerRead',
      ...readStatements(secret, 'SecretsManagerRead', arn, options, tagConditions(secret, 'resourceTags', options.resourceTags)),
      ...impliedKeyUse(secret, encryptionKey, KmsService.SECRETS_MANAGER, [KmsOperation.DECRYPT], { name: 'SecretARN', values: [arn], mayBePattern }));
  }

  /**
   * Reads the values of all secrets that bear these tags, in the account and region of a stack. Whoever may tag secrets
   * there then decides what is read.
   *
   * - Action: `secretsmanager:GetSecretValue`; with `describe` also `secretsmanager:DescribeSecret`.
   * - Resource: `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:*`.
   * - Conditions: `StringEquals` `aws:ResourceTag/KEY`; for the value, with `versionStages`, `StringEquals`
   *   `secretsmanager:VersionStage`.
   *
   * Secrets that are encrypted by a key of your own also need `KmsAccess.viaService(key, KmsService.SECRETS_MANAGER)`.
   *
   * @param scope a construct in the stack, such as the stack itself
   * @throws if the reason is empty; if `resourceTags` or `versionStages` is empty or has what no tag or label can have
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access-abac.html
   * @example
   * SecretsManagerAccess.readTagged(this, {
   *   reason: 'teams make their secrets themselves',
   *   resourceTags: { 'kubernetes-namespace': SessionTag.NAMESPACE, 'eks-cluster-name': SessionTag.CLUSTER_NAME },
   * });
   */
  public static readTagged(scope: IConstruct, options: SecretsManagerReadTaggedOptions): Access {
    const { reason, resourceTags } = options;
    if (!reason?.trim()) {
      refuse(scope, 'InvalidReason', `reason must say in a few words why secrets are read that are not named one by one, ${got(reason)}`);
    }
    if (Object.keys(resourceTags ?? {}).length === 0) {
      refuse(scope, 'EmptyList', `resourceTags must name at least one tag: without tags every secret of the account could be read, ${got(resourceTags)}`);
    }
    const stack = Stack.of(scope);
    const arn = stack.formatArn({ partition: partitionOf(stack), service: 'secretsmanager', resource: 'secret:*' });
    return Access._of(reason, ...readStatements(scope, 'SecretsManagerReadTagged', arn, options, tagConditions(scope, 'resourceTags', resourceTags)));
  }
}

/** The value and what is told about it apart, since the label of a version is no condition of the latter. */
function readStatements(
  scope: IConstruct, sid: string, arn: string, { describe, versionStages }: SecretsManagerVersionOptions, tags: Conditions,
): Statement[] {
  const stages: Conditions = versionStages === undefined ? {}
    : { StringEquals: { 'secretsmanager:VersionStage': exactValues(scope, 'InvalidVersionStage', 'versionStages', versionStages) } };
  const read: Statement = { sid, effect: 'Allow', actions: ['secretsmanager:GetSecretValue'], resources: [arn], conditions: allConditions(tags, stages) };
  return [read, ...(describe ? [{ ...read, sid: sid.replace('Read', 'Describe'), actions: ['secretsmanager:DescribeSecret'], conditions: allConditions(tags) }] : [])];
}

/** What the CDK knows of a secret beyond its reference. */
interface Secret {
  /** Undefined, but there, where the six characters at the end of the ARN are not known. */
  readonly secretFullArn?: string;
  /** The ARN as the policy of each stack needs it: of a secret in another account or region the six characters are not known. */
  readonly arnForPolicies?: string;
}

function arnOf(secret: secretsmanager.ISecretRef): { readonly arn: string; readonly mayBePattern: boolean } {
  const id = secret.secretRef.secretId;
  const known = secret as Secret;
  if (arnParts(id) === undefined && !beginsWithToken(id)) {
    refuse(secret, 'InvalidResource', `the secret is known by its name alone: import it by Secret.fromSecretNameV2 or Secret.fromSecretCompleteArn, ${got(id)}`);
  }
  exactArn(secret, id, SECRET);
  const isPartial = 'secretFullArn' in known ? known.secretFullArn === undefined : isWithoutSuffix(literalEnd(id));
  const arn = isPartial ? `${id}-??????` : known.arnForPolicies ?? id;
  return { arn, mayBePattern: arn !== id };
}

/** Whether what an ARN ends with lacks the six characters; of a token nobody knows, so that it is taken for a complete ARN. */
function isWithoutSuffix(end: string): boolean {
  return end !== '' && !/-[A-Za-z0-9]{6}$/.test(end);
}
