import { IConstruct } from 'constructs';
import { WorkloadProps } from './workload-props';
import { Access } from '../access/access';
import { MECHANISM_LABEL, OWNER_LABEL } from '../manifests/labels';
import { arnParts, knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { MAX_TAGS, tagKeyProblem, tagValueProblem } from '../private/iam-names';
import { labelValueProblem, metadataKeyProblem, namespaceProblem, serviceAccountNameProblem } from '../private/kubernetes-names';
import { requireLiteral, requireValid } from '../private/validate';

/** Who the identity is for: names, owner, and what it bears in Kubernetes and AWS. */
export interface IdentityProps {
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly owner: string;
  readonly ownerLabel?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly tags?: Record<string, string>;
}

/** What defines a role. */
const ROLE_PROPS = ['roleName', 'path', 'description', 'maxSessionDuration', 'permissionsBoundary'] as const;
type RoleProps = Pick<WorkloadProps, typeof ROLE_PROPS[number]>;

/** The prefix of the annotations that bind a ServiceAccount to a role. */
const EKS_PREFIX = 'eks.amazonaws.com/';

/** Refuses names, an owner, labels, annotations and tags that Kubernetes or IAM would refuse, or that would break the identity. */
export function validateIdentity(scope: IConstruct, props: IdentityProps): void {
  const { namespace, serviceAccountName, owner, ownerLabel = OWNER_LABEL, labels = {}, annotations = {}, tags = {} } = props;
  requireValid(scope, 'InvalidNamespace', 'namespace', namespace ?? '', namespaceProblem);
  requireValid(scope, 'InvalidServiceAccountName', 'serviceAccountName', serviceAccountName ?? '', serviceAccountNameProblem);
  validateOwner(scope, owner, ownerLabel);
  for (const [key, value] of Object.entries(labels)) {
    requireLiteral(scope, 'InvalidLabel', 'a key of labels', key, (literal) => metadataKeyProblem(literal) ?? reservedLabel(literal, ownerLabel));
    if (value !== '') { requireValid(scope, 'InvalidLabel', `labels[${JSON.stringify(key)}]`, value, labelValueProblem); }
  }
  for (const key of Object.keys(annotations)) {
    requireLiteral(scope, 'InvalidAnnotation', 'a key of annotations', key, (literal) => metadataKeyProblem(literal) ?? reservedAnnotation(literal));
  }
  validateTags(scope, tags, ownerLabel);
}

/** Refuses an owner that can't be a label and a tag. */
export function validateOwner(scope: IConstruct, owner: string | undefined, ownerLabel: string): void {
  requireValid(scope, 'InvalidOwner', 'owner', owner ?? '', labelValueProblem);
  requireLiteral(scope, 'InvalidOwner', 'ownerLabel', ownerLabel, (key) => metadataKeyProblem(key) ?? tagKeyProblem(key) ?? mechanismLabel(key));
}

/**
 * Refuses tags that IAM would refuse.
 *
 * @param ownerLabel the key of the tag that names the owner, where there is one
 */
export function validateTags(scope: IConstruct, tags: Readonly<Record<string, string>>, ownerLabel?: string): void {
  const keys = new Set(ownerLabel === undefined ? [] : [ownerLabel.toLowerCase()]);
  for (const [key, value] of Object.entries(tags)) {
    requireValid(scope, 'InvalidTag', 'a key of tags', key, (literal) => tagKeyProblem(literal) ?? repeatedTag(literal, keys, ownerLabel !== undefined));
    keys.add(key.toLowerCase());
    requireValid(scope, 'InvalidTag', `tags[${JSON.stringify(key)}]`, value, tagValueProblem);
  }
}

/** Refuses what would define the role of a workload whose role is defined elsewhere. */
export function requireNoRoleProps(scope: IConstruct, prop: 'role' | 'sharedRole', props: RoleProps): void {
  const given = ROLE_PROPS.filter((name) => props[name] !== undefined);
  if (given.length === 0) { return; }
  refuse(scope, 'ConflictingOptions', `${given.join(', ')} would define the role, and ${prop} is one that is defined already: leave ${given.length > 1 ? 'them' : 'it'} out and define `
    + `that role so, or leave ${prop} out, ${got(given)}`);
}

/** Refuses an access that names a resource of another partition: it would never match. */
export function requireSamePartition(scope: IConstruct, access: Access, partition: string): void {
  const resources = access._statements.flatMap(({ Resource, NotResource }) => [Resource, NotResource].flat());
  for (const arn of resources.filter((resource) => typeof resource === 'string')) {
    const other = arnParts(arn)?.partition;
    if (other !== undefined && !/[*?]/.test(other) && knownToDiffer(other, partition)) {
      refuse(scope, 'WrongPartition', `the access "${access.reason}" names a resource of the partition "${other}", and this stack is in "${partition}", `
        + `where it would never match: write the ARN by Stack.formatArn, or give the resource of this partition, ${got(arn)}`);
    }
  }
}

function reservedLabel(key: string, ownerLabel: string): string | undefined {
  return key === ownerLabel || key === MECHANISM_LABEL ? 'must not be one that the workload sets itself: name the owner by owner and ownerLabel' : undefined;
}

function mechanismLabel(key: string): string | undefined {
  return key === MECHANISM_LABEL ? 'must not be the label that tells the mechanism' : undefined;
}

/** IAM keeps one tag for a key, whatever its case; the first is the owner's. */
function repeatedTag(key: string, keys: ReadonlySet<string>, hasOwner: boolean): string | undefined {
  if (keys.size >= MAX_TAGS) { return `must be one of at most ${MAX_TAGS}${hasOwner ? ' with the owner\'s' : ''} (IAM)`; }
  return keys.has(key.toLowerCase()) ? `must not be there twice, upper and lower case being the same to IAM${hasOwner ? ': the owner is named by owner and ownerLabel' : ''}` : undefined;
}

function reservedAnnotation(key: string): string | undefined {
  return key.startsWith(EKS_PREFIX) ? `must not begin with "${EKS_PREFIX}": the workload's props set those annotations, as far as its mechanism has them` : undefined;
}

/** Refuses to declare what an add-on declares itself. */
export function requireOwnServiceAccount(
  workload: IConstruct & { readonly serviceAccountName: string; readonly _ownsServiceAccount: boolean },
): void {
  if (workload._ownsServiceAccount) { return; }
  refuse(workload, 'OwnedByAddon', 'the add-on makes the ServiceAccount and its pods itself, and another one of this name would replace it: leave addServiceAccount and bindPods out, '
    + got(workload.serviceAccountName));
}
