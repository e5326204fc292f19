import { Stack } from 'aws-cdk-lib';
import { Entry } from './entry';
import { WHY } from './why';
import { code, codeLines, markdownTable } from '../../../bench/markdown';
import { readable, readableConditions } from '../../../bench/readable';
import { parseStatement } from '../../../src/policy/statement';

const HEADER = ['call', 'actions, and why', 'resources', 'conditions'];

/** A statement as people read it. */
interface Line {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
}

/**
 * The builders as Markdown, a table for each class.
 *
 * The first call of a builder stands as a whole. Of a further one stands what it adds to that or leaves out of it, or, if
 * neither is all, the whole of it; one that allows the same has no row. Why an action is given stands where the builder
 * first gives it.
 */
export function buildersTable(entries: readonly Entry[]): string {
  return [...grouped(entries, ({ builder }) => builder.split('.')[0])].map(([name, ofClass]) =>
    `### \`${name}\`\n\n${markdownTable(HEADER, [...grouped(ofClass, ({ builder }) => builder).values()].flatMap(rowsOfBuilder))}`).join('\n\n');
}

function rowsOfBuilder(calls: readonly Entry[]): string[][] {
  const [first, ...further] = calls;
  const told = new Set<string>();
  return [
    ...rows(code(callOf(first, first.call)), linesOf(first), told),
    ...further.flatMap((entry) => rowsOfDifference(first, entry, told)),
  ];
}

function rowsOfDifference(first: Entry, entry: Entry, told: Set<string>): string[][] {
  const [before, lines] = [first, entry].map(linesOf);
  const [added, lost] = [without(lines, before), without(before, lines)];
  const call = code(callOf(entry, argumentsBeyond(first.call, entry.call)));
  if (lost.length === 0) { return rows(`${call} adds`, added, told); }
  return added.length === 0 ? rows(`${call} leaves out`, lost, told) : rows(`${call} instead`, lines, told);
}

function callOf({ builder }: Entry, given: string): string {
  return `${builder.split('.')[1]}(${given})`;
}

/** The rows of one call, which is named in the first of them. */
function rows(call: string, lines: readonly Line[], told: Set<string>): string[][] {
  return lines.map(({ actions, resources, conditions }, index) => [
    index === 0 ? call : '',
    actions.map((action) => actionCell(action, told)).join('<br>'),
    codeLines(resources),
    conditions.join('<br>'),
  ]);
}

/** An action, and why it is given unless that was told before. */
function actionCell(action: string, told: Set<string>): string {
  if (told.has(action)) { return code(action); }
  told.add(action);
  return `${code(action)} ${WHY[action as keyof typeof WHY] ?? '(no reason in why.ts)'}`;
}

function linesOf({ access }: Entry): Line[] {
  const stack = new Stack();
  const statements = access.statements.map((statement) => parseStatement(stack.resolve(statement.toStatementJson())));
  return statements.map(({ actions = [], resources = [], conditions }) => ({
    actions: actions.map(readable), resources: resources.map(readable), conditions: readableConditions(conditions),
  }));
}

/** Of some lines the actions that others don't have on the same resources under the same conditions. */
function without(lines: readonly Line[], others: readonly Line[]): Line[] {
  const where = ({ resources, conditions }: Line) => JSON.stringify([resources, conditions]);
  return lines.map((line) => ({
    ...line,
    actions: line.actions.filter((action) => !others.some((other) => where(other) === where(line) && other.actions.includes(action))),
  })).filter(({ actions }) => actions.length > 0);
}

/** The arguments of a call, `…` in place of those with which another call begins as well. */
function argumentsBeyond(first: string, call: string): string {
  const [others, own] = [first, call].map(argumentsOf);
  const from = own.findIndex((argument, index) => argument !== others[index]);
  return from < 1 ? call : ['…', ...own.slice(from)].join(', ');
}

/** The arguments of a call, parted at the commas that stand in no brackets. */
function argumentsOf(call: string): string[] {
  let depth = 0;
  return [...call].reduce<string[]>((parts, letter) => {
    depth += '([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0;
    return letter === ',' && depth === 0 ? [...parts, ''] : [...parts.slice(0, -1), parts[parts.length - 1] + letter];
  }, ['']).map((part) => part.trim());
}

function grouped(entries: readonly Entry[], by: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  entries.forEach((entry) => groups.set(by(entry), [...groups.get(by(entry)) ?? [], entry]));
  return groups;
}
