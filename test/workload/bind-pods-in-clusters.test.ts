import { App, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { ApiObject } from 'cdk8s';
import { given, WEST } from './several-clusters';
import { ACCOUNT, chartFixture, errorOf, irsa, podIdentity, REGION, stackFixture } from '../fixtures';
import { deployment, podSpec, variables, written } from '../manifests/pods';

const RESTART = 'platform.identity/restarted-for';
const regionOf = (object: Parameters<typeof podSpec>[0]) => variables(podSpec(object).containers[0]).AWS_REGION;
const restartOf = (object: Parameters<typeof podSpec>[0]) => written(object).spec.template.metadata.annotations[RESTART];

/** A workload in two regions, and its clusters. */
function acrossRegions() {
  const app = new App();
  const [central, west] = [['Central', REGION], ['West', WEST]].map(([id, region]) => new Stack(app, id, { env: { account: ACCOUNT, region } }));
  const [cluster, far] = [given(central, 'blue'), given(west, 'green')];
  return { central, cluster, far, workload: podIdentity(central, { cluster, additionalClusters: [far], roleName: 'exporter' }) };
}

describe('pods of a workload in several clusters', () => {
  test('have one object in clusters of one region, whatever the order', () => {
    const restart = (others: string[]) => {
      const { stack } = stackFixture();
      const workload = irsa(stack, { cluster: given(stack, 'blue'), additionalClusters: others.map((name) => given(stack, name)), roleName: 'exporter' });
      const object = deployment(chartFixture().chart);
      workload.bindPods(object);
      return [regionOf(object), restartOf(object)];
    };

    expect(restart(['green', 'red'])).toEqual([REGION, expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(restart(['red', 'green'])).toEqual(restart(['green', 'red']));
  });

  test('have an object for each region, with the region of its cluster', () => {
    const { cluster, far, workload } = acrossRegions();
    const { chart } = chartFixture();
    const [here, there] = [deployment(chart, {}, {}, 'Here'), deployment(chart, {}, {}, 'There')];
    workload.bindPods(here, { cluster });
    workload.bindPods(there, { cluster: far });

    expect([regionOf(here), regionOf(there)]).toEqual([REGION, WEST]);
    expect(restartOf(there)).not.toBe(restartOf(here));
  });

  test('are refused in one object for several regions', () => {
    expect(errorOf(() => acrossRegions().workload.bindPods(deployment(chartFixture().chart))).message).toBe(
      '[Central/Exporter] the pods get the region of their cluster, and the clusters of the workload are in several: bind an object for each, with its cluster as option, '
      + 'one of ["Central/C-blue","West/C-green"], got: undefined (UnknownCluster)');
  });

  test('are refused for a cluster that is not the workload\'s', () => {
    const { central, workload } = acrossRegions();

    expect(errorOf(() => workload.bindPods(deployment(chartFixture().chart), { cluster: given(central, 'red') })).message).toBe(
      '[Central/Exporter] cluster must be one of the workload\'s, ["Central/C-blue","West/C-green"], got: "Central/C-red" (UnknownCluster)');
  });

  test('are refused where a Fargate profile of any of the clusters selects them', () => {
    const { app, stack } = stackFixture();
    const green = given(stack, 'green');
    const workload = podIdentity(stack, { cluster: given(stack, 'blue'), additionalClusters: [green], roleName: 'exporter' });
    new eks.CfnFargateProfile(stack, 'Profile', {
      clusterName: green.clusterRef.clusterName,
      podExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/pods`,
      selectors: [{ namespace: workload.namespace, labels: [{ key: 'tier', value: 'batch' }] }],
    });
    const template = { metadata: { labels: { tier: 'batch' } }, spec: { containers: [{ name: 'app' }] } };
    workload.bindPods(new ApiObject(chartFixture().chart, 'Object', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }));

    expect(errorOf(() => app.synth()).message).toContain('the Fargate profile Stack/Profile selects these pods of the namespace by their labels');
  });
});
