import { PlacedResource } from '../policy/role';
import { PolicyValue } from '../policy/statement';

/**
 * The associations that an add-on owns, as resources.
 *
 * @param namespaceOf the namespace, by the ARN of the role, where the add-on isn't told one: EKS alone knows it then
 */
export function associationsOfAddon(addon: PlacedResource, namespaceOf: (roleArn: PolicyValue) => string): PlacedResource[] {
  const { ClusterName, NamespaceConfig, PodIdentityAssociations = [] } = addon.resource.Properties ?? {};
  return [PodIdentityAssociations].flat().filter((properties) => properties?.RoleArn !== undefined).map((properties) => {
    const Namespace = NamespaceConfig?.Namespace ?? namespaceOf(properties.RoleArn);
    return { ...addon, resource: { Type: 'AWS::EKS::PodIdentityAssociation', Properties: { ...properties, ClusterName, Namespace } } };
  });
}
