import { IdentityMechanism, InventoryIdentity, InventoryStatement, ProofVerdict } from '../../../src';
import { AccessLevel } from '../../../src/access/access-level';
import { ReportDocument, reportData } from '../../../src/governance/report/report-data';
import { Risk } from '../../../src/governance/report/risks';
import { runbook } from '../../../src/governance/runbook/runbook';
import { CLUSTER_ARN } from '../../fixtures';

/** An identity as an inventory has it. */
export function sampleIdentity(given: Partial<InventoryIdentity> = {}): InventoryIdentity {
  return {
    id: `${CLUSTER_ARN}/finance/exporter`,
    cluster: 'production',
    clusterArn: CLUSTER_ARN,
    namespace: 'finance',
    serviceAccount: 'exporter',
    mechanism: IdentityMechanism.POD_IDENTITY,
    owner: 'finance-platform',
    workload: 'Stack/Exporter',
    account: '111122223333',
    region: 'eu-central-1',
    role: 'arn:aws:iam::111122223333:role/exporter',
    permissions: [],
    unknownPolicies: [],
    principalTags: [],
    mustNot: [],
    ...given,
  };
}

/** What the report shows of identities, each with its runbook. */
export function sampleDocument(identities: readonly InventoryIdentity[], risks: Map<InventoryIdentity, readonly Risk[]> = new Map()): ReportDocument {
  const of = new Map(identities.map((identity) => [identity, risks.get(identity) ?? []]));
  return reportData(identities, identities.map((identity) => runbook({ identity, others: [] })), { of, elsewhere: [] });
}

/** As many identities, of 20 teams in 3 clusters; some have a target role, some migrate, some have risks. */
export function fleetDocument(count: number): ReportDocument {
  const risks = new Map<InventoryIdentity, readonly Risk[]>();
  const identities = Array.from({ length: count }, (_, index) => {
    const identity = fleetIdentity(index);
    if (index % 9 === 4) { risks.set(identity, [FINDING]); }
    return identity;
  });
  return sampleDocument(identities, risks);
}

const FINDING: Risk = {
  kind: 'finding',
  title: 'A workload that is allowed actions by a pattern',
  text: 'Identities/Role: s3:Get* is allowed by the inline policy Access. It allows what AWS adds to the service later.',
  fix: 'Name the actions.',
};

const TEAMS = ['accounts', 'billing', 'catalog', 'checkout', 'delivery', 'fraud', 'identity', 'invoices', 'loyalty', 'mail',
  'orders', 'payments', 'pricing', 'reports', 'returns', 'reviews', 'search', 'stock', 'support', 'tax'];

const allow = (level: AccessLevel, actions: string[], resource: string): InventoryStatement =>
  ({ effect: 'Allow', level, actions, resources: [resource], conditions: [], source: 'the inline policy Access' });
const consume = (team: string) => allow(AccessLevel.WRITE, ['sqs:DeleteMessage', 'sqs:ReceiveMessage'], `arn:aws:sqs:eu-central-1:111122223333:${team}-jobs`);

/** What workloads of each kind may do. */
const PERMISSIONS: Record<string, (team: string) => InventoryStatement[]> = {
  api: (team) => [
    allow(AccessLevel.READ, ['dynamodb:GetItem', 'dynamodb:Query'], `arn:aws:dynamodb:eu-central-1:111122223333:table/${team}`),
    allow(AccessLevel.READ, ['secretsmanager:GetSecretValue'], `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${team}/api-??????`),
  ],
  exporter: (team) => [allow(AccessLevel.WRITE, ['s3:PutObject'], `arn:aws:s3:::company-exports/${team}/*`), consume(team)],
  worker: (team) => [consume(team)],
  importer: (team) => [allow(AccessLevel.READ, ['s3:GetObject'], `arn:aws:s3:::company-imports/${team}/*`), allow(AccessLevel.LIST, ['s3:ListBucket'], 'arn:aws:s3:::company-imports')],
};

function fleetIdentity(index: number): InventoryIdentity {
  const namespace = TEAMS[index % TEAMS.length];
  const cluster = ['blue', 'green', 'test'][index % 3];
  const round = Math.floor(index / TEAMS.length);
  const kind = Object.keys(PERMISSIONS)[round % 4];
  const serviceAccount = `${kind}-${index}`;
  const clusterArn = `arn:aws:eks:eu-central-1:111122223333:cluster/${cluster}`;
  const isMigrating = index % 7 === 3;
  return sampleIdentity({
    id: `${clusterArn}/${namespace}/${serviceAccount}`,
    cluster,
    clusterArn,
    namespace,
    serviceAccount,
    owner: namespace,
    mechanism: isMigrating ? IdentityMechanism.IRSA : IdentityMechanism.POD_IDENTITY,
    workload: `Identities/${namespace}.${serviceAccount}`,
    role: `arn:aws:iam::111122223333:role/${cluster}_${namespace}_${serviceAccount}`,
    ...round % 3 === 1 ? { targetRole: `arn:aws:iam::444455556666:role/${cluster}_${namespace}_${serviceAccount}` } : {},
    trust: [{
      effect: 'Allow',
      principals: ['Service pods.eks.amazonaws.com'],
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      conditions: [{ operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-namespace', values: [namespace] }],
    }],
    permissions: PERMISSIONS[kind](namespace),
    mustNot: [{ forbidden: 's3:DeleteObject', verdict: ProofVerdict.PROVED, explanation: 'no policy of the role allows s3:DeleteObject' }],
  });
}
