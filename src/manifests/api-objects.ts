import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ObjectJson } from './pod-json';

/** Marks an object whose pods are bound, whichever copy of this library bound it. */
const BOUND = Symbol.for('cdk-eks-workload-identity.bound pods');

/** By what an object is bound, and what it is without that. */
export interface Bound {
  /** The path of the workload. */
  readonly workload: string;
  readonly unboundJson: () => ObjectJson;
}

/** Gives an object another JSON than its own, once. */
export function bindObject(object: ApiObject, workload: string, toJson: () => unknown): Bound {
  const bound: Bound = { workload, unboundJson: object.toJson.bind(object) };
  Object.defineProperty(object, BOUND, { value: bound });
  object.toJson = toJson;
  return bound;
}

/** By what an object is bound, if it is. */
export function boundBy(object: ApiObject): Bound | undefined {
  return (object as { [BOUND]?: Bound })[BOUND];
}

/** What an object says itself. */
export function ownJson(object: ApiObject): ObjectJson {
  return boundBy(object)?.unboundJson() ?? object.toJson();
}

/**
 * The object of Kubernetes that a construct is, or that is its default child, as it is of a construct of cdk8s-plus;
 * whichever copy or version of cdk8s and cdk8s-plus it is of.
 */
export function apiObjectOf(construct: IConstruct): ApiObject | undefined {
  if (isApiObject(construct)) { return construct; }
  const child = construct.node.defaultChild;
  return child === undefined ? undefined : apiObjectOf(child);
}

/** All objects of Kubernetes in a construct. */
export function apiObjectsIn(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter(isApiObject);
}

function isApiObject(construct: IConstruct): construct is ApiObject {
  const { kind, apiVersion, toJson, addJsonPatch } = construct as Partial<ApiObject>;
  return typeof kind === 'string' && typeof apiVersion === 'string' && typeof toJson === 'function' && typeof addJsonPatch === 'function';
}
