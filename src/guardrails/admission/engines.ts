import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { matchConstraints, OPERATIONS, sorted } from './match';
import { PolicyDefinition } from './policy-definition';
import { AdmissionAction } from '../admission-action';
import { AdmissionEngine } from '../admission-engine';
import { DerivedObject } from '../derived-object';

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
  new DerivedObject(scope, id, { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name } }, {
    spec: () => decision(definition(), namespaces),
  });
  new ApiObject(scope, `${id}Binding`, {
    apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name }, spec: { policyName: name, validationActions: validationActions(action) },
  });
}

/** @see https://kyverno.io/docs/policy-types/validating-policy/ */
function writeForKyverno(scope: Construct, { id, name, namespaces, action, definition }: WrittenPolicy): void {
  new DerivedObject(scope, id, { apiVersion: 'policies.kyverno.io/v1', kind: 'ValidatingPolicy', metadata: { name } }, {
    spec: () => ({
      ...decision(definition(), namespaces),
      validationActions: validationActions(action),
      // Templates are matched by the policy itself wherever it is about them.
      autogen: { podControllers: { controllers: [] } },
    }),
  });
}

/** @see https://kyverno.io/docs/policy-types/cluster-policy/validate/ */
function writeClusterPolicy(scope: Construct, { id, name, namespaces, action, definition }: WrittenPolicy): void {
  const annotations = { 'pod-policies.kyverno.io/autogen-controllers': 'none' };
  new DerivedObject(scope, id, { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name, annotations } }, {
    spec: () => {
      const { kinds, variables, validations: expressions } = definition();
      const resources = { kinds: [...new Set(kinds.map(({ kind }) => kind))], namespaces: sorted(namespaces), operations: OPERATIONS };
      return {
        // Deprecated for a field of the rule, which the first versions with CEL don't have.
        validationFailureAction: action === AdmissionAction.ENFORCE ? 'Enforce' : 'Audit',
        rules: [{ name: 'validate', match: { any: [{ resources }] }, validate: { cel: { variables, expressions } } }],
      };
    },
  });
}

function decision({ kinds, variables, validations }: PolicyDefinition, namespaces: readonly string[]): object {
  return { failurePolicy: 'Fail', matchConstraints: matchConstraints(kinds, namespaces), variables, validations };
}

function validationActions(action: AdmissionAction): string[] {
  return action === AdmissionAction.ENFORCE ? ['Deny'] : ['Audit', 'Warn'];
}
