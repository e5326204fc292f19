import { PlacedResource } from '../policy/role';
import { PolicyValue } from '../policy/statement';
import { keyOf, TemplateView, textIn } from '../policy/template';
import { showText, Text } from '../policy/text';
import { associationsOfAddon } from '../workload/addon-associations';
import { JsonTemplate } from '../workload/json-template';

/** A Pod Identity association: a resource, or one that an add-on owns. */
export interface Association {
  readonly placed: PlacedResource;
  readonly clusterName: Text;
  readonly namespace: Text;
  readonly serviceAccountName: Text;
  /** The role that pods become at first, and the one that they then become; absent if no template has it. */
  readonly role?: PlacedResource;
  readonly target?: PlacedResource;
  /** False iff Pod Identity is told not to tag sessions. */
  readonly tagsSessions: boolean;
  /** True iff it restricts what its pods may do of what the role may. */
  readonly hasSessionPolicy: boolean;
}

/** The roles of all templates, by what their ARNs are. */
export type RolesByArn = ReadonlyMap<string, PlacedResource>;

/** Indexes the roles of all templates. */
export function byArn(roles: readonly PlacedResource[]): RolesByArn {
  return new Map(roles.map((role) => [keyOf(role.template, { 'Fn::GetAtt': [role.logicalId, 'Arn'] }), role]));
}

/** The associations of a template: its own, and those of its add-ons. */
export function associationsIn(template: JsonTemplate, roles: RolesByArn): Association[] {
  const ofAddons = template.ofTypes('AWS::EKS::Addon').flatMap((addon) => associationsOfAddon(addon, () => `the namespace of ${addon.logicalId}`));
  return [...template.ofTypes('AWS::EKS::PodIdentityAssociation'), ...ofAddons].map((placed) => {
    const { ClusterName = '', Namespace = '', ServiceAccount = '', RoleArn, TargetRoleArn, DisableSessionTags = false, Policy } = placed.resource.Properties ?? {};
    return {
      placed,
      clusterName: textIn(template, ClusterName),
      namespace: textIn(template, Namespace),
      serviceAccountName: textIn(template, ServiceAccount),
      role: roleOf(template, RoleArn, roles),
      target: roleOf(template, TargetRoleArn, roles),
      tagsSessions: String(DisableSessionTags) !== 'true',
      hasSessionPolicy: Policy !== undefined,
    };
  });
}

/** The role of an ARN, if a template has it. */
export function roleOf(template: TemplateView, arn: PolicyValue | undefined, roles: RolesByArn): PlacedResource | undefined {
  return arn === undefined ? undefined : roles.get(keyOf(template, arn));
}

/** The service account of an association, as people read it. */
export function nameOf({ namespace, serviceAccountName }: Pick<Association, 'namespace' | 'serviceAccountName'>): string {
  return `${showText(namespace)}/${showText(serviceAccountName)}`;
}
