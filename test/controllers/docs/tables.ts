import { Stack } from 'aws-cdk-lib';
import { ENABLE_PARTITION_LITERALS } from 'aws-cdk-lib/cx-api';
import { code, codeLines, markdownTable } from '../../../bench/markdown';
import { readableConditions } from '../../../bench/readable';
import { Controller } from '../../../src';
import { ControllerFacts } from '../../../src/controllers/controller-facts';
import { parseStatement, Statement } from '../../../src/policy/statement';
import { compare } from '../../../src/private/compare';
import { ACCOUNT, clusterFixture, REGION } from '../../fixtures';
import { controllersIn } from '../catalogue';
import { Compared } from '../compared/compare-rows';
import { COUNTED } from '../compared/counts';
import { factsOf } from '../upstream/verify';

/** The facts of a controller, and the statements of all of its calls in the catalogue. */
interface Described {
  readonly facts: ControllerFacts;
  readonly statements: readonly Statement[];
}

/** The controllers as tables of Markdown, by the marks that stand around them in the docs. */
export function controllerTables(): Record<string, string> {
  const all = described();
  return {
    'controllers': controllersTable(all),
    'controllers-open': openTable(all),
    'controllers-left-out': markdownTable(['controller', 'left out', 'why'], all.flatMap(({ facts }) => reasonRows(facts.name, facts.leftOut))),
    'controllers-added': markdownTable(['controller', 'added', 'why'], all.flatMap(({ facts }) => reasonRows(facts.name, facts.added ?? {}))),
    'controllers-since': markdownTable(['controller', 'from', 'adds'], all.flatMap(sinceRows)),
    'controllers-sources': markdownTable(['controller', 'versions', 'document', 'of'], all.flatMap(sourceRows)),
  };
}

/** Ours beside those of others, and where those are from. */
export function comparedTable(rows: readonly Compared[]): string {
  const header = ['controller', 'preset of another', 'actions', 'on `*`', 'writes without a condition', 'why ours is less'];
  const cells = [...rows].sort((a, b) => compare(a.controller, b.controller)).map(({ controller, ours, row: { origin, preset, theirs, why } }) =>
    [code(controller), `${origin.name} ${code(preset)}`, ...COUNTED.map((count) => `${ours[count]} of ${theirs[count]}`), why ?? '']);
  const origins = new Map(rows.map(({ row: { origin } }) => [origin.name, origin.url]));
  return `${markdownTable(header, cells)}\n\nCounted from the sources of ${[...origins].map(([name, url]) => `[${name}](${url})`).join(' and ')}.`;
}

function described(): Described[] {
  const stack = new Stack(undefined, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  stack.node.setContext(ENABLE_PARTITION_LITERALS, true);
  const cluster = clusterFixture(stack);
  const statementsOf = (controller: Controller) => controller.access(stack, cluster).flatMap(({ statements }) => statements)
    .map((statement) => parseStatement(stack.resolve(statement.toStatementJson())));
  const found = new Map<string, Described>();
  for (const [call, controller] of Object.entries(controllersIn(stack))) {
    const name = call.split(',')[0];
    const facts = found.get(name)?.facts ?? factsOf(controller);
    found.set(name, { facts, statements: [...found.get(name)?.statements ?? [], ...statementsOf(controller)] });
  }
  return [...found.values()].sort((a, b) => compare(a.facts.name, b.facts.name));
}

function controllersTable(all: readonly Described[]): string {
  const header = ['controller', 'versions', 'namespace and service account', 'scope', 'mechanisms', 'EKS add-on'];
  return markdownTable(header, all.map(({ facts }) => [
    code(facts.name), `${facts.oldest} to ${facts.newest}`, `${nameCell(facts.namespace)}, ${nameCell(facts.serviceAccountName)}`, facts.scope,
    facts.mechanisms ?? 'both', facts.addonName === undefined ? '' : code(facts.addonName),
  ]));
}

/** A name is code, and words that stand for one are words. */
function nameCell(text: string): string {
  return text.includes(' ') ? text : code(text);
}

function openTable(all: readonly Described[]): string {
  return markdownTable(['controller', 'actions on `*`', 'if', 'why'], all.flatMap(({ facts, statements }) => Object.entries(facts.open).map(([sid, why]) => {
    const open = statements.filter((statement) => statement.sid === sid);
    const conditions = sorted(open.flatMap((statement) => readableConditions(statement.conditions)));
    return [code(facts.name), codeLines(sorted(open.flatMap(({ actions }) => actions!.map(String)))), conditions.join('<br>'), why];
  })));
}

/** Reasons by the action, those of one reason in one row. */
function reasonRows(controller: string, reasons: Readonly<Record<string, string>>): string[][] {
  return sorted(Object.values(reasons)).map((why) => [code(controller), codeLines(withValue(reasons, why).sort()), why]);
}

function sinceRows({ facts: { name: controller, since = {} } }: Described): string[][] {
  return [...new Set(Object.values(since))].map((version) => [code(controller), version, codeLines(withValue(since, version))]);
}

function sourceRows({ facts }: Described): string[][] {
  return facts.sources.map(({ url, date }, index) => [
    index === 0 ? code(facts.name) : '', index === 0 ? `${facts.oldest} to ${facts.newest}` : '', `[${titleOf(url)}](${url})`, date,
  ]);
}

function withValue(texts: Readonly<Record<string, string>>, value: string): string[] {
  return Object.keys(texts).filter((key) => texts[key] === value);
}

/** What a document is called: its host and its last name. */
function titleOf(url: string): string {
  const { host, pathname } = new URL(url);
  const parts = pathname.split('/').filter((part) => part !== '');
  return host === 'github.com' ? `${parts[0]}/${parts[1]}: ${parts[parts.length - 1]}` : `${host}: ${parts[parts.length - 1]}`;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
