import { Construct } from 'constructs';
import { reportData } from './report-data';
import { reportHtml } from './report-html';
import { reportMarkdown } from './report-markdown';
import { risksOf } from './risks';
import { IdentityGuardrails } from '../../guardrails/identity-guardrails';
import { sourcesInTree } from '../../guardrails/tree-sources';
import { STACKS } from '../../workload/synthesized-stacks';
import { readIdentities } from '../inventory/read-identities';
import { writeAtSynth } from '../own-directory';
import { runbooksOf } from '../runbook/runbooks-of';

/** The directory in the cloud assembly. */
const DIRECTORY = 'identity-report';

/** What a report is declared with. */
export interface IdentityReportProps {
  /**
   * The directory to write, relative to where `cdk synth` runs: one that holds nothing else. It is made if it isn't there.
   *
   * @default - `identity-report` in the cloud assembly, mostly `cdk.out/identity-report`
   */
  readonly directory?: string;

  /**
   * The checks whose findings are shown as risks: give the plugin that the app is checked with.
   *
   * @default - the checks that `new IdentityGuardrails()` makes
   */
  readonly guardrails?: IdentityGuardrails;
}

/**
 * The identities of all workloads in its scope as a page to look around in: who becomes which role, what that role may do in
 * words, what is proved of it, what is risky, and its runbook.
 *
 * At synth it writes two files:
 *
 * - `report.html`, which is all of it: search, filters, a picture of who reaches what, and a page for each identity. It loads
 *   nothing, works from disk, and a Content-Security-Policy in it forbids the browser every connection;
 * - `report.md`, the picture as Mermaid diagrams, for readers of Markdown.
 *
 * It tells of the templates as they are written, Aspects and overrides included. The checks read all stacks of the app. It
 * needs no access to AWS, and the same app writes the same bytes.
 *
 * @example
 * new IdentityReport(app, 'Report');
 */
export class IdentityReport extends Construct {
  private readonly guardrails: IdentityGuardrails;

  /**
   * @throws if `directory` is empty, a token, or written by another construct of the app; at synth, if it holds other files
   */
  constructor(scope: Construct, id: string, props: IdentityReportProps = {}) {
    super(scope, id);
    this.guardrails = props.guardrails ?? new IdentityGuardrails();
    writeAtSynth(this, props.directory, DIRECTORY, () => this.files());
  }

  private files(): Record<string, string> {
    const { root, scope } = this.node;
    const identities = readIdentities(scope!, (workload) => STACKS.get(workload));
    const sources = sourcesInTree(root);
    const risks = risksOf(sources, identities, this.guardrails._check(sources));
    const document = reportData(identities, runbooksOf(scope!, identities), risks);
    return { 'report.html': reportHtml(document), 'report.md': reportMarkdown(document.identities) };
  }
}
