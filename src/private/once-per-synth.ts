import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { appRegistry } from './registry';

/**
 * Something that is found out once in each synth of a stage, however many constructs of it ask: what hangs on the
 * whole tree is looked at once, and each synth looks anew.
 */
export class OncePerSynth<T> {
  constructor(private readonly name: string, private readonly make: (stage: IConstruct) => T) {}

  /** To be called before synth by each construct that asks during it: the CDK validates a stage before what is in it. */
  public prepare(scope: IConstruct): void {
    const stage = stageOf(scope);
    const prepared = appRegistry<true>(scope, `stages with ${this.name}`);
    if (prepared.has(stage.node.path)) { return; }
    prepared.set(stage.node.path, true);
    stage.node.addValidation({
      validate: () => {
        this.registry(scope).delete(stage.node.path);
        return [];
      },
    });
  }

  /** What is known in this synth. */
  public get(scope: IConstruct): T {
    const stage = stageOf(scope);
    const known = this.registry(scope).get(stage.node.path);
    if (known !== undefined) { return known; }
    const made = this.make(stage);
    this.registry(scope).set(stage.node.path, made);
    return made;
  }

  private registry(scope: IConstruct): Map<string, T> {
    return appRegistry<T>(scope, this.name);
  }
}

/** The stage, or the app, that a construct is synthesized with. */
export function stageOf(scope: IConstruct): IConstruct {
  return Stage.of(scope) ?? scope.node.root;
}
