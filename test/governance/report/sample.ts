import { IdentityMechanism, InventoryIdentity, ProofVerdict } from '../../../src';
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
export function sampleDocument(identities: readonly InventoryIdentity[], risks: ReadonlyMap<InventoryIdentity, readonly Risk[]> = new Map()): ReportDocument {
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
  text: 'Stack/Role: s3:Get* is allowed by the inline policy Access. A pattern allows what AWS adds to the service later.',
  fix: 'Name the actions.',
};

const TEAMS = ['accounts', 'billing', 'catalog', 'checkout', 'delivery', 'fraud', 'identity', 'invoices', 'loyalty', 'mail',
  'orders', 'payments', 'pricing', 'reports', 'returns', 'reviews', 'search', 'stock', 'support', 'tax'];

function fleetIdentity(index: number): InventoryIdentity {
  const namespace = TEAMS[index % TEAMS.length];
  const cluster = ['blue', 'green', 'test'][index % 3];
  const serviceAccount = `${['api', 'exporter', 'worker', 'importer'][index % 4]}-${index}`;
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
    ...index % 5 === 1 ? { targetRole: `arn:aws:iam::444455556666:role/${cluster}_${namespace}_${serviceAccount}` } : {},
    trust: [{
      effect: 'Allow',
      principals: ['Service pods.eks.amazonaws.com'],
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      conditions: [{ operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-namespace', values: [namespace] }],
    }],
    permissions: [
      { effect: 'Allow', level: AccessLevel.WRITE, actions: ['s3:PutObject'], resources: [`arn:aws:s3:::company-exports/${namespace}/*`], conditions: [], source: 'the inline policy Access' },
      { effect: 'Allow', level: AccessLevel.READ, actions: ['sqs:ReceiveMessage'], resources: [`arn:aws:sqs:eu-central-1:111122223333:${namespace}-jobs`], conditions: [], source: 'the inline policy Access' },
    ],
    mustNot: [{ forbidden: 's3:DeleteObject', verdict: ProofVerdict.PROVED, explanation: 'no policy of the role allows s3:DeleteObject' }],
  });
}
