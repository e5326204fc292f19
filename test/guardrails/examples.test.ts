import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import { eksApp, eksV2App } from './sources';
import { checkout } from '../../examples/checkout/app';
import { crossAccount } from '../../examples/cross-account/app';
import { withIrsa, withPodIdentity } from '../../examples/invoice-exporter/app';
import { migration } from '../../examples/migration/app';
import { IdentityGuardrails, MigrationStage } from '../../src';

test.each<[string, (directory: string) => { readonly app: App }]>([
  ['invoice-exporter by Pod Identity', withPodIdentity], ['invoice-exporter by IRSA', withIrsa], ['checkout', checkout], ['cross-account', crossAccount],
  ...Object.values(MigrationStage).map((stage) => [`migration in stage ${stage}`, (outdir: string) => migration(stage, { outdir })] as [string, (outdir: string) => { readonly app: App }]),
])('nothing is found in the example %s', (_, make) => {
  const { app } = make(fs.mkdtempSync(path.join(os.tmpdir(), 'guardrails-')));

  expect(IdentityGuardrails.checkCloudAssembly(app.synth().directory)).toEqual({ findings: [], acknowledged: [] });
});

const GRANT = ['WildcardActions[s3:GetObject*]', 'WildcardActions[s3:GetBucket*]', 'WildcardActions[s3:List*]', 'MissingOwner'];

test.each([
  ['aws-eks by Pod Identity', () => eksApp(eks.IdentityType.POD_IDENTITY), ['OpenPodIdentityTrust', 'AnnotationBesideAssociation[finance-prod/invoice-exporter]', ...GRANT]],
  ['aws-eks by IRSA', () => eksApp(eks.IdentityType.IRSA), GRANT],
  ['aws-eks-v2 by Pod Identity', () => eksV2App(eksv2.IdentityType.POD_IDENTITY), ['OpenPodIdentityTrust', 'AnnotationBesideAssociation[finance-prod/invoice-exporter]', ...GRANT]],
  ['aws-eks-v2 by IRSA', () => eksV2App(eksv2.IdentityType.IRSA), GRANT],
])('of a service account with a grant of %s the trust, the annotation and the patterns are found', (_, make, found) => {
  expect(IdentityGuardrails.checkStack(make()).findings.map(({ id }) => id)).toEqual(found.map((id) => `cdk-eks-workload-identity::${id}`));
});
