import { CfnResource, Lazy } from 'aws-cdk-lib';
import { Forbidden } from '../../src';
import { podIdentity, stackFixture } from '../fixtures';

/** A workload with a proof, of whose role and association one value is made each time it is asked for. */
function fixture() {
  const { app, stack } = stackFixture();
  const workload = podIdentity(stack, { mustNot: [Forbidden.actions('sqs:*')] });
  const role = workload.role.node.defaultChild as CfnResource;
  let made = 0;
  role.addPropertyOverride('Description', Lazy.uncachedString({ produce: () => `made ${made += 1} times` }));
  const synth = (skipValidation = false) => {
    const { Resources } = app.synth({ force: true, skipValidation }).getStackArtifact(stack.artifactId).template;
    return Resources[stack.getLogicalId(role)].Properties.Description;
  };
  return { app, stack, workload, synth, times: () => made };
}

test('what the proofs of a synth have read of a role is what is written, and is found out once', () => {
  const { workload, synth, times } = fixture();
  let read = '';
  workload.node.addValidation({ validate: () => { read = `made ${times()} times`; return []; } });

  expect(synth()).toBe(read);
});

test('each synth reads anew, with or without validation', () => {
  const { synth } = fixture();
  const written = [synth(), synth(true), synth()];
  expect(new Set(written).size).toBe(3);
});

test('what is proved outside of a synth is not what the next one writes', () => {
  const { workload, synth, times } = fixture();
  synth();
  workload.proveMustNot();
  const proved = times();
  expect(Number(synth().match(/\d+/)![0])).toBeGreaterThan(proved);
});

test('a change after a synth that was stopped is proved and written', () => {
  const { app, stack, workload, synth } = fixture();
  const validation = { found: ['not yet'] };
  stack.node.addValidation({ validate: () => validation.found });
  expect(() => app.synth()).toThrow('not yet');

  validation.found = [];
  (workload.role.node.defaultChild as CfnResource).addPropertyOverride('Description', 'changed');
  expect(synth()).toBe('changed');
});

test('what is written is asked for again by what runs later in the synth', () => {
  const { app, stack, synth } = fixture();
  const written = synth();
  const element = stack as unknown as { _toCloudFormation(): { Resources: object } };
  const again = [1, 2].map(() => Object.keys(element._toCloudFormation().Resources));

  expect(again).toEqual([1, 2].map(() => Object.keys(app.synth().getStackArtifact(stack.artifactId).template.Resources)));
  expect(written).toContain('made');
});

test('who asks for a part of the finished template has it as plain data', () => {
  const { stack, workload } = fixture();
  const role = workload.role.node.defaultChild as unknown as { _toCloudFormation(): object };
  const asked = stack.resolve(role._toCloudFormation());

  expect(JSON.parse(JSON.stringify(asked))).toEqual(asked);
  expect(stack.resolve(asked)).toEqual(asked);
});

test('who changes the part that they asked for changes nothing that is written', () => {
  const { app, stack, workload } = fixture();
  const role = workload.role.node.defaultChild as CfnResource;
  const written = () => {
    const { Resources } = app.synth({ force: true }).getStackArtifact(stack.artifactId).template;
    return Resources[stack.getLogicalId(role)].Properties.AssumeRolePolicyDocument;
  };
  const before = written();
  workload.node.addValidation({
    validate: () => {
      const { Resources } = stack.resolve((role as unknown as { _toCloudFormation(): object })._toCloudFormation());
      const [asked] = Object.values<any>(Resources);
      asked.Properties.AssumeRolePolicyDocument.Statement.length = 0;
      return [];
    },
  });

  expect(written()).toEqual(before);
  expect(before.Statement).toHaveLength(1);
});
