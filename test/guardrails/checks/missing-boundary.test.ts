import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GuardrailCheck, IdentityGuardrails } from '../../../src';
import { irsa, podIdentity, stackFixture } from '../../fixtures';
import { byHand } from '../../testing/peers';
import { describeCheck, eksApp, freshEksApp, LOCKED, ours } from '../sources';

const ARN = 'arn:aws:iam::111122223333:policy/boundary';
const NONE = 'the role has no permissions boundary';

describeCheck(GuardrailCheck.MISSING_BOUNDARY, {
  options: { requireBoundary: true },
  refused: {
    'a Pod Identity workload without one': [ours(podIdentity), `Stack/Exporter/Role/Resource: ${NONE}`],
    'addServiceAccount': [() => eksApp(eks.IdentityType.IRSA), `Stack/Cluster/Exporter/Role/Resource: ${NONE}`],
    'a role by hand': [() => byHand(LOCKED), `Role: ${NONE}`],
    'a boundary that is no value': [() => byHand(LOCKED, { role: { PermissionsBoundary: { Ref: 'AWS::NoValue' } } }), `Role: ${NONE}`],
  },
  clean: {
    'workloads with one': ours((stack) => irsa(stack, { permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', ARN) })),
    'a stack that gives its roles one': () => {
      const stack = freshEksApp(eks.IdentityType.POD_IDENTITY);
      iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', ARN));
      return stack;
    },
    'a boundary that is a parameter': () => byHand(LOCKED, { role: { PermissionsBoundary: { Ref: 'Boundary' } } }),
    'a role of other services': () => byHand({ ...LOCKED, Principal: { Service: 'lambda.amazonaws.com' } }, { association: { RoleArn: ARN } }),
  },
});

test('a boundary is required only if that is set', () => {
  const { stack } = stackFixture();
  podIdentity(stack);

  expect(IdentityGuardrails.checkStack(stack).findings).toEqual([]);
});
