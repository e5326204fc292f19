import { matches } from '../policy/operators';
import { PlacedResource } from '../policy/role';
import { PolicyValue } from '../policy/statement';
import { keyOf, PlacedValue, TemplateView, textIn, valueOf } from '../policy/template';
import { literal, showText, Text } from '../policy/text';
import { podIdentityTags } from '../trust/pod-identity-tags';
import { Trust, trustOf } from '../trust/trust-policy';
import { associationsOfAddon } from '../workload/addon-associations';
import { JsonTemplate } from '../workload/json-template';

/** One way in which a service account becomes a role. */
export interface FoundIdentity {
  /** The role whose permissions the pods have in the end. */
  readonly role: PlacedResource;
  readonly trust: Trust;
  /** Where the pods become the role from another one, that one, and whom the role trusts. */
  readonly chain?: { readonly base: PlacedResource; readonly trust: Trust };
  /** False iff Pod Identity is told not to tag sessions. */
  readonly tagsSessions: boolean;
  /** The tags of its sessions. */
  readonly sessionTags: Readonly<Record<string, PolicyValue>>;
  /** The session policy of the association. */
  readonly sessionPolicy?: PlacedValue;
}

/** An association that names a role which none of the templates has. */
export interface ForeignRole {
  readonly association: string;
  readonly roleArn: string;
}

/**
 * The ways in which a service account becomes a role in these templates, whoever declares them.
 *
 * @param all these templates and others of the app, which may have the roles that associations name
 */
export function findIdentities(
  templates: readonly JsonTemplate[], all: readonly JsonTemplate[], namespace: string, serviceAccountName: string,
): (FoundIdentity | ForeignRole)[] {
  const roles = templates.flatMap((template) => template.ofTypes('AWS::IAM::Role'));
  const known = all.flatMap((template) => template.ofTypes('AWS::IAM::Role'));
  const associations = templates.flatMap((template) => [
    ...template.ofTypes('AWS::EKS::PodIdentityAssociation'),
    ...template.ofTypes('AWS::EKS::Addon').flatMap((addon) => associationsOfAddon(addon, (roleArn) => trustedNamespace(addon, roleArn, namespace, known))),
  ]).filter((association) => isText(association, 'Namespace', namespace) && isText(association, 'ServiceAccount', serviceAccountName));
  return [
    ...associations.map((association) => ofAssociation(association, known)),
    ...roles.flatMap((role) => ofToken(role, literal(namespace), literal(serviceAccountName))),
  ];
}

/** The namespace, if the trust of the role of an add-on names it. */
function trustedNamespace(addon: PlacedResource, roleArn: PolicyValue, namespace: string, roles: readonly PlacedResource[]): string {
  const role = findRole(roles, addon.template, roleArn);
  return role !== undefined && trustOf(role).namesNamespace(literal(namespace)) ? namespace : '';
}

function findRole(roles: readonly PlacedResource[], template: TemplateView, arn: PolicyValue): PlacedResource | undefined {
  return roles.find((role) => keyOf(role.template, { 'Fn::GetAtt': [role.logicalId, 'Arn'] }) === keyOf(template, arn));
}

function ofAssociation(association: PlacedResource, roles: readonly PlacedResource[]): FoundIdentity | ForeignRole {
  const { template, logicalId, resource } = association;
  const properties = resource.Properties!;
  const find = (arn: PolicyValue) => findRole(roles, template, arn);
  const assumed = find(properties.RoleArn);
  const role = properties.TargetRoleArn === undefined ? assumed : find(properties.TargetRoleArn);
  if (assumed === undefined || role === undefined) {
    const foreign = assumed === undefined ? properties.RoleArn : properties.TargetRoleArn;
    return { association: template.pathOf(logicalId), roleArn: showText(textIn(template, foreign)) };
  }
  const tagsSessions = !isTrue(properties.DisableSessionTags);
  return {
    role,
    trust: trustOf(assumed),
    chain: role === assumed ? undefined : { base: assumed, trust: trustOf(role) },
    tagsSessions,
    sessionTags: tagsSessions ? tagsOf(association) : {},
    sessionPolicy: properties.Policy === undefined ? undefined : { template, value: properties.Policy },
  };
}

function tagsOf({ template, resource }: PlacedResource): Record<string, PolicyValue> {
  const properties = resource.Properties!;
  const clusterArn = ['arn:', { Ref: 'AWS::Partition' }, ':eks:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':cluster/', properties.ClusterName];
  return podIdentityTags<PolicyValue>({
    clusterArn: valueOf(textIn(template, { 'Fn::Join': ['', clusterArn] })),
    clusterName: valueOf(textIn(template, properties.ClusterName)),
    namespace: valueOf(textIn(template, properties.Namespace)),
    serviceAccountName: valueOf(textIn(template, properties.ServiceAccount)),
  });
}

function ofToken(role: PlacedResource, namespace: Text, serviceAccountName: Text): FoundIdentity[] {
  const trust = trustOf(role);
  return trust.namesSubject(namespace, serviceAccountName) ? [{ role, trust, tagsSessions: true, sessionTags: {} }] : [];
}

function isText({ template, resource }: PlacedResource, property: string, value: string): boolean {
  const given = resource.Properties?.[property];
  return given !== undefined && matches(textIn(template, given), literal(value)) === 'yes';
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

