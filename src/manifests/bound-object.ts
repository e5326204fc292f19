import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { apiObjectOf, bindObject, Bound, boundBy } from './api-objects';
import { DeployTimeValue, wrapTokens } from './deploy-time-value';
import { KeyValueSources } from './key-value-sources';
import { bindTemplate, PodBindingFacts } from './pod-binding';
import { ObjectJson, PodTemplateJson } from './pod-json';
import { isError, PodError, PodProblem, podProblems } from './pod-problems';
import { knownTemplatePath, KINDS_WITH_PODS, rollsOut, templateAt, withTemplateAt } from './pod-template';
import { finding, got, refuse } from '../private/errors';

/** How the pods of an object are bound. */
export interface ObjectBinding {
  /** The path of the workload. */
  readonly workload: string;
  /** Where the pod template is, if the kind isn't known to have one. */
  readonly podTemplatePath?: string;
  /** What its pods need; asked for whenever it is written. */
  readonly facts: () => PodBindingFacts;
  /** Whether they get credentials from the agent of EKS Pod Identity. */
  readonly byAgent: boolean;
  /** What to do about a value that is known at deploy time only, where the object becomes a file. */
  readonly wayOut: (token: string) => string;
}

/** An object as it is at one moment. */
interface Reading {
  readonly json: ObjectJson;
  readonly template?: PodTemplateJson;
  readonly facts: PodBindingFacts;
  readonly problems: readonly PodProblem[];
}

/**
 * An object of Kubernetes whose pods have an identity.
 *
 * It binds what the object gives as its JSON, rather than patching the object: so it sees what is set lazily or patched later, and what it checks
 * is what is written.
 */
export class BoundObject {
  private readonly object: ApiObject;
  private readonly path: string;
  private readonly bound: Bound;

  constructor(given: IConstruct, private readonly binding: ObjectBinding) {
    this.object = apiObjectOf(given) ?? refuse(given, 'NoPodTemplate', 'bindPods takes a cdk8s ApiObject, or a construct whose default child is one as in cdk8s-plus, '
      + `${got(given.constructor.name)}`);
    this.path = this.requirePath();
    this.requireUnbound();
    this.bound = bindObject(this.object, binding.workload, () => this.toJson());
  }

  /** All that is wrong or risky, as the object is now. */
  public problems(): readonly PodProblem[] {
    return this.read().problems;
  }

  /** The labels of the pods, as they are now. */
  public get podLabels(): Readonly<Record<string, string>> {
    return templateAt(this.bound.unboundJson(), this.path)?.metadata?.labels ?? {};
  }

  /** What a problem is about, for messages at the workload. */
  public get nodePath(): string {
    return this.object.node.path;
  }

  private toJson(): unknown {
    const { json, template, facts, problems } = this.read();
    const [error, ...others] = problems.filter(isError);
    if (error !== undefined) {
      return refuse(this.object, error.code, [...others.map(({ code, message }) => finding(code, message)), error.message].join('; '));
    }
    const bound: Partial<ObjectJson> = withTemplateAt(json, this.path, bindTemplate(template!, facts, this.sources()));
    const placed = { ...json, ...bound, metadata: { ...json.metadata, ...bound.metadata, namespace: facts.namespace } };
    return wrapTokens(placed, (token, path) => new DeployTimeValue(token, undefined, () => this.refuseToWrite(token, path)));
  }

  /** Reads the object once, so that what is checked is what is written. */
  private read(): Reading {
    const json = this.bound.unboundJson();
    const template = templateAt(json, this.path);
    const facts = this.facts();
    const { byAgent } = this.binding;
    const problems = template === undefined ? [this.missingTemplate()]
      : podProblems(json, template, { ...facts, byAgent, waits: facts.wait !== undefined }, this.sources());
    return { json, template, facts, problems };
  }

  private facts(): PodBindingFacts {
    const { restart, ...facts } = this.binding.facts();
    return { ...facts, ...(rollsOut(this.object) && { restart }) };
  }

  private sources(): KeyValueSources {
    return new KeyValueSources(this.object);
  }

  private requirePath(): string {
    const { podTemplatePath } = this.binding;
    if (podTemplatePath !== undefined && !/^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$/.test(podTemplatePath)) {
      refuse(this.object, 'InvalidPodTemplatePath', `podTemplatePath must be the fields that lead to the pod template, with dots between them as "spec.template", ${got(podTemplatePath)}`);
    }
    return podTemplatePath ?? knownTemplatePath(this.object) ?? refuse(this.object, 'NoPodTemplate', `this kind isn't known to have a pod template, as ${KINDS_WITH_PODS.join(', ')} have: `
      + `bind what runs the pods, or tell by podTemplatePath where the template is, ${got(`${this.object.apiVersion} ${this.object.kind}`)}`);
  }

  private requireUnbound(): void {
    const { workload } = boundBy(this.object) ?? {};
    if (workload !== undefined) {
      refuse(this.object, 'AlreadyBound', `the pods are bound to ${workload} already, and a pod has one service account: bind them once, ${got(this.binding.workload)}`);
    }
  }

  private missingTemplate(): PodError {
    return { code: 'NoPodTemplate', message: `there is no pod template with containers at ${this.path || 'spec'}: give the object containers, or correct podTemplatePath, ${got(this.path)}` };
  }

  private refuseToWrite(token: string, path: string): never {
    return refuse(this.object, 'DeployTimeValue', `${path} is known when the stack is deployed, so it can't be written to a file: ${this.binding.wayOut(token)}, `
      + 'or deploy the chart with cluster.addCdk8sChart');
  }
}
