import { IConstruct } from 'constructs';

/**
 * A map that belongs to one app: the same for every construct of its tree, gone with it.
 *
 * It hangs on the root by a registered symbol rather than in a module variable, so that two copies of this
 * library in one app share it.
 */
export function appRegistry<T>(scope: IConstruct, name: string): Map<string, T> {
  const root = scope.node.root as unknown as Record<symbol, Map<string, T> | undefined>;
  const key = Symbol.for(`cdk-eks-workload-identity.${name}`);
  const known = root[key];
  if (known !== undefined) { return known; }
  const made = new Map<string, T>();
  Object.defineProperty(root, key, { value: made, enumerable: false });
  return made;
}
