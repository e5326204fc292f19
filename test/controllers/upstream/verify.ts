import { Stack } from 'aws-cdk-lib';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import { compare, Comparison } from './compare';
import { DOCUMENTED } from './documented';
import { documentsIn } from './documents';
import { Controller } from '../../../src';
import { ControllerFacts } from '../../../src/controllers/controller-facts';
import { StatementJson } from '../../../src/policy/statement';
import { ACCOUNT, clusterFixture, REGION } from '../../fixtures';
import { controllersIn } from '../catalogue';

/** The facts of a controller, and how each of its calls in the catalogue, the one with the defaults first, stands to the document. */
export interface Verified {
  readonly facts: ControllerFacts;
  readonly calls: readonly (readonly [string, Comparison])[];
}

/** Every controller of which there is a document. */
export function verified(documents: ReadonlyMap<string, readonly StatementJson[]>): Map<string, Verified> {
  const stack = new Stack(undefined, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  const [cluster, controllers] = [clusterFixture(stack), Object.entries(controllersIn(stack))];
  const statementsOf = (controller: Controller) => controller.access(stack, cluster).flatMap(({ statements }) => statements)
    .map((statement) => stack.resolve(statement.toStatementJson()));
  return new Map([...documents].map(([name, documented]) => {
    const ofName = controllers.filter(([call]) => call.split(',')[0] === name);
    if (ofName.length === 0) { throw new Error(`${name} is no controller: name the file as its class`); }
    const calls = ofName.map(([call, controller]) => [call, compare(statementsOf(controller), documented)] as const);
    return [name, { facts: factsOf(ofName[0][1]), calls }];
  }));
}

/** What is known of a controller. */
export function factsOf(controller: Controller): ControllerFacts {
  return (controller as unknown as { _facts(): ControllerFacts })._facts();
}

/** What is wrong with a controller by its document, in words: what goes beyond it, and what is left out without a reason, or with one too many. */
export function problemsWith({ facts, calls }: Verified): string[] {
  const { leftOut } = calls[0][1];
  return [
    ...calls.flatMap(([call, { beyond }]) => beyond
      .filter(({ action }) => facts.added?.[action] === undefined).map(({ shown }) => `${call} goes beyond the document: ${shown}`)),
    ...leftOut.filter((action) => facts.leftOut[action] === undefined).map((action) => `${facts.name} leaves out ${action}: allow it, or say why not in leftOut`),
    ...Object.keys(facts.leftOut).filter((action) => !leftOut.includes(action)).map((action) => `${facts.name} gives a reason for ${action}, which the document doesn't allow, or the preset does`),
  ];
}

function print(name: string, found: Verified): boolean {
  const [, { shared, narrowed, leftOut }] = found.calls[0];
  const problems = problemsWith(found);
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${shared} of the document's actions, ${narrowed} of them narrower; ${leftOut.length} left out`);
  leftOut.forEach((action) => console.log(`       - ${action}: ${found.facts.leftOut[action] ?? 'no reason'}`));
  problems.forEach((problem) => console.log(`       ! ${problem}`));
  return problems.length === 0;
}

/** Compares with the documents of a folder, or with the list that is kept here. */
function main([folder]: string[]): void {
  const documents = folder === undefined ? new Map(Object.entries(DOCUMENTED)) : documentsIn(folder);
  const all = [...verified(documents)].map(([name, found]) => print(name, found));
  if (all.includes(false)) { process.exitCode = 1; }
}

if (require.main === module) { main(process.argv.slice(2)); }
