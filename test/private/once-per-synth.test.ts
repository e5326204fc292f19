import { App, Stack, Stage } from 'aws-cdk-lib';
import { Construct, RootConstruct } from 'constructs';
import { OncePerSynth, stageOf } from '../../src/private/once-per-synth';

test('it is found out once in each synth of a stage', () => {
  let made = 0;
  const counted = new OncePerSynth('counted', (stage) => `${stage.node.path}:${++made}`);
  const app = new App();
  const stage = new Stage(app, 'Stage');
  const seen: string[] = [];
  for (const scope of [app, stage]) {
    const stack = new Stack(scope, 'Stack');
    for (const id of ['A', 'B']) {
      const asks = new Construct(stack, id);
      counted.prepare(asks);
      asks.node.addValidation({
        validate: () => {
          seen.push(counted.get(asks));
          return [];
        },
      });
    }
  }
  app.synth({ force: true });
  app.synth({ force: true });

  // The CDK synthesizes a stage in an app once, whatever is forced.
  expect(seen).toEqual(['Stage:1', 'Stage:1', ':2', ':2', ':3', ':3']);
});

test('a tree without a stage is one', () => {
  const root = new RootConstruct();

  expect(stageOf(new Construct(root, 'A'))).toBe(root);
});
