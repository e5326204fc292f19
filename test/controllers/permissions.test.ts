import { Stack } from 'aws-cdk-lib';
import { controllersIn } from './catalogue';
import { BOUNDED, COMPUTE } from './requests/compute';
import { NETWORK } from './requests/network';
import { OBSERVABILITY } from './requests/observability';
import { Request, Requests } from './requests/request';
import { STORAGE } from './requests/storage';
import { IdentityAssertions, WorkloadAssertions } from '../../src';
import { ACCOUNT, clusterFixture, stackFixture } from '../fixtures';

/*
 * What each controller must do, and what it must never do, asked of the template by which it is deployed.
 */

const ALL: Readonly<Record<string, Requests>> = { ...NETWORK, ...STORAGE, ...COMPUTE, ...OBSERVABILITY, ...BOUNDED };
const BOUNDARY_ARN = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The workload of a controller of the catalogue, as its template has it. */
function deployed(name: string, mechanism: 'podIdentity' | 'irsa'): WorkloadAssertions {
  const { stack } = stackFixture();
  const controller = controllersIn(stack)[name];
  controller[mechanism](stack, 'Workload', { cluster: clusterFixture(stack), owner: 'platform' });
  const identities = IdentityAssertions.fromStack(stack, { managedPolicies: { [BOUNDARY_ARN]: EVERYTHING } });
  return identities.workload(controller.namespace, controller.serviceAccountName);
}

describe.each(['podIdentity', 'irsa'] as const)('by %s', (mechanism) => {
  const asserted = new Map<string, WorkloadAssertions>();

  const workloadOf = (name: string) => {
    if (!asserted.has(name)) { asserted.set(name, deployed(name, mechanism)); }
    return asserted.get(name)!;
  };
  const rows = (kind: 'can' | 'cannot') => Object.entries(ALL).flatMap(([name, requests]) => requests[kind].map((request): [string, ...Request] => [name, ...request]));

  test.each(rows('can'))('%s can %s on %s', (name, action, resource, context = {}) => {
    expect(() => workloadOf(name).can(action, resource, { context: context as Record<string, unknown> })).not.toThrow();
  });

  test.each(rows('cannot'))('%s cannot %s on %s', (name, action, resource, context = {}) => {
    expect(() => workloadOf(name).cannot(action, resource, { context: context as Record<string, unknown> })).not.toThrow();
  });
});

test('every controller is asked for at least three things that it must do, and three that it must never do', () => {
  const names = Object.keys(controllersIn(new Stack(undefined, 'Names')));
  const asked = (controller: string, kind: 'can' | 'cannot') => names.filter((name) => name.split(',')[0] === controller).flatMap((name) => ALL[name]?.[kind] ?? []).length;

  expect(names.filter((name) => !name.includes(',')).filter((name) => asked(name, 'can') < 3 || asked(name, 'cannot') < 3)).toEqual([]);
});
