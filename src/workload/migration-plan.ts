import { MigratingWorkload } from './migrating-workload';
import { MigrationStage } from './migration-stage';
import { MigrationStep } from './migration-step';
import { describePlan, stepsBetween } from './migration-steps';
import { STAGES } from './stage-facts';

/**
 * The way of a workload from the stage that it is declared in: the next step, the step back, and all that remain.
 *
 * @example
 * declare const workload: MigratingWorkload;
 * const plan = MigrationPlan.of(workload).toString();
 */
export class MigrationPlan {
  /** The plan of a workload. */
  public static of(workload: MigratingWorkload): MigrationPlan {
    return new MigrationPlan(workload);
  }

  /** The steps that remain until the last stage; none in it. */
  public readonly steps: MigrationStep[];

  /** The step back to the stage before; none in the first. */
  public readonly rollback?: MigrationStep;

  private constructor(private readonly workload: MigratingWorkload) {
    const at = STAGES.indexOf(workload.stage);
    this.steps = stepsBetween(workload._identities(), workload.stage, MigrationStage.POD_IDENTITY);
    this.rollback = at === 0 ? undefined : stepsBetween(workload._identities(), workload.stage, STAGES[at - 1])[0];
  }

  /** The steps that remain in words, each with how to verify it and how to roll it back. */
  public toString(): string {
    return describePlan(this.workload._identities(), this.workload.stage, MigrationStage.POD_IDENTITY);
  }
}
