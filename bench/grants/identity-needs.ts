import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { arnOf, DeclareNeeds } from './need';
import { CloudWatchAccess, EcrAccess, RdsAccess, StsAccess } from '../../src';

export const databaseNeeds: DeclareNeeds = (stack) => {
  const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Database', {
    clusterIdentifier: 'orders', clusterResourceIdentifier: 'cluster-ABCDEFGHIJKL01234',
  });
  return [{
    need: 'RDS: log in as one user',
    calls: ['RdsAccess.connect(cluster, \'exporter\')'],
    access: [RdsAccess.connect(cluster, 'exporter')],
    grantCall: 'cluster.grantConnect(role, \'exporter\')',
    grant: (role) => cluster.grantConnect(role, 'exporter'),
    service: 'rds-db',
    least: ['rds-db:connect'],
  }];
};

export const logNeeds: DeclareNeeds = (stack) => {
  const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Logs', '/eks/finance-prod');
  return [{
    need: 'CloudWatch: write logs',
    calls: ['CloudWatchAccess.writeLogs(logGroup)'],
    access: [CloudWatchAccess.writeLogs(logGroup)],
    grantCall: 'logGroup.grantWrite(role)',
    grant: (role) => logGroup.grantWrite(role),
    service: 'logs',
    least: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  }];
};

export const metricNeeds: DeclareNeeds = () => [{
  need: 'CloudWatch: put metrics of one namespace',
  calls: ['CloudWatchAccess.putMetrics(\'Finance/Invoices\')'],
  access: [CloudWatchAccess.putMetrics('Finance/Invoices')],
  grantCall: 'Metric.grantPutMetricData(role)',
  grant: (role) => cloudwatch.Metric.grantPutMetricData(role),
  service: 'cloudwatch',
  least: ['cloudwatch:PutMetricData'],
}];

export const imageNeeds: DeclareNeeds = (stack) => {
  const repository = ecr.Repository.fromRepositoryArn(stack, 'Images', arnOf('ecr', 'repository/exporter'));
  return [{
    need: 'ECR: pull images',
    calls: ['EcrAccess.pull(repository)'],
    access: [EcrAccess.pull(repository)],
    grantCall: 'repository.grantPull(role)',
    grant: (role) => repository.grantPull(role),
    service: 'ecr',
    least: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
  }];
};

export const roleNeeds: DeclareNeeds = (stack) => {
  const reader = iam.Role.fromRoleArn(stack, 'Reader', 'arn:aws:iam::444455556666:role/reader');
  return [{
    need: 'STS: become another role, with the session tags of Pod Identity',
    calls: ['StsAccess.assumeRole(reader)'],
    access: [StsAccess.assumeRole(reader)],
    grantCall: 'reader.grantAssumeRole(role)',
    grant: (role) => reader.grantAssumeRole(role.grantPrincipal),
    service: 'sts',
    least: ['sts:AssumeRole', 'sts:TagSession'],
  }];
};
