import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { ClaimAccessLevel, ClaimPolicy, ClaimRights, Forbidden, IdentityClaims, IdentityInventory, IdentityReport, IdentityRunbooks, WorkloadFleet } from '../../src';

const PRODUCTION = '111122223333';
const ARCHIVE = '444455556666';

/** The platform as it is synthesized. */
export interface Platform {
  readonly app: App;
  readonly fleet: WorkloadFleet;
}

/** What each team may claim: all of a namespace that has its name. */
function rightsOf(team: string): ClaimRights {
  return {
    namespaces: [team],
    accounts: [PRODUCTION, ARCHIVE],
    services: ['s3', 'dynamodb', 'sqs', 'sns', 'eventBridge', 'secretsManager', 'ssm', 'stepFunctions', 'cloudWatch', 'xray'],
    accessLevels: [ClaimAccessLevel.LIST, ClaimAccessLevel.READ, ClaimAccessLevel.WRITE, ClaimAccessLevel.DELETE, ClaimAccessLevel.INVOKE],
    buckets: ['company-*'],
  };
}

/** A platform of three clusters in two accounts: 20 teams write claims, and the platform decides what they may. */
export function platform(directory = path.join(__dirname, 'claims'), outdir?: string): Platform {
  const app = new App({ outdir });
  const teams = fs.readdirSync(path.join(__dirname, 'claims')).map((file) => path.basename(file, '.yaml'));
  const claims = IdentityClaims.fromDirectory(directory, {
    policy: new ClaimPolicy({
      owners: Object.fromEntries(teams.map((team) => [team, rightsOf(team)])),
      permissionsBoundary: 'workload-boundary',
      roleName: '{cluster}_{namespace}_{serviceAccount}',
      mustNot: [Forbidden.actions('iam:*', 'organizations:*')],
    }),
  });
  const fleet = new WorkloadFleet(app, 'identities', {
    claims,
    clusters: [
      { clusterName: 'blue', account: PRODUCTION, region: 'eu-central-1', environment: 'prod', shards: 4 },
      { clusterName: 'green', account: PRODUCTION, region: 'eu-west-1', environment: 'prod', shards: 4 },
      { clusterName: 'test', account: ARCHIVE, region: 'eu-central-1', environment: 'test', shards: 2 },
    ],
  });
  new IdentityInventory(app, 'Inventory');
  new IdentityRunbooks(app, 'Runbooks');
  new IdentityReport(app, 'Report');
  return { app, fleet };
}
