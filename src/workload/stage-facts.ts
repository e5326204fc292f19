import { MigrationStage } from './migration-stage';

/** What is there in a stage. */
export interface StageFacts {
  /** Whether the role trusts the cluster's OIDC provider. */
  readonly trustsProvider: boolean;
  /** Whether the role trusts EKS Pod Identity. */
  readonly trustsPods: boolean;
  readonly associated: boolean;
  /** Whether the ServiceAccount bears the annotations, and the label, of IRSA. */
  readonly annotated: boolean;
}

/** The stages in their order. */
export const STAGES: readonly MigrationStage[] = Object.values(MigrationStage);

/** What is there in each stage. */
export const STAGE_FACTS: Readonly<Record<MigrationStage, StageFacts>> = {
  [MigrationStage.IRSA]: { trustsProvider: true, trustsPods: false, associated: false, annotated: true },
  [MigrationStage.DUAL_TRUST]: { trustsProvider: true, trustsPods: true, associated: false, annotated: true },
  [MigrationStage.CUTOVER]: { trustsProvider: true, trustsPods: true, associated: true, annotated: true },
  [MigrationStage.ANNOTATION_REMOVED]: { trustsProvider: true, trustsPods: true, associated: true, annotated: false },
  [MigrationStage.POD_IDENTITY]: { trustsProvider: false, trustsPods: true, associated: true, annotated: false },
};
