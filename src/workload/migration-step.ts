import { MigrationStage } from './migration-stage';

/** A step of a migration to a neighbouring stage. */
export interface MigrationStep {
  /** The stage that is deployed. */
  readonly from: MigrationStage;
  /** The stage to deploy. */
  readonly to: MigrationStage;
  /** What the step changes. */
  readonly changes: string;
  /** What to do, in this order. */
  readonly deploy: string[];
  /** How to see that it works. */
  readonly verify: string[];
}
