import { IConstruct } from 'constructs';
import { Compute } from './compute';
import { got, refuse } from '../private/errors';

/** What is told of a cluster's compute and agent. */
export interface ComputeAttributes {
  readonly compute?: Compute[];
  readonly autoMode?: boolean;
  readonly podIdentityAgent?: boolean;
}

/** The compute that is told, each once; refused where it is empty or contradicts Auto Mode. */
export function requireCompute(scope: IConstruct, { compute, autoMode, podIdentityAgent }: ComputeAttributes): Compute[] | undefined {
  if (compute?.length === 0) {
    refuse(scope, 'EmptyList', `compute must name where pods run, ${got(compute)}; leave it out where that is not known`);
  }
  if (autoMode === true && compute?.includes(Compute.EC2_LINUX) === false) {
    refuse(scope, 'ConflictingOptions', `EKS Auto Mode runs pods on EC2 Linux nodes, and compute has none of them: add Compute.EC2_LINUX, or correct autoMode, ${got(compute)}`);
  }
  if (autoMode === true && podIdentityAgent === false) {
    refuse(scope, 'ConflictingOptions', `the agent is built into EKS Auto Mode, and podIdentityAgent says that it isn't there: leave podIdentityAgent out, or correct autoMode, ${got(podIdentityAgent)}`);
  }
  return compute === undefined ? undefined : [...new Set(compute)];
}
