import { isResolvableObject, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PodIdentityAgentOptions } from './pod-identity-agent-options';
import { compare } from '../private/compare';
import { got, refuse } from '../private/errors';

/** The option by which the agent is told its addresses, and the one of IPv4. */
const BIND = '-b';
const IPV4_ADDRESS = '169.254.170.23';

type Values = Readonly<Record<string, unknown>>;

/** The configuration values of the add-on: what is given, with the addresses put in. */
export function agentConfiguration(scope: IConstruct, { configuration, ipv6 = true }: PodIdentityAgentOptions): Values | undefined {
  if (hasPrototype(configuration)) {
    refuse(scope, 'InvalidConfiguration', `configuration must not have the key "__proto__", which the CDK leaves out: leave it out yourself, ${got(configuration)}`);
  }
  if (ipv6) { return configuration; }
  const agent = objectIn(scope, configuration ?? {}, 'agent');
  const args = objectIn(scope, agent, 'additionalArgs');
  if (BIND in args && args[BIND] !== IPV4_ADDRESS) {
    refuse(scope, 'ConflictingOptions', `ipv6: false has the agent listen on ${IPV4_ADDRESS}, and configuration names other addresses by "${BIND}": leave one of them out, ${got(args[BIND])}`);
  }
  return { ...configuration, agent: { ...agent, additionalArgs: { ...args, [BIND]: IPV4_ADDRESS } } };
}

/** Whether the configuration has the agent run on hybrid nodes, Bottlerocket or not. */
export function runsOnHybridNodes(configuration: Values | undefined): boolean {
  const daemonsets = configuration?.daemonsets as Record<string, { readonly create?: unknown } | undefined> | undefined;
  return ['hybrid', 'hybrid-bottlerocket'].some((name) => daemonsets?.[name]?.create === true);
}

/** Options as a text that is the same for options that say the same. */
export function optionsText(scope: IConstruct, options: PodIdentityAgentOptions): string {
  return JSON.stringify(sorted(Stack.of(scope).resolve(options)));
}

function objectIn(scope: IConstruct, values: Values, key: string): Values {
  const value = values[key] ?? {};
  if (typeof value !== 'object' || Array.isArray(value) || isResolvableObject(value)) {
    return refuse(scope, 'ConflictingOptions', `ipv6: false adds to "${key}" of configuration, which must be an object then: write ${BIND} there yourself and leave ipv6 out, ${got(value)}`);
  }
  return value as Values;
}

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !isResolvableObject(value) && (Object.hasOwn(value, '__proto__') || Object.values(value).some(hasPrototype));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) { return value; }
  if (Array.isArray(value)) { return value.map(sorted); }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)).map(([key, item]) => [key, sorted(item)]));
}
