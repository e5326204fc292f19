import * as cdk8s from 'cdk8s';
import { Workload } from '../workload/workload';

/** The values of a chart: the ServiceAccount of a workload at its path, and others. */
export function serviceAccountValues(path: readonly string[], workload: Workload, create: boolean, others: Record<string, any>): Record<string, any> {
  const annotations = create ? annotationsOf(workload) : undefined;
  const serviceAccount = { create, name: workload.serviceAccountName, ...annotations && { annotations } };
  const values = [...path].reverse().reduce<Record<string, any>>((inner, key) => ({ [key]: inner }), serviceAccount);
  return merged(values, others);
}

/** The annotations that the mechanism needs: those of the ServiceAccount that the workload would make. */
function annotationsOf(workload: Workload): Record<string, any> | undefined {
  const chart = new cdk8s.Chart(new cdk8s.App(), 'values');
  return workload.addServiceAccount(chart).toJson().metadata.annotations;
}

function merged(a: Record<string, any>, b: Record<string, any>): Record<string, any> {
  const both = Object.keys(a).filter((key) => key in b).map((key) => [key, merged(a[key], b[key])]);
  return { ...a, ...b, ...Object.fromEntries(both) };
}
