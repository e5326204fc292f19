import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Calls } from './entry';
import { EcrAccess } from '../../../src';

export const ecrCalls: Calls = (stack) => {
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'finance/exporter');
  return [
    ['EcrAccess.pull', 'repository', EcrAccess.pull(repository)],
    ['EcrAccess.pull', 'repository, { pullThroughCache: true }', EcrAccess.pull(repository, { pullThroughCache: true })],
  ];
};
