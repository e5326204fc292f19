import { CfnResource } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { literalClusterName } from './literal-cluster-name';
import { knownToDiffer } from '../private/arns';
import { tokenIdentity } from '../private/tokens';

/** The L1 of an add-on that the app defines, by itself or by the L2 of either EKS module. */
export function cfnAddonOf(addon: eks.IAddonRef): eks.CfnAddon | undefined {
  return [addon, addon.node.defaultChild].find((construct): construct is eks.CfnAddon =>
    construct !== undefined && CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::EKS::Addon');
}

/** The cluster that an add-on is known to be of, by its name or its place in the app, if that is another one. */
export function otherClusterOf(addon: eks.CfnAddon, cluster: eks.IClusterRef): string | undefined {
  const [own, other] = [cluster.clusterRef.clusterName, addon.clusterName].map(tokenIdentity);
  const areBothMade = [own, other].every((identity) => identity.startsWith('<'));
  return knownToDiffer(addon.clusterName, literalClusterName(cluster)) || (areBothMade && own !== other) ? other : undefined;
}

/** The namespace that an add-on is told to be in, if it is told one that is known at synth. */
export function namespaceOf(addon: eks.CfnAddon): string | undefined {
  return (addon.namespaceConfig as eks.CfnAddon.NamespaceConfigProperty | undefined)?.namespace;
}
