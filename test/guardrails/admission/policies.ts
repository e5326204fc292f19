import { App, Stack } from 'aws-cdk-lib';
import * as cdk8s from 'cdk8s';
import { NAMESPACE } from './objects';
import { AdmissionAction, AdmissionEngine, AdmissionPolicies, AdmissionPoliciesProps } from '../../../src';
import { ACCOUNT, chartFixture, irsa, podIdentity, REGION } from '../../fixtures';

/** An app with a workload of each mechanism, and the policies that are made from it, with all of their switches on. */
export function policiesOf(engine: AdmissionEngine, props: Partial<AdmissionPoliciesProps> = {}): { app: App; charts: cdk8s.App } {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const exporter = podIdentity(stack);
  irsa(stack, { serviceAccountName: 'receipt-writer', roleName: 'receipt-writer', ownerLabel: 'team' }, 'Writer');
  const { chart, charts } = chartFixture();
  new AdmissionPolicies(chart, 'Policies', {
    workloadsOf: [app],
    namespaces: [NAMESPACE],
    action: AdmissionAction.ENFORCE,
    engine,
    usedBy: [{
      workload: exporter,
      labels: { 'app.kubernetes.io/name': 'invoice-exporter' },
      images: ['registry.example/invoice-exporter', 'registry.example/proxy:2.1'],
    }],
    ...props,
  });
  return { app, charts };
}

/** The documents of an app of charts, as they are read from its YAML. */
export function documentsOf(charts: cdk8s.App): any[] {
  return cdk8s.Yaml.load(cdk8s.Yaml.tmp(charts.charts.flatMap((chart) => chart.toJson())));
}
