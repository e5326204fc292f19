import { Construct } from 'constructs';
import { matchConstraints, OPERATIONS, sorted } from './match';
import { PolicyDefinition } from './policy-definition';
import { PolicyObject } from './policy-object';
import { AdmissionAction } from '../admission-action';
import { AdmissionEngine } from '../admission-engine';

/** A policy as it is written for an engine. */
export interface WrittenPolicy {
  /** The id of its object in the chart. */
  readonly id: string;
  /** Its name in the cluster. */
  readonly name: string;
  readonly namespaces: readonly string[];
  readonly action: AdmissionAction;
  readonly definition: () => PolicyDefinition;
}

/** Writes a policy for each engine. */
export const WRITERS: Readonly<Record<AdmissionEngine, (scope: Construct, policy: WrittenPolicy) => void>> = {
  [AdmissionEngine.KUBERNETES]: writeForKubernetes,
  [AdmissionEngine.KYVERNO]: writeForKyverno,
  [AdmissionEngine.KYVERNO_CLUSTER_POLICY]: writeClusterPolicy,
};

/** @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function writeForKubernetes(scope: Construct, { id, name, namespaces, action, definition }: WrittenPolicy): void {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  new PolicyObject(scope, id, { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name } }, () => decision(definition(), namespaces));
  new PolicyObject(scope, `${id}Binding`, { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name } },
    () => ({ policyName: name, validationActions: validationActions(action) }));
}

/** @see https://kyverno.io/docs/policy-types/validating-policy/ */
function writeForKyverno(scope: Construct, { id, name, namespaces, action, definition }: WrittenPolicy): void {
  new PolicyObject(scope, id, { apiVersion: 'policies.kyverno.io/v1', kind: 'ValidatingPolicy', metadata: { name } }, () => ({
    ...decision(definition(), namespaces),
    validationActions: validationActions(action),
    // Templates are matched by the policy itself wherever it is about them.
    autogen: { podControllers: { controllers: [] } },
  }));
}

/** @see https://kyverno.io/docs/policy-types/cluster-policy/validate/ */
function writeClusterPolicy(scope: Construct, { id, name, namespaces, action, definition }: WrittenPolicy): void {
  const annotations = { 'pod-policies.kyverno.io/autogen-controllers': 'none' };
  new PolicyObject(scope, id, { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name, annotations } }, () => {
    const { kinds, variables, validations: expressions } = definition();
    const resources = { kinds: [...new Set(kinds.map(({ kind }) => kind))], namespaces: sorted(namespaces), operations: OPERATIONS };
    return {
      // Deprecated for a field of the rule, which the first versions with CEL don't have.
      validationFailureAction: action === AdmissionAction.ENFORCE ? 'Enforce' : 'Audit',
      rules: [{ name: 'validate', match: { any: [{ resources }] }, validate: { cel: { variables, expressions } } }],
    };
  });
}

function decision({ kinds, variables, validations }: PolicyDefinition, namespaces: readonly string[]): object {
  return { failurePolicy: 'Fail', matchConstraints: matchConstraints(kinds, namespaces), variables, validations };
}

function validationActions(action: AdmissionAction): string[] {
  return action === AdmissionAction.ENFORCE ? ['Deny'] : ['Audit', 'Warn'];
}
