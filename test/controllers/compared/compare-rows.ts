import { Stack } from 'aws-cdk-lib';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import { COUNTED, Counts, countsOf } from './counts';
import { Row } from './rows';
import { ACCOUNT, clusterFixture, REGION } from '../../fixtures';
import { scopesIn } from '../catalogue';
import { factsOf } from '../upstream/verify';

/** A preset of another beside ours, in numbers. */
export interface Compared {
  readonly row: Row;
  readonly controller: string;
  readonly ours: Counts;
}

/** Ours, counted as theirs were. */
export async function compareRow(row: Row): Promise<Compared> {
  const stack = new Stack(undefined, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  const controller = row.ours(scopesIn(stack));
  const statements = controller.access(stack, clusterFixture(stack)).flatMap((access) => access.statements)
    .map((statement) => stack.resolve(statement.toStatementJson()));
  return { row, controller: factsOf(controller).name, ours: await countsOf(statements) };
}

/** What is wrong with a row: ours is wider, or a difference is not explained, or one that is none is. */
export function problemsOfRow({ row: { theirs, why, preset }, ours }: Compared): string[] {
  const differs = COUNTED.some((count) => ours[count] !== theirs[count]);
  return [
    ...COUNTED.filter((count) => ours[count] > theirs[count]).map((count) => `${preset}: ours is wider by ${count}, ${ours[count]} > ${theirs[count]}`),
    ...differs && why === undefined ? [`${preset}: say why the numbers differ`] : [],
    ...!differs && why !== undefined ? [`${preset}: the numbers are the same, so leave why out`] : [],
  ];
}
