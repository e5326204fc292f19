import { Variable } from './environment';
import { VariableJson } from './pod-json';

/** The addresses of the agent of EKS Pod Identity, which no proxy reaches. */
const AGENT_ADDRESSES = ['169.254.170.23', '[fd00:ec2::23]'];

const NO_PROXY = ['NO_PROXY', 'no_proxy'];

/** The variables that send requests to a proxy, or past it. */
export const PROXY_VARIABLES: readonly string[] = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/**
 * What a container with a proxy needs to reach the agent past it: both spellings, since SDKs differ in which they read, each with all that it or
 * the other holds already. `unknown` names a variable whose value is known at run time only, so that nothing can be added to it.
 */
export function pastProxy(environment: ReadonlyMap<string, Variable>): { readonly variables: VariableJson[]; readonly unknown: string[] } {
  const proxied = PROXY_VARIABLES.some((name) => !NO_PROXY.includes(name) && (environment.get(name)?.value ?? (environment.has(name) ? 'unknown' : '')) !== '');
  if (!proxied) { return { variables: [], unknown: [] }; }
  const unknown = NO_PROXY.filter((name) => environment.has(name) && environment.get(name)!.value === undefined);
  if (unknown.length > 0) { return { variables: [], unknown }; }
  return {
    unknown,
    variables: NO_PROXY.flatMap((name, index) => {
      const own = environment.get(name)?.value;
      const value = withAgent(own ?? environment.get(NO_PROXY[1 - index])?.value ?? '');
      return value === own ? [] : [{ name, value }];
    }),
  };
}

function withAgent(list: string): string {
  const hosts = list.split(',').map((host) => host.trim());
  if (hosts.includes('*')) { return list; }
  return [list, ...AGENT_ADDRESSES.filter((address) => !hosts.includes(address))].filter((part) => part !== '').join(',');
}
