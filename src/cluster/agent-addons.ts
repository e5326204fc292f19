import { CfnResource } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { isOfCluster, propertyOf, resourcesOfTypes } from './app-resources';
import { OncePerSynth } from '../private/once-per-synth';

/** The name of the add-on. */
export const AGENT_NAME = 'eks-pod-identity-agent';

/** All add-ons of the app that put the agent on a cluster, as they are in a synth. */
export const AGENT_ADDONS = new OncePerSynth('agents', agentAddons);

/** All add-ons of the app that put the agent on a cluster. */
export function agentAddons(scope: IConstruct): CfnResource[] {
  return resourcesOfTypes(scope, ['AWS::EKS::Addon']).filter((addon) => propertyOf(addon, 'AddonName') === AGENT_NAME);
}

/** The paths of those that put it on this cluster. */
export function agentAddonsOf(cluster: eks.IClusterRef, addons: readonly CfnResource[]): string[] {
  return addons.filter((addon) => isOfCluster(addon, propertyOf(addon, 'ClusterName'), cluster)).map((addon) => addon.node.path);
}
