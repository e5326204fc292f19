import { Construct } from 'constructs';
import { runbookFiles } from './runbook-files';
import { runbooksOf } from './runbooks-of';
import { STACKS } from '../../workload/synthesized-stacks';
import { readIdentities } from '../inventory/read-identities';
import { writeAtSynth } from '../own-directory';

/** The directory in the cloud assembly. */
const DIRECTORY = 'identity-runbooks';

/** What runbooks are declared with. */
export interface IdentityRunbooksProps {
  /**
   * The directory to write, relative to where `cdk synth` runs: one that holds nothing else. It is made if it isn't there.
   *
   * @default - `identity-runbooks` in the cloud assembly, mostly `cdk.out/identity-runbooks`
   */
  readonly directory?: string;
}

/**
 * A runbook for each identity of the workloads in its scope, written at synth as `CLUSTER/NAMESPACE/SERVICE_ACCOUNT.md`: what it
 * is for, how to verify it, what to do when it fails, who did what by CloudTrail, rolling back, revoking its sessions now, what
 * the application should do while credentials fail, and a security review in which is ticked what the declaration proves.
 *
 * Commands and queries are filled in. What is known at deploy time only stands in them as `${…}`, within quotes. It needs no
 * access to AWS, and the same app writes the same bytes.
 *
 * @example
 * new IdentityRunbooks(app, 'Runbooks', { directory: 'runbooks' });
 */
export class IdentityRunbooks extends Construct {
  /**
   * @throws if `directory` is empty, a token, or written by another construct of the app; at synth, if it holds other files
   */
  constructor(scope: Construct, id: string, props: IdentityRunbooksProps = {}) {
    super(scope, id);
    writeAtSynth(this, props.directory, DIRECTORY, () => this.files());
  }

  private files(): Record<string, string> {
    const identities = readIdentities(this.node.scope!, (workload) => STACKS.get(workload));
    const files = runbookFiles(identities);
    return Object.fromEntries(runbooksOf(this.node.scope!, identities).map((text, index) => [files.get(identities[index])!, text]));
  }
}
