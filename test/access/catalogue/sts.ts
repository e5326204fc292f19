import * as iam from 'aws-cdk-lib/aws-iam';
import { Calls } from './entry';
import { StsAccess } from '../../../src';

export const stsCalls: Calls = (stack) => {
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/teams/reader');
  return [
    ['StsAccess.assumeRole', 'role', StsAccess.assumeRole(role)],
    ['StsAccess.assumeRole', 'role, { externalId: \'exporter\' }', StsAccess.assumeRole(role, { externalId: 'exporter' })],
    ['StsAccess.assumeRole', 'role, { externalId: \'exporter\', tagSession: false }', StsAccess.assumeRole(role, { externalId: 'exporter', tagSession: false })],
  ];
};
