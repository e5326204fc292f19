import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as cdk8s from 'cdk8s';
import { ClusterOidcProvider, Forbidden, IrsaWorkload, PodIdentityWorkload, S3Access, SessionTag, StsAccess, TargetRole, Workload, WorkloadCluster } from '../../src';

const REGION = 'eu-central-1';
const PLATFORM = '111122223333';
const FINANCE = '444455556666';
const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`;
const provider = (account: string) => `arn:aws:iam::${account}:oidc-provider/${ISSUER}`;

/** One app with a stack in the account of the cluster and a stack in the account of the data. */
export interface CrossAccount {
  readonly app: App;
  readonly platform: Stack;
  readonly finance: Stack;
  readonly charts: cdk8s.App;
  readonly workloads: readonly Workload[];
}

/** The cluster is in one account, the invoices are in another, and so is what the workloads may do with them. */
export function crossAccount(outdir?: string): CrossAccount {
  const app = new App({ outdir: outdir && `${outdir}/cross-account` });
  const charts = new cdk8s.App({ outdir: outdir && `${outdir}/cross-account/manifests` });
  const platform = new Stack(app, 'platform', { env: { account: PLATFORM, region: REGION } });
  const finance = new Stack(app, 'finance', { env: { account: FINANCE, region: REGION } });

  const cluster = WorkloadCluster.fromAttributes(platform, 'Cluster', { clusterName: 'production', oidcProviderArn: provider(PLATFORM) });
  const invoices = new s3.Bucket(finance, 'Invoices', {
    bucketName: 'company-invoices', encryptionKey: new kms.Key(finance, 'Key', { enableKeyRotation: true }), enforceSSL: true,
  });
  const workloads = [
    exportsInvoices(platform, finance, cluster, invoices),
    archivesInvoices(platform, finance, cluster, invoices),
    readsLedger(finance, cluster, invoices),
    auditsInvoices(platform, finance, cluster, invoices),
  ];
  const chart = new cdk8s.Chart(charts, 'finance');
  workloads.forEach((workload) => workload.addServiceAccount(chart));
  return { app, platform, finance, charts, workloads };
}

/** Pod Identity with a target: what the exporter may do lands on the role in the account of the bucket. */
function exportsInvoices(platform: Stack, finance: Stack, cluster: WorkloadCluster, invoices: s3.Bucket): Workload {
  return new PodIdentityWorkload(platform, 'InvoiceExporter', {
    cluster,
    namespace: 'finance-prod',
    serviceAccountName: 'invoice-exporter',
    owner: 'finance-platform',
    target: new TargetRole(finance, 'InvoiceExporterTarget'),
    access: [S3Access.writePrefix(invoices, `${SessionTag.NAMESPACE}/`)],
    mustNot: [Forbidden.actions('s3:*').outside(invoices.arnForObjects('finance-prod/*')), Forbidden.actions('s3:Get*', 's3:Delete*')],
  });
}

/** The same without session tags: the target is locked by the external id, and bears the tag that the access names. */
function archivesInvoices(platform: Stack, finance: Stack, cluster: WorkloadCluster, invoices: s3.Bucket): Workload {
  return new PodIdentityWorkload(platform, 'InvoiceArchiver', {
    cluster,
    namespace: 'finance-prod',
    serviceAccountName: 'invoice-archiver',
    owner: 'finance-platform',
    sessionTags: false,
    target: new TargetRole(finance, 'InvoiceArchiverTarget'),
    access: [S3Access.readPrefix(invoices, `${SessionTag.NAMESPACE}/`)],
    mustNot: [Forbidden.actions('s3:*').outside(invoices.arnForObjects('finance-prod/*'))],
  });
}

/** IRSA, by a provider that the account of the data has for the issuer of the cluster: pods become the role there at once. */
function readsLedger(finance: Stack, cluster: WorkloadCluster, invoices: s3.Bucket): Workload {
  return new IrsaWorkload(finance, 'LedgerReader', {
    cluster,
    oidcProvider: ClusterOidcProvider.fromProviderArn(finance, 'Provider', provider(FINANCE)),
    namespace: 'finance-prod',
    serviceAccountName: 'ledger-reader',
    owner: 'finance-platform',
    roleName: 'ledger-reader',
    access: [S3Access.readPrefix(invoices, 'ledger/')],
  });
}

/** IRSA, by chaining: the pods have a role in the account of the cluster, and their code assumes the one that it may. */
function auditsInvoices(platform: Stack, finance: Stack, cluster: WorkloadCluster, invoices: s3.Bucket): Workload {
  const externalId = 'finance-prod/invoice-auditor';
  const audit = new iam.Role(finance, 'Audit', {
    roleName: 'invoice-audit',
    assumedBy: new iam.AccountPrincipal(PLATFORM).withConditions({
      StringEquals: { 'sts:ExternalId': externalId },
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${PLATFORM}:role/invoice-auditor` },
    }),
  });
  invoices.grantRead(audit, 'finance-prod/*');
  return new IrsaWorkload(platform, 'InvoiceAuditor', {
    cluster,
    namespace: 'finance-prod',
    serviceAccountName: 'invoice-auditor',
    owner: 'finance-platform',
    roleName: 'invoice-auditor',
    access: [StsAccess.assumeRole(audit, { externalId, tagSession: false })],
  });
}
