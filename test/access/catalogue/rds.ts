import * as rds from 'aws-cdk-lib/aws-rds';
import { Calls } from './entry';
import { RdsAccess, SessionTag } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const rdsCalls: Calls = (stack) => {
  const instance = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
    instanceIdentifier: 'invoices', instanceEndpointAddress: 'invoices.example.com', port: 5432, securityGroups: [], instanceResourceId: 'db-ABCDEFGHIJKL01234',
  });
  const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'DbCluster', { clusterIdentifier: 'invoices', clusterResourceIdentifier: 'cluster-ABCDEFGHIJKL01234' });
  const proxy = rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'Proxy', {
    dbProxyName: 'invoices', dbProxyArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db-proxy:prx-0123456789abcdef0`, endpoint: 'proxy.example.com', securityGroups: [],
  });
  return [
    ['RdsAccess.connect', 'instance, \'exporter\'', RdsAccess.connect(instance, 'exporter')],
    ['RdsAccess.connect', 'cluster, \'exporter\'', RdsAccess.connect(cluster, 'exporter')],
    ['RdsAccess.connect', 'proxy, \'exporter\'', RdsAccess.connect(proxy, 'exporter')],
    ['RdsAccess.connect', 'cluster, SessionTag.SERVICE_ACCOUNT', RdsAccess.connect(cluster, SessionTag.SERVICE_ACCOUNT)],
  ];
};
