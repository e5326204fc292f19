import { Construct, IConstruct } from 'constructs';
import { inventoryCsv, inventoryJson, inventoryMarkdown } from './inventory-files';
import { InventoryIdentity } from './inventory-identity';
import { readIdentities } from './read-identities';
import { got, refuse } from '../../private/errors';
import { stageOf } from '../../private/once-per-synth';
import { requirePath } from '../../private/validate';
import { STACKS, SynthesizedStacks } from '../../workload/synthesized-stacks';
import { BaselineIdentity, readBaseline } from '../baseline/baseline-file';
import { writeAtSynth } from '../own-directory';

/** The directory in the cloud assembly. */
const DIRECTORY = 'identity-inventory';

/** What an inventory is declared with. */
export interface IdentityInventoryProps {
  /**
   * The directory to write, relative to where `cdk synth` runs: one that holds nothing else. It is made if it isn't there.
   *
   * @default - `identity-inventory` in the cloud assembly, mostly `cdk.out/identity-inventory`
   */
  readonly directory?: string;

  /**
   * The file of the `IdentityBaseline`, which tells when identities have changed, relative to where `cdk synth` runs.
   *
   * @default - it is not told when they have
   */
  readonly baseline?: string;
}

/**
 * The identities of all workloads in its scope, those of stages in it too: who becomes which role, and what that role may do.
 *
 * At synth it writes three files:
 *
 * - `inventory.json`, all that is known: an `InventoryDocument`, whose JSON Schema is the file `schemas/inventory.schema.json` of this package;
 * - `inventory.md`, a table for people, and a section for each identity;
 * - `inventory.csv`, a row for each identity and statement. A cell that a spreadsheet would take for a formula has an apostrophe before it.
 *
 * It tells of the templates as they are written, Aspects and overrides included. It needs no access to AWS, and the same app
 * writes the same bytes.
 *
 * @example
 * new IdentityInventory(app, 'Inventory');
 */
export class IdentityInventory extends Construct {
  /**
   * The identities in a scope, on the templates as they would be written now: ask once the app is synthesized.
   *
   * @param scope an app, a stage, or what is in one
   */
  public static identitiesIn(scope: IConstruct): InventoryIdentity[] {
    const made = new Map<string, SynthesizedStacks>();
    return readIdentities(scope, (workload) => {
      const stage = stageOf(workload);
      const stacks = made.get(stage.node.path) ?? new SynthesizedStacks(stage);
      made.set(stage.node.path, stacks);
      return stacks;
    });
  }

  /**
   * @throws if `baseline` or `directory` is empty or a token, or `directory` written by another construct of the app; at synth, if it holds other files, or if `baseline` is a file
   * that is no baseline
   */
  constructor(scope: Construct, id: string, props: IdentityInventoryProps = {}) {
    super(scope, id);
    if (props.baseline !== undefined) { requirePath(this, 'InvalidBaseline', 'baseline', props.baseline); }
    writeAtSynth(this, props.directory, DIRECTORY, () => this.files(props.baseline));
  }

  private files(baseline: string | undefined): Record<string, string> {
    const found = readIdentities(this.node.scope!, (workload) => STACKS.get(workload));
    const identities = baseline === undefined ? found : withDays(found, this.recorded(baseline));
    return {
      'inventory.csv': inventoryCsv(identities),
      'inventory.json': inventoryJson(identities),
      'inventory.md': inventoryMarkdown(identities),
    };
  }

  private recorded(baseline: string): BaselineIdentity[] {
    try {
      return readBaseline(baseline) ?? [];
    } catch (error) {
      return refuse(this, 'InvalidBaseline', `the days of changes can't be read: ${(error as Error).message}: name the file that IdentityBaseline writes, ${got(baseline)}`);
    }
  }
}

/** The identities with the days that a baseline tells. */
function withDays(identities: readonly InventoryIdentity[], baseline: readonly BaselineIdentity[]): InventoryIdentity[] {
  const days = new Map(baseline.map(({ id, lastChanged }) => [id, lastChanged]));
  return identities.map((identity) => {
    const lastChanged = days.get(identity.id);
    return lastChanged === undefined ? identity : { ...identity, lastChanged };
  });
}
