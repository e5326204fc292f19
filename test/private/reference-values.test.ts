import { App, CfnParameter, IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib';
import { rememberReferences, Resolution } from '../../src/private/reference-values';

/** How tokens are resolved in a stack, and what the CDK was asked for. */
function resolutionIn(stack: Stack, preparing = false): { resolution: Resolution; asked: unknown[] } {
  const asked: unknown[] = [];
  const resolve = (value: unknown) => {
    asked.push(value);
    return stack.resolve(value);
  };
  const context: IResolveContext = { scope: stack, preparing, resolve, documentPath: [], registerPostProcessor: () => undefined };
  return { asked, resolution: new Resolution(context) };
}

function fixture() {
  const app = new App();
  const [stack, other] = [new Stack(app, 'Stack'), new Stack(app, 'Other')];
  const [own, foreign] = [new CfnParameter(stack, 'Own').valueAsString, new CfnParameter(other, 'Foreign').valueAsString];
  const validate = () => stack.node.validate();
  return { stack, own, foreign, late: Lazy.string({ produce: () => 'late' }), validate };
}

test('until references are rewritten, and in a stack that remembers none, the CDK is asked each time', () => {
  const { stack, own, validate } = fixture();
  const ask = () => {
    const { resolution, asked } = resolutionIn(stack);
    expect([resolution.resolve(own), resolution.resolve(own)]).toEqual([{ Ref: 'Own' }, { Ref: 'Own' }]);
    expect(resolution.period).toBeUndefined();
    return asked.length;
  };

  validate();
  expect(ask()).toBe(2);
  rememberReferences(stack);
  expect(ask()).toBe(2);
});

test('from then on it is asked for a text of references once, until it prepares anew', () => {
  const { stack, own, foreign, validate } = fixture();
  rememberReferences(stack);
  rememberReferences(stack);
  expect(validate()).toEqual([]);
  const first = resolutionIn(stack);
  const value = first.resolution.resolve(`${own}/${foreign}`);
  const second = resolutionIn(stack);

  expect(second.resolution.resolve(`${own}/${foreign}`)).toBe(value);
  expect(second.asked).toEqual([]);
  expect(first.resolution.period).toBe(second.resolution.period);
  expect(first.resolution.period).toBeDefined();

  resolutionIn(stack, true);
  expect(second.resolution.resolve(`${own}/${foreign}`)).toEqual(value);
  expect(second.asked).toHaveLength(1);
});

test('what is not of references alone is asked for each time', () => {
  const { stack, own, late, validate } = fixture();
  rememberReferences(stack);
  validate();
  const { resolution, asked } = resolutionIn(stack);
  for (const value of [late, `${own}${late}`, Token.asAny({ Ref: 'X' }), 'literal']) { [value, value].forEach(resolution.resolve); }

  expect(asked).toHaveLength(8);
  expect(resolution.period).toBeUndefined();
});

test('while preparing the CDK is shown all tokens but references to the stack itself', () => {
  const { stack, own, foreign, late } = fixture();
  rememberReferences(stack);
  const { resolution, asked } = resolutionIn(stack, true);

  expect(resolution.preparing).toBe(true);
  expect(resolution.show(`${own}/a`)).toBe(`${own}/a`);
  [foreign, `${own}${foreign}`, late].forEach(resolution.show);
  expect(asked).toEqual([foreign, `${own}${foreign}`, late]);
});
