import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Workload } from '../src';

interface Statement {
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
}

/** What a stack's template defines, in words: its resources, who may become the role, and what the role may do. */
export function summary(stack: Stack): string {
  const resources: Record<string, Resource> = Template.fromStack(stack).toJSON().Resources ?? {};
  const entries = Object.entries(resources);
  const lambdas = entries.filter(([, { Type }]) => Type === 'AWS::Lambda::Function' || Type.startsWith('Custom::')).length;
  return [
    `${entries.length} resource${entries.length === 1 ? '' : 's'}, ${lambdas} Lambda functions or custom resources`,
    ...entries.map(([id, { Type }], index) => `${index === entries.length - 1 ? '└──' : '├──'} ${Type.padEnd(34)} ${id}`),
    ...entries.filter(([, { Type }]) => Type === 'AWS::IAM::Role').flatMap(([, role]) => describeRole(role.Properties)),
  ].join('\n');
}

/** What a workload must not do, and what came out of the proofs. */
export function provedOf(workload: Workload): string {
  const proofs = workload.proveMustNot().map(({ forbidden, verdict }) => `    ${verdict.padEnd(8)} ${forbidden}`);
  return ['  What the workload must not do', ...proofs].join('\n');
}

function describeRole({ AssumeRolePolicyDocument: trust, Policies: policies = [] }: Record<string, any>): string[] {
  const permissions: Statement[] = policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
  return [
    '  Who may become the role',
    ...trust.Statement.flatMap((statement: Statement) => describeStatement(text(Object.values(statement.Principal as object)[0]), statement)),
    '  What the role may do',
    ...permissions.flatMap((statement) => [statement.Resource].flat().flatMap((resource) => describeStatement(text(resource), statement))),
  ];
}

function describeStatement(subject: string, { Action, Condition = {} }: Statement): string[] {
  return [
    `    ${subject}`,
    `      ${[Action].flat().join(', ')}`,
    ...Object.entries(Condition).flatMap(([operator, keys]) => Object.entries(keys)
      .map(([key, value]) => `      only if ${key} ${operator} ${[value].flat().map(text).join(' or ')}`)),
  ];
}

/** A value of a template in words: what is put together at deploy time stands as `${Name}`. */
export function text(value: unknown): string {
  if (typeof value === 'string') { return value; }
  const { Ref: ref, 'Fn::Join': join } = value as { 'Ref'?: string; 'Fn::Join'?: [string, unknown[]] };
  return join ? join[1].map(text).join(join[0]) : ref ? `\${${ref}}` : JSON.stringify(value);
}
