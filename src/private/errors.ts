import { IConstruct } from 'constructs';

/**
 * The causes for which this library refuses an input, one code per cause.
 *
 * Codes are a contract: they stand in every message and on `error.code`, so that tests and
 * wrappers can tell causes apart without reading prose.
 */
export type ErrorCode =
  | 'InvalidNamespace'
  | 'InvalidServiceAccountName'
  | 'InvalidOwner'
  | 'InvalidLabel'
  | 'InvalidAnnotation'
  | 'InvalidTag'
  | 'InvalidRoleName'
  | 'InvalidRolePath'
  | 'InvalidDescription'
  | 'InvalidMaxSessionDuration'
  | 'InvalidClusterName'
  | 'InvalidCluster'
  | 'DuplicateCluster'
  | 'InvalidEnvironment'
  | 'InvalidIssuer'
  | 'InvalidProviderArn'
  | 'InvalidAudience'
  | 'InvalidSubject'
  | 'InvalidAddonVersion'
  | 'InvalidConfiguration'
  | 'InvalidVersion'
  | 'InvalidDomain'
  | 'InvalidCompute'
  | 'UnsupportedCompute'
  | 'MissingAgent'
  | 'DuplicateAgent'
  | 'InvalidTokenExpiration'
  | 'InvalidPrefix'
  | 'InvalidObjectKey'
  | 'InvalidIndexName'
  | 'InvalidLeadingKey'
  | 'InvalidAttributeName'
  | 'ConflictingOptions'
  | 'UnknownStream'
  | 'InvalidKey'
  | 'InvalidDatabaseUser'
  | 'InvalidMetricNamespace'
  | 'InvalidQualifier'
  | 'InvalidInferenceProfile'
  | 'InvalidGuardrail'
  | 'InvalidRegion'
  | 'InvalidResource'
  | 'InvalidOperations'
  | 'InvalidStatement'
  | 'EmptyList'
  | 'InvalidSessionTag'
  | 'InvalidReason'
  | 'InvalidEventSource'
  | 'InvalidDetailType'
  | 'InvalidVersionStage'
  | 'InvalidParameterName'
  | 'InvalidParameterPath'
  | 'InvalidExternalId'
  | 'WrongAccount'
  | 'WrongRegion'
  | 'WrongPartition'
  | 'WrongStack'
  | 'WrongStage'
  | 'UnknownEnvironment'
  | 'InvalidRoleArn'
  | 'ForeignTarget'
  | 'ImmutableRole'
  | 'UntrustedWorkload'
  | 'UnusedSharedRole'
  | 'ForeignAddon'
  | 'OwnedByAddon'
  | 'WrongAddon'
  | 'UnusedTarget'
  | 'UnusedAccess'
  | 'UnknownIssuer'
  | 'DuplicateWorkload'
  | 'InvalidStage'
  | 'InvalidStageRecord'
  | 'SkippedStage'
  | 'DuplicateOidcProvider'
  | 'DeployTimeValue'
  | 'PolicyTooLarge'
  | 'TrustTooLong'
  | 'InvalidForbidden'
  | 'InvalidRequest'
  | 'InvalidDirectory'
  | 'ForeignFiles'
  | 'InvalidBaseline'
  | 'InvalidRevocation'
  | 'BaselineChanged'
  | 'InvalidClaims'
  | 'InvalidClaimPolicy'
  | 'InvalidApiGroup'
  | 'UnplacedClaim'
  | 'InvalidShards'
  | 'InvalidPin'
  | 'FullShard'
  | 'TooManyAssociations'
  | 'MustNotAllowed'
  | 'MustNotUndecided'
  | 'UnknownPolicy'
  | 'ProofCrashed'
  | 'InvalidPodTemplatePath'
  | 'NoPodTemplate'
  | 'AlreadyBound'
  | 'OtherServiceAccount'
  | 'OtherNamespace'
  | 'UnmountedToken'
  | 'StaticCredentials'
  | 'UnknownContainer'
  | 'UnknownCluster'
  | 'InvalidImage'
  | 'InvalidPolicyName'
  | 'InvalidSdk'
  | 'UnsupportedSdk'
  | 'InvalidGroup'
  | 'InvalidManifest'
  | 'UnknownWorkload'
  | 'UnknownCheck'
  | 'AssertionFailed';

/** What is wrong, and the stable code: the text of a finding at synth, where the CDK says which construct it is about. */
export function finding(code: ErrorCode, message: string): string {
  return `${message} (${code})`;
}

/**
 * Refuses an input: throws an `Error` that names the construct, says what is wrong and how to mend it.
 *
 * @param scope the construct the input was given to, or the name of the builder where there is none
 * @param code the stable cause, also on the error as `code`
 * @param message lower case, no final period: what, the value, what is allowed, what to change
 */
export function refuse(scope: IConstruct | string, code: ErrorCode, message: string): never {
  const where = typeof scope === 'string' ? scope : scope.node.path;
  throw Object.assign(new Error(`[${where}] ${finding(code, message)}`), { code });
}

/** Characters that aren't seen, or turn around what stands beside them. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** How much of a value is shown. */
const MOST_SHOWN = 1_000;

/** A value as it stands in a message: quoted, so that blanks and empty strings are seen, and no longer than can be read. */
export function got(value: unknown): string {
  const json = String(JSON.stringify(value));
  const shown = json.slice(0, MOST_SHOWN).replace(UNSEEN, (letter) => letter.split('').map(escape).join(''));
  return json.length > MOST_SHOWN ? `got: ${shown}… (${json.length - MOST_SHOWN} more characters)` : `got: ${shown}`;
}

function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
