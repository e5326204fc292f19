/** What decides over admission policies in the cluster: all by the same expressions. */
export enum AdmissionEngine {
  /**
   * The Kubernetes API server itself, from Kubernetes 1.30 on: `admissionregistration.k8s.io/v1`
   * `ValidatingAdmissionPolicy` and its `ValidatingAdmissionPolicyBinding`.
   */
  KUBERNETES = 'kubernetes',

  /** Kyverno, from 1.17 on: `policies.kyverno.io/v1` `ValidatingPolicy`. */
  KYVERNO = 'kyverno',

  /**
   * Kyverno before 1.17: `kyverno.io/v1` `ClusterPolicy`, with CEL expressions, which Kyverno has from 1.12 on in this form.
   *
   * Kyverno has deprecated this kind, and removes it after 1.19.
   */
  KYVERNO_CLUSTER_POLICY = 'kyverno-cluster-policy',
}
