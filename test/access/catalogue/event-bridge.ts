import * as events from 'aws-cdk-lib/aws-events';
import { Calls } from './entry';
import { EventBridgeAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const eventBridgeCalls: Calls = (stack) => {
  const bus = events.EventBus.fromEventBusArn(stack, 'Bus', `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/invoices`);
  const defaultBus = events.EventBus.fromEventBusArn(stack, 'DefaultBus', `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`);
  return [
    ['EventBridgeAccess.putEvents', 'bus', EventBridgeAccess.putEvents(bus)],
    ['EventBridgeAccess.putEvents', 'defaultBus, { sources: [\'com.example.invoices\'] }', EventBridgeAccess.putEvents(defaultBus, { sources: ['com.example.invoices'] })],
    ['EventBridgeAccess.putEvents', 'bus, { detailTypes: [\'Invoice Exported\'] }', EventBridgeAccess.putEvents(bus, { detailTypes: ['Invoice Exported'] })],
    ['EventBridgeAccess.putEvents', 'bus, { sources: [\'com.example.invoices\'], detailTypes: [\'Invoice Exported\'] }',
      EventBridgeAccess.putEvents(bus, { sources: ['com.example.invoices'], detailTypes: ['Invoice Exported'] })],
  ];
};
