const ofWorkloads = (...names) => names.map((name) => `test/workload/${name}.test.ts`);

/** For each room the tests that are its specification, without those that are too slow to be run for each change. */
module.exports = {
  policy: ['test/policy/!(bounds).test.ts'],
  trust: [
    'test/trust/*.test.ts',
    'test/testing/trust.test.ts',
    ...ofWorkloads('brought-role', 'brought-trust', 'irsa-trust', 'pod-identity-trust', 'pod-identity-workload', 'revoked-before',
      'shared-role', 'shared-role-in-clusters', 'target-role', 'trust-length', 'workload-role'),
  ],
  access: ['test/access/!(action-data).test.ts', ...ofWorkloads('foreign-keys', 'must-not', 'session-tags')],
};
