import { Stack } from 'aws-cdk-lib';
import { Access } from '../../src';
import { errorOf, stackFixture } from '../fixtures';

/** A call that is refused: what is wrong, the call, and the message of the error, whose code it ends with. */
export type Refusal = [string, (stack: Stack) => Access, string];

/** Tests that each call fails with exactly its message. */
export function testRefusals(refusals: Refusal[]): void {
  test.each(refusals)('fails on %s', (_, access, message) => {
    const error = errorOf(() => access(stackFixture().stack));

    expect(error.message).toBe(message);
    expect(message).toContain(`(${error.code})`);
  });
}
