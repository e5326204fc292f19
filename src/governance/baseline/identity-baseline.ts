import * as fs from 'node:fs';
import * as path from 'node:path';
import { attachCustomSynthesis } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BaselineChange } from './baseline-change';
import { baselineFile, BaselineIdentity, forBaseline, readBaseline } from './baseline-file';
import { changesJson, changesMarkdown, changesSarif, titleOf } from './baseline-reports';
import { compareIdentities } from './compare-identities';
import { finding, got } from '../../private/errors';
import { requirePath } from '../../private/validate';
import { STACKS } from '../../workload/synthesized-stacks';
import { addWarning } from '../../workload/warning';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { readIdentities } from '../inventory/read-identities';
import { showRecorded } from '../inventory/recorded-value';
import { directoryOf, findingsOf, OwnDirectory } from '../own-directory';

/** The environment variable by which the file is written anew. */
const UPDATE = 'UPDATE_IDENTITY_BASELINE';

/** The directory in the cloud assembly. */
const DIRECTORY = 'identity-baseline';

/** What a baseline is declared with. */
export interface IdentityBaselineProps {
  /** The file of the baseline, relative to where `cdk synth` runs, committed with the code. */
  readonly file: string;

  /**
   * The directory for what has changed, relative to where `cdk synth` runs: one that holds nothing else.
   *
   * @default - `identity-baseline` in the cloud assembly, mostly `cdk.out/identity-baseline`
   */
  readonly directory?: string;

  /**
   * Whether every change stops synth until it is in the file, not only what widens.
   *
   * @default false
   */
  readonly strict?: boolean;
}

/**
 * Compares the identities of all workloads in its scope with a committed file, by what they mean: who may do what that could
 * not before.
 *
 * A new identity, a wider permission and a wider trust stop synth, until the file is updated, which a reviewer sees in the pull
 * request. Whatever else has changed is a warning (`cdk-eks-workload-identity:BaselineChange[IDENTITY]`) until then. Of a wider
 * permission it shows a request that is allowed now and was not; the policy engine was asked about it on both sides. A policy
 * that says the same in other words is no change. What can't be decided counts as wider, and is told as not decided.
 *
 * Update the file by `UPDATE_IDENTITY_BASELINE=1 npx cdk synth`; nothing else writes it. With that, no change is a finding.
 *
 * Each synth writes what has changed, also where that stops it: `changes.md` for a comment on the pull request, `changes.json`,
 * and `changes.sarif` (SARIF 2.1.0) for code scanning. The same app and file make the same bytes.
 *
 * What policies say whose content the app doesn't know is not compared; that such a policy is added is.
 *
 * @example
 * new IdentityBaseline(app, 'Baseline', { file: 'identity-baseline.json' });
 */
export class IdentityBaseline extends Construct {
  private readonly file: string;
  private readonly directory: () => OwnDirectory;

  /**
   * @throws if `file` or `directory` is empty or a token, or `directory` is written by another construct of the app; at synth, if
   * the file isn't there or can't be read, and if something is wider than it says
   */
  constructor(scope: Construct, id: string, private readonly props: IdentityBaselineProps) {
    super(scope, id);
    const { file, directory } = props;
    requirePath(this, 'InvalidBaseline', 'file', file);
    this.file = path.resolve(file);
    this.directory = directoryOf(this, directory, DIRECTORY);
    STACKS.prepare(this);
    this.node.addValidation({ validate: () => this.validate() });
    attachCustomSynthesis(this, { onSynthesize: () => this.update() });
  }

  private get isUpdated(): boolean {
    return !['', '0', undefined].includes(process.env[UPDATE]);
  }

  /** Compares, writes what has changed, and tells what is to be reviewed. */
  private validate(): string[] {
    const own = this.directory();
    const foreign = findingsOf(own, this.props.directory ?? DIRECTORY);
    if (foreign.length > 0) { return foreign; }
    try {
      const before = readBaseline(this.file);
      if (before === undefined && !this.isUpdated) {
        return [finding('InvalidBaseline', `there is no baseline yet: write it by ${UPDATE}=1 npx cdk synth, review it and commit it, ${got(this.props.file)}`)];
      }
      const changes = compareIdentities(before ?? [], this.identities().map(forBaseline));
      own.write({
        'changes.json': changesJson(changes), 'changes.md': changesMarkdown(changes), 'changes.sarif': changesSarif(changes, this.props.file),
      });
      return this.isUpdated ? [] : this.report(changes);
    } catch (error) {
      return [finding('InvalidBaseline', `the app can't be compared with its baseline: ${(error as Error).message}, ${got(this.props.file)}`)];
    }
  }

  private report(changes: readonly BaselineChange[]): string[] {
    const stops = changes.filter(({ widens }) => widens || this.props.strict === true);
    for (const change of changes.filter((each) => !stops.includes(each))) {
      addWarning(this, 'BaselineChange', change.identity, `${describe(change)}. ${this.advice}`);
    }
    return stops.map((change) => finding('BaselineChanged', `${describe(change)}. ${this.advice}`));
  }

  private get advice(): string {
    return `If that is meant, write ${this.props.file} anew by ${UPDATE}=1 npx cdk synth, and have its change reviewed`;
  }

  private update(): void {
    if (!this.isUpdated) { return; }
    const before: BaselineIdentity[] = readBaseline(this.file) ?? [];
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, baselineFile(this.identities(), before, new Date().toISOString().slice(0, 10)));
  }

  private identities(): InventoryIdentity[] {
    return readIdentities(this.node.scope!, (workload) => STACKS.get(workload));
  }
}

function describe(change: BaselineChange): string {
  return `${titleOf(change)}: ${showRecorded(change.identity)}: ${change.message}`;
}
