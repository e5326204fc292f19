import { ClusterPolicy } from '@kubernetes-models/kyverno/kyverno.io/v1/ClusterPolicy';
import { ValidatingAdmissionPolicy } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy';
import { ValidatingAdmissionPolicyBinding } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding';
import { documentsOf, policiesOf } from './policies';
import { AdmissionAction, AdmissionEngine } from '../../../src';

/*
 * What is written for each engine, and that the schemas of Kubernetes and Kyverno take it.
 */

const { KUBERNETES, KYVERNO, KYVERNO_CLUSTER_POLICY } = AdmissionEngine;
const { ENFORCE, AUDIT, OFF } = AdmissionAction;
const keys = (documents: any[]) => [...new Set(documents.flatMap(({ spec }) => Object.keys(spec)))].sort();

test('for Kubernetes each policy has a binding of its name, and both are what its schema takes', () => {
  const documents = documentsOf(policiesOf(KUBERNETES).charts);
  const policies = documents.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  const bindings = documents.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');

  expect([policies.length, bindings.length]).toEqual([7, 7]);
  policies.forEach((policy) => new ValidatingAdmissionPolicy(policy).validate());
  bindings.forEach((binding) => new ValidatingAdmissionPolicyBinding(binding).validate());
  expect(keys(policies)).toEqual(['failurePolicy', 'matchConstraints', 'validations', 'variables']);
  expect(bindings.map(({ metadata, spec }) => [metadata.name, spec])).toEqual(policies.map(({ metadata: { name } }) => [name, { policyName: name, validationActions: ['Deny'] }]));
});

test('for Kyverno each policy is a ValidatingPolicy: what Kubernetes takes, its actions, and nothing that Kyverno adds of its own', () => {
  const documents = documentsOf(policiesOf(KYVERNO).charts);
  const forKubernetes = documentsOf(policiesOf(KUBERNETES).charts).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');

  expect(documents.map(({ metadata, spec }) => ({ metadata, spec }))).toEqual(forKubernetes.map(({ metadata, spec }) => ({
    metadata, spec: { ...spec, validationActions: ['Deny'], autogen: { podControllers: { controllers: [] } } },
  })));
  expect(new Set(documents.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(new Set(['policies.kyverno.io/v1 ValidatingPolicy']));
});

test('for older Kyverno each policy is a ClusterPolicy that its schema takes, and that makes no rules of its own', () => {
  const documents = documentsOf(policiesOf(KYVERNO_CLUSTER_POLICY).charts);

  documents.forEach((document) => new ClusterPolicy(document).validate());
  expect(documents).toHaveLength(7);
  expect(keys(documents)).toEqual(['rules', 'validationFailureAction']);
  for (const { metadata, spec: { rules, validationFailureAction } } of documents) {
    expect(metadata.annotations).toEqual({ 'pod-policies.kyverno.io/autogen-controllers': 'none' });
    expect(validationFailureAction).toBe('Enforce');
    expect(rules.map((rule: any) => [rule.name, Object.keys(rule.validate.cel)])).toEqual([['validate', ['expressions', 'variables']]]);
  }
});

test.each([KUBERNETES, KYVERNO, KYVERNO_CLUSTER_POLICY])('by %s the expressions, their messages and their variables are the same', (engine) => {
  const logic = (of: AdmissionEngine) => documentsOf(policiesOf(of).charts).filter(({ kind }) => !kind.endsWith('Binding'))
    .map(({ spec }) => spec.rules?.[0].validate.cel ?? spec)
    .map(({ variables, validations, expressions }) => ({ variables, validations: validations ?? expressions }));

  expect(logic(engine)).toEqual(logic(KUBERNETES));
});

test.each([KUBERNETES, KYVERNO, KYVERNO_CLUSTER_POLICY])('by %s nothing is a variable of Kyverno, and messages are one line that fits', (engine) => {
  const documents = documentsOf(policiesOf(engine).charts);

  expect(JSON.stringify(documents)).not.toMatch(/\{\{|\$\(/);
  for (const message of JSON.stringify(documents).match(/"message":"(?:[^"\\]|\\.)*"/g) ?? []) {
    expect(message.length).toBeLessThan(320);
    expect(message).not.toContain('\\n');
  }
});

test.each<[AdmissionEngine, (document: any) => unknown, unknown]>([
  [KUBERNETES, ({ spec }) => spec.validationActions, ['Audit', 'Warn']],
  [KYVERNO, ({ spec }) => spec.validationActions, ['Audit', 'Warn']],
  [KYVERNO_CLUSTER_POLICY, ({ spec }) => spec.validationFailureAction, 'Audit'],
])('by %s an audited policy refuses nothing', (engine, actionOf, expected) => {
  const documents = documentsOf(policiesOf(engine, { action: AUDIT }).charts).filter(({ kind }) => kind !== 'ValidatingAdmissionPolicy');

  expect(documents.map(actionOf)).toEqual(documents.map(() => expected));
});

describe('the switches', () => {
  const actions = (props: Parameters<typeof policiesOf>[1]) => Object.fromEntries(documentsOf(policiesOf(KYVERNO, props).charts)
    .map(({ metadata, spec }) => [metadata.name.replace('workload-identity-', ''), spec.validationActions[0]]));
  const SWITCHES = {
    'no-default-service-account': 'noDefaultServiceAccount',
    'owner-label': 'ownerLabel',
    'declared-role-arns': 'declaredRoleArns',
    'declared-pods': 'declaredPods',
    'no-static-credentials': 'noStaticCredentials',
    'no-host-network': 'noHostNetwork',
    'no-debug-pods': 'noDebugPods',
  };
  const all = Object.fromEntries(Object.keys(SWITCHES).map((name) => [name, 'Deny']));

  test.each(Object.entries(SWITCHES))('%s is turned off and audited by %s alone', (policy, prop) => {
    const { [policy]: _, ...others } = all;

    expect(actions({ [prop]: OFF })).toEqual(others);
    expect(actions({ [prop]: AUDIT })).toEqual({ ...all, [policy]: 'Audit' });
  });

  test.each(Object.entries(SWITCHES))('%s is turned on by %s alone', (policy, prop) => {
    expect(actions({ action: OFF, [prop]: ENFORCE })).toEqual({ [policy]: 'Deny' });
  });

  test('without usedBy there is nothing to decide by which pods use a service account', () => {
    const { 'declared-pods': _, ...others } = all;

    expect(actions({ usedBy: undefined })).toEqual(others);
    expect(actions({ usedBy: undefined, declaredPods: OFF })).toEqual(others);
  });
});

test('names begin with the given one, and namespaces are sorted, each once', () => {
  const [policy] = documentsOf(policiesOf(KUBERNETES, { name: 'finance', namespaces: ['finance-test', 'finance-prod', 'finance-test'] }).charts);

  expect(policy.metadata.name).toBe('finance-no-default-service-account');
  expect(policy.spec.matchConstraints.namespaceSelector.matchExpressions[0].values).toEqual(['finance-prod', 'finance-test']);
});
