import * as cdk8s from 'cdk8s';
import { StaticCredential } from '../../manifests/static-credential';
import { StaticCredentials } from '../../manifests/static-credentials';
import { FoundObject } from '../inputs';

/** What in manifests keeps pods from their identities; the object is its file, kind and name. */
export function credentialsIn(objects: readonly FoundObject[], problem: (message: string) => void): StaticCredential[] {
  const chart = new cdk8s.Chart(new cdk8s.App(), 'manifests');
  const shown = new Map<string, string>();
  objects.forEach(({ file, json }, index) => {
    const name = `${file}: ${json.kind} ${String(json.metadata.name)}`;
    try {
      const { node } = new cdk8s.ApiObject(chart, `${index}`, json as cdk8s.ApiObjectProps);
      shown.set(node.path, name);
    } catch (error) {
      // What was begun would keep all others from being searched.
      chart.node.tryRemoveChild(`${index}`);
      problem(`${name} is no object of Kubernetes: ${(error as Error).message}`);
    }
  });
  try {
    return StaticCredentials.inChart(chart).map((found) => ({ ...found, object: shown.get(found.object)! }));
  } catch (error) {
    problem(`the manifests can't be searched for static credentials: ${(error as Error).message}`);
    return [];
  }
}
