import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { testRefusals } from './refusals';
import { statementsBySid } from './statements';
import { EcrAccess, EcrPullOptions } from '../../src';
import { ACCOUNT, REGION } from '../fixtures';

const ARN = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/finance/exporter`;
const LOG_IN = { Sid: 'EcrLogIn', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

test.each<[string, EcrPullOptions | undefined, string[]]>([
  ['pulls from a repository', undefined, PULL],
  ['pulls through a cache', { pullThroughCache: true }, ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:GetDownloadUrlForLayer']],
])('%s, and logs in to the registry by a statement alone', (_, options, actions) => {
  expect(statementsBySid((stack) => EcrAccess.pull(ecr.Repository.fromRepositoryArn(stack, 'Repository', ARN), options))).toEqual([
    LOG_IN, { Sid: 'EcrPull', Effect: 'Allow', Action: actions, Resource: ARN },
  ]);
});

test.each<[string, (stack: Stack) => ecr.IRepositoryRef, object]>([
  ['L1', (stack) => new ecr.CfnRepository(stack, 'Repository'), { 'Fn::GetAtt': ['Repository', 'Arn'] }],
  ['L2', (stack) => new ecr.Repository(stack, 'Repository'), { 'Fn::GetAtt': [expect.stringMatching(/^Repository/), 'Arn'] }],
  ['an import by a parameter', (stack) =>
    ecr.Repository.fromRepositoryAttributes(stack, 'Repository', { repositoryName: 'x', repositoryArn: new CfnParameter(stack, 'Arn').valueAsString }), { Ref: 'Arn' }],
])('a repository as %s is named by its ARN', (_, repository, resource) => {
  expect(statementsBySid((stack) => EcrAccess.pull(repository(stack)))).toEqual([LOG_IN, { Sid: 'EcrPull', Effect: 'Allow', Action: PULL, Resource: resource }]);
});

testRefusals([
  ['repositories of a pattern', (stack) => EcrAccess.pull(ecr.Repository.fromRepositoryAttributes(stack, 'Repository', { repositoryName: 'x', repositoryArn: `${ARN}-*` })),
    '[Stack/Repository] a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "${", or say what it is for by Access.fromStatements, '
    + `got: "${ARN}-*" (InvalidResource)`],
]);
