import * as fs from 'node:fs';
import { IConstruct } from 'constructs';
import { MigrationStage } from './migration-stage';
import { describePlan } from './migration-steps';
import { STAGES } from './stage-facts';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';
import { PodFacts } from '../trust/pod-identity-tags';

/** What a workload says of the record of its stage. */
export interface RecordedStage {
  readonly stage: MigrationStage;
  readonly stageRecord?: string;
  readonly skipStagesBecause?: string;
}

/** Refuses what is no stage, such as a word from the context of an app. */
export function requireStage(workload: IConstruct, stage: MigrationStage): MigrationStage {
  return STAGES.includes(stage) ? stage : refuse(workload, 'InvalidStage', `stage must be one of ${STAGES.join(', ')}, ${got(stage)}`);
}

/** Refuses a stage that is neither the recorded one nor next to it: pods could be left without a role. */
export function requireNeighbour(
  workload: IConstruct, identities: readonly PodFacts<string>[], { stage, stageRecord, skipStagesBecause }: RecordedStage,
): void {
  if (skipStagesBecause?.trim() === '') { refuse(workload, 'SkippedStage', 'skipStagesBecause must say why stages may be skipped, got: ""; leave it out to go one at a time'); }
  if (stageRecord === undefined || skipStagesBecause !== undefined) { return; }
  const [{ namespace, serviceAccountName }] = identities;
  const key = `${namespace}/${serviceAccountName}`;
  if (isToken(key)) { refuse(workload, 'InvalidStageRecord', `stageRecord takes workloads whose namespace and serviceAccountName are known at synth, leave it out, ${got(key)}`); }
  const record = readRecord(workload, stageRecord);
  const recorded = key in record ? record[key] : MigrationStage.IRSA;
  if (!STAGES.includes(recorded)) {
    refuse(workload, 'InvalidStageRecord', `${stageRecord} must record for "${key}" one of ${STAGES.join(', ')}, ${got(recorded)}`);
  }
  const [from, to] = [STAGES.indexOf(recorded), STAGES.indexOf(stage)];
  if (Math.abs(from - to) <= 1) { return; }
  refuse(workload, 'SkippedStage', `${stageRecord} records that "${key}" is deployed in stage "${recorded}", and stage is "${stage}": go one stage at a time, record each once it is verified, `
    + `or say by skipStagesBecause why stages may be skipped. The plan:\n${describePlan(identities, recorded, stage)}\n`);
}

function readRecord(workload: IConstruct, file: string): Record<string, MigrationStage> {
  try {
    const record: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (typeof record === 'object' && record !== null && !Array.isArray(record)) { return record as Record<string, MigrationStage>; }
  } catch (error) {
    return refuse(workload, 'InvalidStageRecord', `stageRecord must be a JSON file that can be read, and ${(error as Error).message}, ${got(file)}`);
  }
  return refuse(workload, 'InvalidStageRecord', `stageRecord must hold a JSON object such as { "namespace/service-account": "dual-trust" }, ${got(file)}`);
}
