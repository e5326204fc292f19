import { areImplied } from './implied';
import { canonicalStatements } from '../../../src/policy/canonical';
import { parseStatement, renderStatement, Statement, StatementJson } from '../../../src/policy/statement';
import { verdict } from '../../policy/engine';

/** A statement of one action on one resource. */
export interface Beyond {
  readonly action: string;
  readonly shown: string;
}

/** How a preset stands to the documented policy of a controller. */
export interface Comparison {
  /** What the preset allows and the document doesn't, in words: empty if it is a part of it. */
  readonly beyond: readonly Beyond[];
  /** The actions that the document allows and the preset doesn't. */
  readonly leftOut: readonly string[];
  /** How many actions both allow, and how many of them the preset limits to fewer resources or by more conditions. */
  readonly shared: number;
  readonly narrowed: number;
}

/** Compares a preset to a documented policy, both in their canonical form, by the policy engine. */
export function compare(preset: readonly StatementJson[], documented: readonly StatementJson[]): Comparison {
  const [ours, theirs] = [preset, documented].map((statements) => canonicalStatements(statements.map(parseStatement)));
  const own = actionsOf(ours);
  const shared = own.filter((action) => theirs.some((statement) => hasAction(statement, action)));
  return {
    beyond: ours.flatMap((statement) => split(statement)).filter((statement) => !isPartOf(statement, theirs)).map(shown),
    leftOut: actionsOf(theirs).filter((action) => !own.includes(action)),
    shared: shared.length,
    narrowed: shared.filter((action) => !isAllOf(action, ours, theirs)).length,
  };
}

/**
 * Whether all that a statement allows is allowed by others: those whose conditions hold whenever its own do become
 * denials without conditions, and then nothing of it may be left.
 */
function isPartOf(statement: Statement, others: readonly Statement[]): boolean {
  const covering = others.filter(({ conditions }) => areImplied(conditions, statement.conditions, String(statement.actions![0])))
    .map((other): Statement => ({ ...other, effect: 'Deny', conditions: undefined }));
  const identity = [{ ...statement, conditions: undefined }, ...covering].map((each) => renderStatement({ ...each, sid: undefined }));
  return verdict({ identity }, { actions: ['*'], resources: ['*'] }) === 'PROVED';
}

/** Whether statements allow an action wherever others do. */
function isAllOf(action: string, ours: readonly Statement[], theirs: readonly Statement[]): boolean {
  return theirs.filter((each) => hasAction(each, action)).every((each) => isPartOf({ ...each, actions: [action] }, ours));
}

/** One action on one resource each, so that what is beyond can be named. */
function split(statement: Statement): Statement[] {
  return statement.actions!.flatMap((action) => statement.resources!.map((resource) => ({ ...statement, actions: [action], resources: [resource] })));
}

function shown({ actions, resources, conditions }: Statement): Beyond {
  const action = actions!.join();
  return { action, shown: `${action} on ${resources!.join()}${conditions ? ` if ${JSON.stringify(conditions)}` : ''}` };
}

function actionsOf(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ actions }) => actions!.map(String)))].sort();
}

function hasAction({ actions }: Statement, action: string): boolean {
  return actions!.some((pattern) => new RegExp(`^${String(pattern).replace(/\*/g, '.*')}$`, 'i').test(action));
}
