import { resource } from './arn-kinds';
import { ClaimAccessLevel } from './claim-access-level';
import { ClaimedResources } from './claimed-resources';
import { Entry, flag, group, list, permission, text } from './field';
import { literalText, literalTexts, qualifierPattern, resourceTags } from './service-fields';
import { BedrockAccess } from '../../access/bedrock-access';
import { CloudWatchAccess } from '../../access/cloudwatch-access';
import { EcrAccess } from '../../access/ecr-access';
import { LambdaAccess } from '../../access/lambda-access';
import { StepFunctionsAccess } from '../../access/step-functions-access';
import { XRayAccess } from '../../access/xray-access';

const { READ, WRITE, INVOKE } = ClaimAccessLevel;

export const cloudWatch = permission('Metrics and logs of CloudWatch.', {
  namespaces: literalTexts('The namespaces of the metrics.'),
  logGroup: resource('The log group.', 'logGroup'),
  streamPrefix: literalText('What the names of the log streams begin with.'),
  createGroup: flag('Whether the workload makes the log group if it isn\'t there.'),
}, {
  putMetrics: {
    doc: 'Publishes metrics.',
    builders: ['CloudWatchAccess.putMetrics'],
    levels: [WRITE],
    needs: ['namespaces'],
    takes: [],
    build: (_, { namespaces }) => CloudWatchAccess.putMetrics(...namespaces),
  },
  writeLogs: {
    doc: 'Writes to the streams of a log group.',
    builders: ['CloudWatchAccess.writeLogs'],
    levels: [WRITE],
    needs: ['logGroup'],
    takes: ['streamPrefix', 'createGroup'],
    build: (resources, { logGroup, streamPrefix, createGroup }) => CloudWatchAccess.writeLogs(
      resources.of('logGroup', logGroup, (logGroupArn, logGroupName) => ({ logGroupRef: { logGroupArn, logGroupName } })), { streamPrefix, createGroup }),
  },
});

export const xray = permission('Traces of X-Ray.', {
  sampling: flag('Whether the workload asks which requests to trace: by default it does.'),
}, {
  writeTraces: {
    doc: 'Sends traces.',
    builders: ['XRayAccess.writeTraces'],
    levels: [WRITE],
    needs: [],
    takes: ['sampling'],
    build: (_, { sampling }) => XRayAccess.writeTraces({ sampling }),
  },
});

export const ecr = permission('Repositories of Amazon ECR.', {
  repository: resource('The repository.', 'repository'),
  pullThroughCache: flag('Whether the repository caches an upstream registry.'),
}, {
  pull: {
    doc: 'Pulls images.',
    builders: ['EcrAccess.pull'],
    levels: [READ],
    needs: ['repository'],
    takes: ['pullThroughCache'],
    build: (resources, { repository, pullThroughCache }) => EcrAccess.pull(
      resources.of('repository', repository, (repositoryArn, repositoryName) => ({ repositoryRef: { repositoryArn, repositoryName } })), { pullThroughCache }),
  },
});

export const lambda = permission('Lambda functions.', {
  function: resource('The function.', 'function'),
  qualifier: text('The alias or version that is invoked.', '[A-Za-z0-9_-]{1,128}|\\$LATEST', 'the name of an alias, the number of a version, or $LATEST'),
  resourceTags: resourceTags('function'),
}, {
  invoke: {
    doc: 'Invokes a function.',
    builders: ['LambdaAccess.invoke'],
    levels: [INVOKE],
    needs: ['function'],
    takes: ['qualifier', 'resourceTags'],
    build: (resources, { function: fn, qualifier, resourceTags: bears }) => LambdaAccess.invoke(
      resources.of('function', fn, (functionArn, functionName) => ({ functionRef: { functionArn, functionName } })), { qualifier, resourceTags: bears }),
  },
});

export const stepFunctions = permission('State machines of Step Functions.', {
  stateMachine: resource('The state machine.', 'stateMachine'),
  sync: flag('Whether executions are started and waited for in one call.'),
  qualifiers: list('The aliases and versions that may be started.', text('An alias or a version.', qualifierPattern, 'the name of an alias or the number of a version')),
  observe: flag('Whether the workload looks at executions.'),
  stop: flag('Whether the workload stops executions.'),
  resourceTags: resourceTags('state machine'),
}, {
  startExecution: {
    doc: 'Starts executions.',
    builders: ['StepFunctionsAccess.startExecution'],
    levels: [INVOKE],
    needs: ['stateMachine'],
    takes: ['sync', 'qualifiers', 'observe', 'stop', 'resourceTags'],
    build: (resources, { stateMachine, ...options }) => StepFunctionsAccess.startExecution(
      resources.of('stateMachine', stateMachine, (stateMachineArn, stateMachineName) => ({ stateMachineRef: { stateMachineArn }, stateMachineName })), options),
  },
});

const REGION = text('A region.', '[a-z]{2,}(-[a-z]+)+-[0-9]+', 'the name of a region, such as eu-central-1');

const INFERENCE_PROFILE = group('The inference profile through which the model is invoked, and without which it is not.', {
  systemProfileId: text('The id of a profile that AWS defines for a geography.', '[A-Za-z0-9.:-]{1,140}', 'the id of a profile, such as eu.amazon.nova-lite-v1:0'),
  applicationProfile: resource('A profile of one\'s own.', 'inferenceProfile'),
  regions: list('The regions that the profile routes to.', REGION),
}, ['regions', ['systemProfileId', 'applicationProfile']]);

const GUARDRAIL = group('The guardrail that every request must name.', {
  guardrail: resource('The guardrail.', 'guardrail'),
  version: text('Its version.', 'DRAFT|[0-9]{1,8}', 'the number of a version, or DRAFT'),
}, ['guardrail', 'version']);

function invokeModel(resources: ClaimedResources, { model, stream, inferenceProfile: profile, guardrail: guard }: Entry) {
  const modelArn = resources.arn('model', model);
  return BedrockAccess.invokeModel({ modelArn }, {
    stream,
    inferenceProfile: profile && {
      systemProfileId: profile.systemProfileId,
      applicationProfile: profile.applicationProfile
        && resources.of('inferenceProfile', profile.applicationProfile, (arn) => ({ applicationInferenceProfileRef: { inferenceProfileIdentifier: arn } })),
      regions: profile.regions,
    },
    guardrail: guard && {
      guardrail: resources.of('guardrail', guard.guardrail, (guardrailArn, guardrailId) => ({ guardrailRef: { guardrailArn, guardrailId } })),
      version: guard.version,
    },
  });
}

export const bedrock = permission('Models of Amazon Bedrock.', {
  model: resource('The model.', 'model', 'ownModel'),
  stream: flag('Whether answers are streamed as well.'),
  inferenceProfile: INFERENCE_PROFILE,
  guardrail: GUARDRAIL,
}, {
  invokeModel: {
    doc: 'Invokes a model.',
    builders: ['BedrockAccess.invokeModel'],
    levels: [INVOKE],
    needs: ['model'],
    takes: ['stream', 'inferenceProfile', 'guardrail'],
    build: invokeModel,
  },
});
