import { Stack } from 'aws-cdk-lib';
import { Access } from '../../src';
import { ACCOUNT, inlineStatements, podIdentity, REGION, stackFixture } from '../fixtures';

/** What a workload with this access is allowed. */
export function statementsOf(access: (stack: Stack) => Access, region = REGION): Record<string, unknown>[] {
  const { stack, template } = stackFixture({ env: { account: ACCOUNT, region } });
  podIdentity(stack, { access: [access(stack)] });
  return inlineStatements(template());
}

/** The same in the order of their Sids, which people read more easily than the canonical one. */
export function statementsBySid(access: (stack: Stack) => Access, region?: string): Record<string, unknown>[] {
  return statementsOf(access, region).sort((a, b) => String(a.Sid) < String(b.Sid) ? -1 : 1);
}
