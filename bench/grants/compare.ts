import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import newAppFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { actionsOf, resourcesOf } from './action-data';
import { ACCOUNT, Need, REGION } from './need';
import { text } from '../../examples/summary';
import { PodIdentityWorkload, WorkloadCluster } from '../../src';
import { ConditionKeys, parseStatement } from '../../src/policy/statement';

/** An action on those of a statement's resources on which it can be asked for, and the condition keys that limit it. */
interface Allowed {
  readonly action: string;
  readonly resources: readonly string[];
  readonly conditionKeys: readonly string[];
}

/** A need by a builder and by a grant. */
export interface Comparison {
  readonly need: Need;
  /** The concrete actions that the builder gives, and the grant. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** Those of the grant that can't be asked for on any of its resources. */
  readonly dead: readonly string[];
  /** Of the actions that both give: the condition keys by which the builder alone limits them. */
  readonly conditionKeys: readonly string[];
  /** Of the actions that both give: the resources that the builder alone names, and those that the grant alone names. */
  readonly resources: { readonly ours: readonly string[]; readonly theirs: readonly string[] };
}

/** Synthesizes a need by a builder and by a grant, each for a role of its own, and compares what the roles may do. */
export async function compare(declare: (stack: Stack) => Need): Promise<Comparison> {
  const ours = await allowedBy(declare, (stack, { access }) => new PodIdentityWorkload(stack, 'Workload', {
    cluster: WorkloadCluster.fromAttributes(stack, 'Cluster', { clusterName: 'production' }),
    namespace: 'finance-prod',
    serviceAccountName: 'invoice-exporter',
    owner: 'finance-platform',
    access: [...access],
  }));
  const theirs = await allowedBy(declare, (stack, { grant }) => grant(new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('pods.eks.amazonaws.com'),
  })));
  const actions = unique(theirs.map(({ action }) => action));
  return {
    need: declare(stackOf()),
    ours: unique(ours.map(({ action }) => action)),
    theirs: actions,
    dead: actions.filter((action) => theirs.every((their) => their.action !== action || their.resources.length === 0)),
    conditionKeys: beyond(ours, theirs, ({ conditionKeys }) => conditionKeys),
    resources: { ours: beyond(ours, theirs, ({ resources }) => resources), theirs: beyond(theirs, ours, ({ resources }) => resources) },
  };
}

/** What one role has of each action, and another that has the action too doesn't. */
function beyond(all: readonly Allowed[], others: readonly Allowed[], valuesOf: (allowed: Allowed) => readonly string[]): string[] {
  return unique(all.flatMap((one) => {
    const same = others.filter(({ action }) => action === one.action);
    return same.length === 0 ? [] : valuesOf(one).filter((value) => !same.some((other) => valuesOf(other).includes(value)));
  }));
}

/** What the only role of a stack may do once this was given to it. */
async function allowedBy(declare: (stack: Stack) => Need, give: (stack: Stack, need: Need) => void): Promise<Allowed[]> {
  const stack = stackOf();
  const need = declare(stack);
  give(stack, need);
  const template = Template.fromStack(stack);
  const documents = [
    ...Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Policies ?? []),
    ...Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties),
  ].map(({ PolicyDocument }) => PolicyDocument);
  const allowed = await Promise.all(documents.flatMap(({ Statement }) => Statement).map(allowedByStatement));
  return allowed.flat().filter(({ action }) => action.startsWith(`${need.service}:`));
}

async function allowedByStatement(statement: Record<string, unknown>): Promise<Allowed[]> {
  const { actions = [], resources = [], conditions = {} } = parseStatement(statement);
  const concrete = await Promise.all(actions.map((pattern) => actionsOf(text(pattern))));
  const conditionKeys = Object.values(conditions).flatMap((keys) => Object.keys(keys as ConditionKeys));
  return Promise.all(concrete.flat().map(async (action) => ({ action, conditionKeys, resources: await resourcesOf(action, resources.map(text)) })));
}

function stackOf(): Stack {
  return new Stack(new App({ context: newAppFlags, analyticsReporting: false }), 'Stack', { env: { account: ACCOUNT, region: REGION } });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
