import * as events from 'aws-cdk-lib/aws-events';
import { Access } from './access';
import { allAmong, allConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { exactValues } from './exact-values';
import { Conditions } from '../policy/statement';
import { ErrorCode } from '../private/errors';

const BUS: ArnForm = { service: 'events', resource: /^event-bus\/.+$/, shown: 'events:REGION:ACCOUNT:event-bus/NAME' };

/** Which events may be put. */
export interface EventBridgePutEventsOptions {
  /**
   * The sources that events may name, each exact, at least one. None begins with `aws.`, which is for AWS services alone.
   *
   * @default - any source
   */
  readonly sources?: string[];

  /**
   * The detail types that events may have, each exact, at least one.
   *
   * @default - any detail type
   */
  readonly detailTypes?: string[];
}

/**
 * Builds access to EventBridge event buses.
 *
 * A bus with a key of its own needs nothing more in the policy of who puts events: EventBridge itself uses that key, by
 * the key's policy.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export abstract class EventBridgeAccess {
  /**
   * Puts events on a bus: on any that is given, the default bus by `events.EventBus.fromEventBusName(scope, id, 'default')`.
   *
   * - Action: `events:PutEvents` on the bus.
   * - Conditions: with `sources`, `ForAllValues:StringEquals` `events:source`; with `detailTypes`,
   *   `ForAllValues:StringEquals` `events:detail-type`; both keys must be in the request (`Null` `false`).
   *
   * Without `sources`, a workload may put events in the name of any other application.
   *
   * @throws if `sources` or `detailTypes` is empty, or has a value that is empty, has a `*` or a character that no policy
   * can hold; if a source begins with `aws.`
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
   * @example
   * declare const bus: events.EventBus;
   * EventBridgeAccess.putEvents(bus, { sources: ['com.example.invoices'], detailTypes: ['Invoice Exported'] });
   */
  public static putEvents(bus: events.IEventBusRef, options: EventBridgePutEventsOptions = {}): Access {
    return Access._of('EventBridgePutEvents', {
      sid: 'EventBridgePutEvents',
      effect: 'Allow',
      actions: ['events:PutEvents'],
      resources: [exactArn(bus, bus.eventBusRef.eventBusArn, BUS)],
      conditions: allConditions(
        allExact(bus, 'events:source', 'InvalidEventSource', 'sources', options.sources, sourceProblem),
        allExact(bus, 'events:detail-type', 'InvalidDetailType', 'detailTypes', options.detailTypes)),
    });
  }
}

function allExact(
  bus: events.IEventBusRef, key: string, code: ErrorCode, prop: string, values: string[] | undefined,
  problem?: (literal: string) => string | undefined,
): Conditions {
  return values === undefined ? {} : allAmong(key, exactValues(bus, code, prop, values, problem));
}

function sourceProblem(source: string): string | undefined {
  return source.startsWith('aws.') ? 'must not begin with "aws.": only AWS services may put such events' : undefined;
}
