import { IConstruct } from 'constructs';
import { AdmissionAction } from './admission-action';
import { AdmissionPoliciesProps } from './admission-policies-props';
import { AllowedPods } from './allowed-pods';
import { isOf } from './declared-accounts';
import { policyNameProblem } from './policy-name';
import { got, refuse } from '../private/errors';
import { labelValueProblem, metadataKeyProblem, namespaceProblem } from '../private/kubernetes-names';
import { tokenIdentity } from '../private/tokens';
import { requireLiteral, requireValid } from '../private/validate';

/** A repository with its registry, perhaps a tag, perhaps a digest. */
const IMAGE = /^[A-Za-z0-9._-]+(:\d+)?(\/[A-Za-z0-9._-]+)+(:[A-Za-z0-9._-]+)?(@sha256:[0-9a-f]{64})?$/;

/** Refuses props of which no policies can be made, or that no policy would act on. */
export function validateAdmission(scope: IConstruct, props: AdmissionPoliciesProps, policies: number): void {
  validateWhere(scope, props);
  requireValid(scope, 'InvalidPolicyName', 'name', props.name, policyNameProblem);
  if (policies === 0) {
    refuse(scope, 'EmptyList', `every policy is off, so that none would be there: leave AdmissionPolicies out, or give an action of AdmissionAction.ENFORCE or AUDIT, ${got(props.action)}`);
  }
  if (props.usedBy === undefined && (props.declaredPods ?? AdmissionAction.OFF) !== AdmissionAction.OFF) {
    refuse(scope, 'ConflictingOptions', `declaredPods has nothing to decide by without usedBy: say there which pods may use the service accounts, or leave declaredPods out, ${got(props.declaredPods)}`);
  }
  if (props.usedBy?.length === 0) { refuse(scope, 'EmptyList', `usedBy must name a workload, ${got([])}; leave it out if any pod may use the service accounts`); }
  props.usedBy?.forEach((entry, index, all) => validateAllowedPods(scope, `usedBy[${index}]`, entry, all.slice(0, index), props));
}

/** Refuses scopes and namespaces in which there is nothing, or that can't be. */
export function validateWhere(scope: IConstruct, { workloadsOf, namespaces }: Pick<AdmissionPoliciesProps, 'workloadsOf' | 'namespaces'>): void {
  if (workloadsOf.length === 0) { refuse(scope, 'EmptyList', `workloadsOf must name where workloads are declared, for example the app, ${got(workloadsOf)}`); }
  if (namespaces.length === 0) { refuse(scope, 'EmptyList', `namespaces must name at least one, since nothing else is looked at, ${got(namespaces)}`); }
  namespaces.forEach((namespace, index) => requireValid(scope, 'InvalidNamespace', `namespaces[${index}]`, namespace, namespaceProblem));
}

function validateAllowedPods(
  scope: IConstruct, prop: string, { workload, labels, images }: AllowedPods, before: AllowedPods[], { namespaces, cluster }: AdmissionPoliciesProps,
): void {
  const { path } = workload.node;
  if (before.some((other) => other.workload === workload)) { refuse(scope, 'ConflictingOptions', `${prop} names a workload that is named before: give one entry for each, ${got(path)}`); }
  const isInCluster = workload._declared().some(({ clusterArn }) => isOf(cluster, clusterArn));
  if (!namespaces.map(tokenIdentity).includes(tokenIdentity(workload.namespace)) || !isInCluster) {
    refuse(scope, 'ConflictingOptions', `${prop} names a workload that these policies are not about: add its namespace "${workload.namespace}" to namespaces, name its cluster, or leave it out, ${got(path)}`);
  }
  if (Object.keys(labels ?? {}).length + (images ?? []).length === 0) { refuse(scope, 'EmptyList', `${prop} must have labels or images, or any pod would do, ${got({ labels, images })}`); }
  for (const [key, value] of Object.entries(labels ?? {})) {
    requireLiteral(scope, 'InvalidLabel', `a key of ${prop}.labels`, key, metadataKeyProblem);
    if (value !== '') { requireValid(scope, 'InvalidLabel', `${prop}.labels[${JSON.stringify(key)}]`, value, labelValueProblem); }
  }
  images?.forEach((image, index) => requireValid(scope, 'InvalidImage', `${prop}.images[${index}]`, image, imageProblem));
}

function imageProblem(image: string): string | undefined {
  return IMAGE.test(image) ? undefined : 'must be an image as pods name it: its registry, "/", its repository, and perhaps ":" and a tag or "@" and a digest; no wildcard';
}
