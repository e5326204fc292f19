import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { way, Way, Ways } from './ways';
import {
  AckController, CertManager, CloudWatchAgent, ClusterAutoscaler, ClusterOidcProvider, Controller, ControllerIdentityProps, ControllerProps,
  CrossplaneProvider, ExternalDns, KarpenterInterruptionQueue, KarpenterNodeRole, MountpointS3CsiDriver, NodeTerminationHandler,
  PodIdentityAgent, SecretsStoreCsiDriver, Velero, WorkloadCluster, WorkloadClusterAttributes,
} from '../../src';
import { scopesIn } from '../controllers/catalogue';
import { ACCOUNT, cfnCluster, clusterFixture, irsa, ISSUER, podIdentity, PROVIDER_ARN } from '../fixtures';

const OWN = { owner: 'platform' };

/** A workload of each mechanism in a cluster that is made elsewhere. */
const inCluster = (attributes: (value: string) => Partial<WorkloadClusterAttributes>, plain?: string): Way => way((stack, value) => {
  const cluster = WorkloadCluster.fromAttributes(stack, 'Given', { clusterName: 'production', oidcProviderArn: PROVIDER_ARN, ...attributes(value) });
  podIdentity(stack, { cluster });
  irsa(stack, { cluster, namespace: 'irsa' }, 'Irsa');
}, plain);

const clusterWays: Ways = {
  'WorkloadClusterAttributes.clusterName': inCluster((clusterName) => ({ clusterName })),
  'WorkloadClusterAttributes.account': way((stack, account) => void podIdentity(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Given', { clusterName: 'production', account }) }), ACCOUNT),
  'WorkloadClusterAttributes.region': way((stack, region) => void podIdentity(stack, { cluster: WorkloadCluster.fromAttributes(stack, 'Given', { clusterName: 'production', region, partition: 'aws' }) }), 'eu-central-1'),
  'WorkloadClusterAttributes.partition': way((stack, value) => void new CfnOutput(stack, 'Arn', { value: WorkloadCluster.fromAttributes(stack, 'Given', { clusterName: 'a', partition: value }).clusterRef.clusterArn }), 'aws'),
  'WorkloadClusterAttributes.oidcIssuer': { ...inCluster((oidcIssuer) => ({ oidcIssuer, oidcProviderArn: undefined }), 'oidc.example/id/zqx'), isTakenApart: true },
  'WorkloadClusterAttributes.oidcProviderArn': inCluster((oidcProviderArn) => ({ oidcProviderArn }), `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example/id/zqx`),
  'ClusterOidcProvider.fromProviderArn(providerArn)': way((stack, value) => federated(stack, value), `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example/id/zqx`),
  'ClusterOidcProvider.fromProviderArn(issuer)': { ...way((stack, value) => federated(stack, PROVIDER_ARN, value), ISSUER), isTakenApart: true },
  'PodIdentityAgentOptions.addonVersion': way((stack, addonVersion) => void PodIdentityAgent.ensure(cfnCluster(stack), { addonVersion }), 'v1.3.10-eksbuild.2'),
  'PodIdentityAgentOptions.configuration': way((stack, value) => void PodIdentityAgent.ensure(cfnCluster(stack), { configuration: { podAnnotations: { a: value } } })),
  'PodIdentityAgentOptions.configuration (key)': way((stack, value) => void PodIdentityAgent.ensure(cfnCluster(stack), { configuration: { podAnnotations: { [value]: 'a' } } })),
};

function federated(stack: Stack, providerArn: string, issuer?: string): void {
  irsa(stack, { oidcProvider: ClusterOidcProvider.fromProviderArn(stack, 'Provider', providerArn, issuer), cluster: WorkloadCluster.fromAttributes(stack, 'Given', { clusterName: 'production' }) });
}

/** A controller with both mechanisms, and the values of its Helm chart. */
function controlled(scope: Construct, controller: Controller, identity: Partial<ControllerIdentityProps> = {}): unknown {
  const props = { cluster: clusterFixture(scope), roleName: 'controller', ...OWN, ...identity };
  const workload = controller.podIdentity(scope, 'Controller', props);
  const other = WorkloadCluster.fromAttributes(scope, 'Other', { clusterName: 'other', oidcProviderArn: PROVIDER_ARN });
  const federation = controller.irsa(scope, 'Irsa', { ...props, cluster: other, roleName: 'federated', ...identity });
  return [workload, federation].map((each) => Stack.of(scope).resolve(controller.helmValues(each)));
}

const controllerWay = (make: (stack: Stack, value: string) => Controller, plain?: string) =>
  way((stack, value) => controlled(stack, make(stack, value)), plain);
const identity = (props: (value: string) => Partial<ControllerIdentityProps>, plain?: string) =>
  way((stack, value) => controlled(stack, new ClusterAutoscaler(), props(value)), plain);

const bounded = (stack: Stack) => {
  const { boundary: permissionsBoundary, targetRole } = scopesIn(stack);
  return { permissionsBoundary, roles: [targetRole] };
};

/** What all controllers take, of one that anything can be given and of some that have a place of their own for it. */
const everyController = (props: (value: string) => ControllerProps, plain?: string): Way => way((stack, value) => {
  const { bucket } = scopesIn(stack);
  return [new ClusterAutoscaler(props(value)), new CloudWatchAgent(props(value)), new Velero({ bucket, ...props(value) })]
    .map((controller, index) => controlled(new Construct(stack, `Of${index}`), controller, { roleName: undefined }));
}, plain);

const controllerWays: Ways = {
  'ControllerProps.namespace': everyController((namespace) => ({ namespace })),
  'ControllerProps.serviceAccountName': everyController((serviceAccountName) => ({ serviceAccountName })),
  'ControllerProps.version': controllerWay((_, version) => new ClusterAutoscaler({ version }), '1.35.0'),
  'ControllerIdentityProps.owner': identity((owner) => ({ owner })),
  'ControllerIdentityProps.ownerLabel': identity((ownerLabel) => ({ ownerLabel })),
  'ControllerIdentityProps.path': identity((path) => ({ path }), '/zqx/'),
  'ControllerIdentityProps.roleName': identity((roleName) => ({ roleName })),
  'ControllerIdentityProps.tags': identity((value) => ({ tags: { team: value } })),
  'ControllerIdentityProps.tags (key)': identity((value) => ({ tags: { [value]: 'a' } })),
  'AckControllerProps.service': controllerWay((stack, service) => new AckController({ service, ...bounded(stack) })),
  'CrossplaneProviderProps.namespace': controllerWay((stack, namespace) => new CrossplaneProvider({ namespace, serviceAccountName: 'a', ...bounded(stack) })),
  'CrossplaneProviderProps.serviceAccountName': controllerWay((stack, serviceAccountName) => new CrossplaneProvider({ serviceAccountName, ...bounded(stack) })),
  'CrossplaneProviderProps.version': controllerWay((stack, version) => new CrossplaneProvider({ version, serviceAccountName: 'a', ...bounded(stack) }), '2.5.0'),
  'SecretsStoreCsiDriverProps.namespace': podsOf((stack, namespace) => new SecretsStoreCsiDriver({ namespace, serviceAccountName: 'a', secrets: [scopesIn(stack).secret] })),
  'SecretsStoreCsiDriverProps.serviceAccountName': podsOf((stack, value) => new SecretsStoreCsiDriver({ namespace: 'a', serviceAccountName: value, secrets: [scopesIn(stack).secret] })),
  'SecretsStoreCsiDriverProps.version': podsOf((stack, version) => new SecretsStoreCsiDriver({ version, namespace: 'a', serviceAccountName: 'a', secrets: [scopesIn(stack).secret] }), '2.1.1'),
  'CertManager.ofAllHostedZones(reason)': controllerWay((_, reason) => CertManager.ofAllHostedZones(reason)),
  'ExternalDns.ofAllHostedZones(reason)': controllerWay((_, reason) => ExternalDns.ofAllHostedZones(reason)),
  'ExternalDnsRecordOptions.domains': controllerWay((stack, value) => new ExternalDns({ hostedZones: [scopesIn(stack).zone], domains: [value] }), 'zqx.example.com'),
  'CloudWatchAgentProps.metricNamespaces': controllerWay((_, value) => new CloudWatchAgent({ metricNamespaces: [value] })),
  'MountpointS3Mount.prefix': controllerWay((stack, prefix) => new MountpointS3CsiDriver({ mounts: [{ bucket: scopesIn(stack).bucket, prefix }] }), 'zqx/'),
  'VeleroProps.prefix': controllerWay((stack, prefix) => new Velero({ bucket: scopesIn(stack).bucket, prefix }), 'zqx/'),
  'NodeTerminationHandlerProps.managedTag': controllerWay((stack, managedTag) => new NodeTerminationHandler({ queue: scopesIn(stack).plainQueue, managedTag })),
  'KarpenterInterruptionQueueProps.queueName': way((stack, queueName) => void new KarpenterInterruptionQueue(stack, 'Queue', { queueName })),
  'KarpenterNodeRoleProps.roleName': way((stack, roleName) => void new KarpenterNodeRole(stack, 'Nodes', { roleName })),
};

/** A driver that works by the identity of the pods: it has no values of a Helm chart. */
function podsOf(make: (stack: Stack, value: string) => Controller, plain?: string): Way {
  return way((stack, value) => void make(stack, value).podIdentity(stack, 'Pods', { cluster: clusterFixture(stack), ...OWN }), plain);
}

export const CLUSTER_WAYS: Ways = { ...clusterWays, ...controllerWays };
