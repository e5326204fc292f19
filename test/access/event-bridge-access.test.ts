import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import { statementsOf } from './statements';
import { EventBridgeAccess, EventBridgePutEventsOptions, SessionTag } from '../../src';
import { ACCOUNT, errorOf, REGION, stackFixture } from '../fixtures';

const BUS_ARN = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/invoices`;
const bus = (stack: Stack, arn = BUS_ARN) => events.EventBus.fromEventBusArn(stack, 'Bus', arn);
const put = (arn: unknown, more: object = {}) => ({ Sid: 'EventBridgePutEvents', Effect: 'Allow', Action: 'events:PutEvents', Resource: arn, ...more });
const putOnBus = (options: EventBridgePutEventsOptions) => statementsOf((stack) => EventBridgeAccess.putEvents(bus(stack), options));

test('putting events needs one action on the bus', () => {
  expect(putOnBus({})).toEqual([put(BUS_ARN)]);
});

test('the default bus is named in the account and region of its stack', () => {
  const statements = statementsOf((stack) => EventBridgeAccess.putEvents(events.EventBus.fromEventBusName(stack, 'Bus', 'default')));

  expect(statements).toEqual([put({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:events:${REGION}:${ACCOUNT}:event-bus/default`]] })]);
});

test('buses of the app are named by their attributes, and a key of a bus is EventBridge\'s to use', () => {
  const ofL1 = statementsOf((stack) => EventBridgeAccess.putEvents(new events.CfnEventBus(stack, 'Bus', { name: 'invoices' })));
  const ofL2 = statementsOf((stack) => EventBridgeAccess.putEvents(new events.EventBus(stack, 'Bus', { kmsKey: new kms.Key(stack, 'Key') })));

  expect(ofL1).toEqual([put({ 'Fn::GetAtt': ['Bus', 'Arn'] })]);
  expect(ofL2).toEqual([put({ 'Fn::GetAtt': [expect.stringContaining('Bus'), 'Arn'] })]);
});

test('sources and detail types are all among these, and never absent', () => {
  expect(putOnBus({ sources: ['com.example.invoices', 'com.example.rates'], detailTypes: ['Invoice Exported'] })).toEqual([put(BUS_ARN, {
    Condition: {
      'ForAllValues:StringEquals': { 'events:detail-type': 'Invoice Exported', 'events:source': ['com.example.invoices', 'com.example.rates'] },
      'Null': { 'events:detail-type': 'false', 'events:source': 'false' },
    },
  })]);
});

test.each<[string, string, string]>([
  ['a question mark', 'Paid?', 'Paid${?}'],
  ['a dollar sign', '${aws:username}', '${$}{aws:username}'],
  ['the namespace of the pod', `com.example.${SessionTag.NAMESPACE}`, 'com.example.${aws:PrincipalTag/kubernetes-namespace}'],
])('%s in a source and a detail type means itself', (_, given, expected) => {
  const [statement] = putOnBus({ sources: [given], detailTypes: [given] });

  expect((statement.Condition as any)['ForAllValues:StringEquals']).toEqual({ 'events:detail-type': expected, 'events:source': expected });
});

test('a source that is a token is left to the service', () => {
  const [statement] = statementsOf((stack) => EventBridgeAccess.putEvents(bus(stack), { sources: [new CfnParameter(stack, 'Source').valueAsString] }));

  expect((statement.Condition as any)['ForAllValues:StringEquals']).toEqual({ 'events:source': { Ref: 'Source' } });
});

test.each<[string, (stack: Stack) => unknown, string, string]>([
  ['no source', (stack) => EventBridgeAccess.putEvents(bus(stack), { sources: [] }), 'EmptyList', '[Stack/Bus] sources must not be empty: name at least one, or leave sources out, got: []'],
  ['no detail type', (stack) => EventBridgeAccess.putEvents(bus(stack), { detailTypes: [] }), 'EmptyList', 'detailTypes must not be empty'],
  ['an empty source', (stack) => EventBridgeAccess.putEvents(bus(stack), { sources: [''] }), 'InvalidEventSource', 'a value of sources must not be empty, got: ""'],
  ['a source that is a pattern', (stack) => EventBridgeAccess.putEvents(bus(stack), { sources: ['com.example.*'] }), 'InvalidEventSource',
    '[Stack/Bus] a value of sources must be one exact text, since no pattern is taken here: give each text that is meant, without "*", got: "com.example.*" (InvalidEventSource)'],
  ['a source of AWS', (stack) => EventBridgeAccess.putEvents(bus(stack), { sources: ['aws.s3'] }), 'InvalidEventSource',
    'a value of sources must not begin with "aws.": only AWS services may put such events, got: "aws.s3"'],
  ['a detail type that is a pattern', (stack) => EventBridgeAccess.putEvents(bus(stack), { detailTypes: ['*'] }), 'InvalidDetailType', 'a value of detailTypes must be one exact text'],
  ['a character that no policy holds', (stack) => EventBridgeAccess.putEvents(bus(stack), { detailTypes: ['Zlecenie złożone'] }), 'InvalidDetailType',
    'a value of detailTypes has the character "ł", which IAM policies can\'t hold'],
  ['a bus that is a pattern', (stack) => EventBridgeAccess.putEvents(bus(stack, `${BUS_ARN}*`)), 'InvalidResource', 'the ARN of this one is a pattern'],
])('fails on %s', (_, access, code, text) => {
  const error = errorOf(() => access(stackFixture().stack));

  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
});
