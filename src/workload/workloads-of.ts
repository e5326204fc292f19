import { IConstruct } from 'constructs';
import type { Workload } from './workload';
import { compare } from '../private/compare';

/** By what a workload is told from other constructs, also by another copy of this library. */
const IS_WORKLOAD = Symbol.for('cdk-eks-workload-identity.Workload');

/** Makes a construct be found as a workload. */
export function markAsWorkload(workload: Workload): void {
  Object.defineProperty(workload, IS_WORKLOAD, { value: true });
}

/** The workloads in a scope, those of stages in it too, in the order of their paths. */
export function workloadsOf(scope: IConstruct): Workload[] {
  return scope.node.findAll()
    .filter((construct): construct is Workload => IS_WORKLOAD in construct)
    .sort((a, b) => compare(a.node.path, b.node.path));
}
