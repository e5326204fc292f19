import { Stack } from 'aws-cdk-lib';
import { Access } from '../../src';
import { ACCOUNT, inlineStatements, podIdentity, REGION, stackFixture } from '../fixtures';

/** What a workload with this access is allowed. */
export function statementsOf(access: (stack: Stack) => Access, region = REGION): Record<string, unknown>[] {
  const { stack, template } = stackFixture({ env: { account: ACCOUNT, region } });
  podIdentity(stack, { access: [access(stack)] });
  return inlineStatements(template());
}
