import * as fs from 'node:fs';
import * as path from 'node:path';

/*
 * The public names are a contract. `.jsii` is what every language sees of it; the test task compiles it first.
 */

const assembly = JSON.parse(fs.readFileSync(path.join(__dirname, '../../.jsii'), 'utf8'));
const types: any[] = Object.values(assembly.types);
const members = (type: any): any[] => [...type.methods ?? [], ...type.properties ?? [], ...type.members ?? []];
const own = (type: any): any[] => members(type).filter((member) => !member.overrides);

test('these are the public types', () => {
  expect(types.map((type) => type.name).sort()).toEqual([
    'Access',
    'AccessAnalyzerCheck',
    'AccessLevel',
    'AddonWorkload',
    'AddonWorkloadProps',
    'AdmissionAction',
    'AdmissionEngine',
    'AdmissionPolicies',
    'AdmissionPoliciesProps',
    'AllowedPods',
    'AssumingServiceAccount',
    'BaselineChange',
    'BaselineChangeKind',
    'BaselineRequest',
    'BedrockAccess',
    'BedrockGuardrail',
    'BedrockInferenceProfile',
    'BedrockInvokeOptions',
    'BindPodsOptions',
    'CloudWatchAccess',
    'CloudWatchWriteLogsOptions',
    'ClusterFacts',
    'ClusterOidcProvider',
    'Compute',
    'ConformanceJob',
    'ConformanceJobProps',
    'DynamoDbAccess',
    'DynamoDbItemOptions',
    'DynamoDbReadOptions',
    'DynamoDbWriteOptions',
    'EcrAccess',
    'EcrPullOptions',
    'EventBridgeAccess',
    'EventBridgePutEventsOptions',
    'Forbidden',
    'GitOpsTree',
    'GitOpsTreeProps',
    'GuardrailCheck',
    'GuardrailFinding',
    'GuardrailReport',
    'IdentityAssertions',
    'IdentityAssertionsOptions',
    'IdentityBaseline',
    'IdentityBaselineProps',
    'IdentityGuardrails',
    'IdentityGuardrailsOptions',
    'IdentityInventory',
    'IdentityInventoryProps',
    'IdentityMechanism',
    'IdentityRoles',
    'IdentityRolesProps',
    'InventoryCondition',
    'InventoryDocument',
    'InventoryIdentity',
    'InventoryStatement',
    'InventoryTrustStatement',
    'InventoryUnknownPolicy',
    'IrsaTrust',
    'IrsaTrustOptions',
    'IrsaWorkload',
    'IrsaWorkloadProps',
    'KinesisAccess',
    'KinesisAccessOptions',
    'KinesisConsumeOptions',
    'KinesisProduceOptions',
    'KmsAccess',
    'KmsOperation',
    'KmsService',
    'KmsViaServiceOptions',
    'LambdaAccess',
    'LambdaInvokeOptions',
    'MigratingWorkload',
    'MigratingWorkloadProps',
    'MigrationPlan',
    'MigrationStage',
    'MigrationStep',
    'MustNotProof',
    'NagAcknowledgment',
    'NagAcknowledgments',
    'OpenTrustOptions',
    'PodIdentityAgent',
    'PodIdentityAgentOptions',
    'PodIdentityTrust',
    'PodIdentityTrustOptions',
    'PodIdentityWorkload',
    'PodIdentityWorkloadProps',
    'ProofVerdict',
    'RbacFinding',
    'RbacReview',
    'RbacReviewProps',
    'RbacRisk',
    'RdsAccess',
    'RequestOptions',
    'ResolveConflicts',
    'RoleSharing',
    'S3Access',
    'S3AccessOptions',
    'S3ExpressAccess',
    'S3ReadOptions',
    'S3WriteOptions',
    'S3WriteTagsOptions',
    'Sdk',
    'SecretsManagerAccess',
    'SecretsManagerReadOptions',
    'SecretsManagerReadTaggedOptions',
    'SecretsManagerVersionOptions',
    'ServiceAccountOptions',
    'SessionTag',
    'SharedRole',
    'SharedRoleProps',
    'SnsAccess',
    'SnsPublishOptions',
    'SqsAccess',
    'SqsAccessOptions',
    'SsmAccess',
    'SsmReadParameterOptions',
    'SsmReadPathOptions',
    'StaticCredential',
    'StaticCredentials',
    'StepFunctionsAccess',
    'StepFunctionsStartOptions',
    'StsAccess',
    'StsAssumeRoleOptions',
    'SubjectsLikeOptions',
    'TargetRole',
    'TargetRoleProps',
    'TrustedServiceAccount',
    'WebIdentityProps',
    'Workload',
    'WorkloadAssertions',
    'WorkloadCluster',
    'WorkloadClusterAttributes',
    'WorkloadProps',
    'XRayAccess',
    'XRayWriteTracesOptions',
  ]);
});

test.each(types.filter((type) => type.kind === 'class').map((type) => [type.name, type]))('these are the members of %s', (_, type) => {
  expect(own(type).map((member) => member.name).sort()).toEqual(MEMBERS[type.name]);
});

const MEMBERS: Record<string, string[]> = {
  Access: ['fromStatements', 'reason', 'statements'],
  AddonWorkload: ['addon'],
  AdmissionPolicies: [],
  BedrockAccess: ['invokeModel'],
  CloudWatchAccess: ['putMetrics', 'writeLogs'],
  ClusterOidcProvider: ['forCluster', 'fromProviderArn', 'issuer', 'providerArn'],
  ConformanceJob: ['job', 'notAsked'],
  DynamoDbAccess: ['deleteItems', 'read', 'readStream', 'write'],
  EcrAccess: ['pull'],
  EventBridgeAccess: ['putEvents'],
  Forbidden: ['actions', 'enforced', 'isEnforced', 'on', 'outside', 'toString', 'when'],
  GitOpsTree: ['setServiceAccountOptions'],
  IdentityAssertions: ['fromCloudAssembly', 'fromStack', 'fromTemplate', 'workload'],
  IdentityBaseline: [],
  IdentityInventory: ['identitiesIn'],
  IrsaTrust: ['locked', 'subjectsLike'],
  IdentityGuardrails: ['checkCloudAssembly', 'checkStack', 'checkTemplate'],
  IdentityRoles: [],
  IrsaWorkload: ['oidcProvider'],
  KinesisAccess: ['consume', 'produce'],
  KmsAccess: ['viaService'],
  LambdaAccess: ['invoke'],
  MigratingWorkload: ['association', 'associations', 'oidcProvider', 'stage'],
  MigrationPlan: ['of', 'rollback', 'steps', 'toString'],
  NagAcknowledgments: ['add', 'of'],
  PodIdentityAgent: ['addon', 'ensure'],
  PodIdentityTrust: ['locked', 'open'],
  PodIdentityWorkload: ['association', 'associations', 'target'],
  RbacReview: ['of'],
  RdsAccess: ['connect'],
  S3Access: ['WHOLE_BUCKET', 'deletePrefix', 'listPrefix', 'readObject', 'readPrefix', 'readTags', 'writePrefix', 'writeTags'],
  S3ExpressAccess: ['readOnlySession', 'readWriteSession'],
  Sdk: [
    'boto3', 'botocore', 'cli1', 'cli2', 'cpp', 'dotnet', 'go1', 'go2', 'java1', 'java2', 'javascript2', 'javascript3', 'kotlin', 'name', 'of', 'php', 'powershell', 'ruby', 'rust', 'version',
  ],
  SecretsManagerAccess: ['read', 'readTagged'],
  SessionTag: ['CLUSTER_ARN', 'CLUSTER_NAME', 'NAMESPACE', 'POD_NAME', 'POD_UID', 'SERVICE_ACCOUNT'],
  SharedRole: ['addAccess', 'roleArn', 'sharing'],
  SnsAccess: ['publish'],
  SqsAccess: ['consume', 'produce'],
  SsmAccess: ['readParameter', 'readPath'],
  StaticCredentials: ['inChart'],
  StepFunctionsAccess: ['startExecution'],
  StsAccess: ['assumeRole'],
  TargetRole: ['fromRoleArn', 'role', 'roleArn'],
  Workload: [
    'addAccess', 'addMustNot', 'addServiceAccount', 'bindPods', 'cluster', 'clusters', 'mechanism', 'namespace', 'owner', 'policyDocument', 'proveMustNot', 'requiredTrust',
    'role', 'roleArn', 'serviceAccountName', 'writeAccessAnalyzerChecks',
  ],
  WorkloadAssertions: ['assumableBy', 'can', 'cannot', 'mustNot', 'notAssumableBy'],
  WorkloadCluster: ['fromAttributes', 'of'],
  XRayAccess: ['writeTraces'],
};

test.each(types.map((type) => [type.name, type]))('everything of %s is documented', (_, type) => {
  const undocumented = own(type).filter((member) => !member.docs?.summary).map((member) => member.name);

  expect(type.docs?.summary).toBeTruthy();
  expect(undocumented).toEqual([]);
});

test.each(types.flatMap((type) => (type.datatype ? type.properties ?? [] : []).filter((property: any) => property.optional)
  .map((property: any) => [`${type.name}.${property.name}`, property])))('the optional %s tells its default', (_, property) => {
  expect(property.docs?.default).toBeTruthy();
});

test('no type is a union, which other languages would see as any object', () => {
  expect(JSON.stringify(types)).not.toContain('"union"');
});

test('nothing is exported that other languages don\'t see', () => {
  const exported = Object.keys(jest.requireActual('../../src')).sort();

  expect(exported).toEqual(types.filter((type) => type.kind !== 'interface').map((type) => type.name).sort());
});
