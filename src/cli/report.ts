import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDirectory } from './files';
import { readInputs } from './inputs';
import { inventoryOf } from './inventory-of';
import { runbookTexts } from './runbook-texts';
import { Outcome, Progress, Verb } from './verb';
import { writeReport } from './write-report';
import { InventoryIdentity } from '../governance/inventory/inventory-identity';
import { reportData, ReportDocument } from '../governance/report/report-data';
import { reportHtml } from '../governance/report/report-html';
import { reportMarkdown } from '../governance/report/report-markdown';
import { risksOf } from '../governance/report/risks';
import { IdentityGuardrails } from '../guardrails/identity-guardrails';
import { TemplateSource } from '../workload/json-template';

/** Writes the report of a synthesized app. */
export const REPORT: Verb = {
  name: 'report',
  arguments: '<cdk.out>',
  summary: 'Writes the identities of a synthesized app as a page to look around in, and as diagrams for readers of Markdown',
  help: [
    'It writes what IdentityReport writes at synth: report.html, one file that loads nothing, and report.md. The app must have an',
    'IdentityInventory in its cloud assembly, and has runbooks on the page if it has IdentityRunbooks there. Risks are what the',
    'checks of docs/checks.md find in the templates, and what the inventory tells of proofs and of policies that are not known.',
    'The directory must hold nothing else. A file that is there is replaced only if it is a report.',
  ],
  options: [{ name: 'out', value: 'DIR|FILE', help: 'the directory for both, or a file *.html or *.md for one; by default identity-report' }],
  exits: ['it is written, and tells of no risk that is not accepted', 'it is written, and tells of risks'],
  takes: [1, 1],
  run: report,
};

function report([assembly]: readonly string[], { out = [] }: Readonly<Record<string, readonly string[]>>, progress: Progress): Outcome {
  if (!isDirectory(assembly) || !fs.existsSync(path.join(assembly, 'manifest.json'))) {
    throw new Error(`${assembly} is no cloud assembly: give the directory that cdk synth writes, mostly cdk.out`);
  }
  progress('reading the assembly');
  const identities = inventoryOf(assembly);
  const { sources, problems } = readInputs([assembly], progress);
  progress('running the checks');
  const document = documentOf(assembly, identities, namedAsAtSynth(sources));
  progress('writing the report');
  const files = writeReport(out[out.length - 1] ?? 'identity-report', { html: () => reportHtml(document), md: () => reportMarkdown(document.identities) });
  const all = [...new Set([...document.identities.flatMap(({ risks }) => risks), ...document.elsewhere])];
  const accepted = all.filter(({ kind }) => kind === 'accepted').length;
  const open = all.length - accepted;
  return {
    text: [`${count(document.identities.length, 'identity', 'identities')}, ${count(open, 'risk', 'risks')}, ${accepted} accepted.`, ...files.map((file) => `Written: ${file}`), ''].join('\n'),
    json: jsonOf(document, files),
    problems,
    code: problems.length > 0 ? 2 : open > 0 ? 1 : 0,
  };
}

function documentOf(assembly: string, identities: readonly InventoryIdentity[], sources: readonly TemplateSource[]): ReportDocument {
  const risks = risksOf(sources, identities, new IdentityGuardrails()._check(sources));
  return reportData(identities, runbookTexts(assembly, identities), risks);
}

/** Templates by the names that inventories know them by: those of nested stacks stand in the names of their files. */
function namedAsAtSynth(sources: readonly TemplateSource[]): TemplateSource[] {
  const names = new Map(sources.map(({ name, around, file }) => [name, around === undefined ? name : path.basename(file!).replace(/\..*$/, '')]));
  return sources.map(({ name, around, ...rest }) =>
    ({ ...rest, name: names.get(name)!, around: around && { ...around, template: names.get(around.template)! } }));
}

function jsonOf({ identities, elsewhere }: ReportDocument, files: readonly string[]): object {
  return {
    version: 1,
    files,
    identities: identities.map(({ cluster, namespace, name, owner, risks }) => ({ cluster, serviceAccount: `${namespace}/${name}`, owner, risks })),
    elsewhere,
  };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
