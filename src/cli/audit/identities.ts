import { Association } from '../../guardrails/association';
import { CheckedApp } from '../../guardrails/checked-app';
import { CheckedRole } from '../../guardrails/checked-role';
import { ServiceAccountManifest } from '../../guardrails/service-account-manifest';
import { conditionsOn, exactValues, showCondition, SUBJECT } from '../../guardrails/trust-reading';
import { PlacedResource } from '../../policy/role';
import { textIn } from '../../policy/template';
import { isSymbol, literal, showText, symbolKind, Text } from '../../policy/text';
import { compare } from '../../private/compare';
import { TrustStatement } from '../../trust/trust-policy';
import { SUBJECT_PREFIX } from '../../trust/web-identity-trust';
import { FoundObject } from '../inputs';

/** How pods become a role. */
export type Mechanism = 'pod-identity' | 'irsa';

/** A service account that becomes a role, however it is declared. */
export interface AuditedIdentity {
  /** The namespace; absent if nothing tells it. */
  readonly namespace?: Text;
  readonly serviceAccount: Text;
  /** Whom the trust policy admits, where it names no service account one by one. */
  readonly pattern?: string;
  readonly mechanisms: ReadonlySet<Mechanism>;
  /** The cluster as people read it: its name, or its OIDC provider. */
  readonly cluster?: string;
  /** The role that pods become at first; absent if no template has it. */
  readonly role?: PlacedResource;
  readonly roleArn: string;
  /** True iff pods become another role from it. */
  readonly isChained: boolean;
  readonly association?: Association;
  readonly addon?: PlacedResource;
  /** What told of it first. */
  readonly by: 'association' | 'trust' | 'annotation';
  readonly foundIn: readonly string[];
}

/** Finds every identity in templates and manifests, ordered by namespace and service account. */
export function findAll(app: CheckedApp, objects: readonly FoundObject[]): AuditedIdentity[] {
  const found = [
    ...app.associations.map((association) => ofAssociation(association, app)),
    ...app.roles.flatMap((role) => role.ofTokens.flatMap((trusted) => ofToken(role, trusted))),
    ...app.serviceAccounts.filter(({ roleArn }) => roleArn !== undefined).map((manifest) => ofManifest(manifest, app)),
    ...objects.flatMap((object) => ofObject(object, app)),
  ];
  return found.reduce<AuditedIdentity[]>(merge, []).sort((a, b) => compare(nameOf(a), nameOf(b)) || compare(a.cluster ?? '', b.cluster ?? ''));
}

/** The service account as people read it. */
export function nameOf({ namespace, serviceAccount, pattern }: AuditedIdentity): string {
  return pattern ?? `${namespace === undefined ? '?' : showText(namespace)}/${showText(serviceAccount)}`;
}

/** Where a resource is: its path, or its logical id. */
export function placeOf({ template, logicalId }: PlacedResource): string {
  return template.pathOf(logicalId);
}

/** One identity may be told of in several places: a trust policy, an annotation in the cluster, and an association. */
function merge(all: AuditedIdentity[], identity: AuditedIdentity): AuditedIdentity[] {
  const at = all.findIndex((other) => other.pattern === identity.pattern && other.roleArn === identity.roleArn
    && other.serviceAccount.join('') === identity.serviceAccount.join('')
    && (other.namespace === undefined || identity.namespace === undefined || other.namespace.join('') === identity.namespace.join(''))
    && !(other.by === identity.by && other.cluster !== identity.cluster));
  if (at < 0) { return [...all, identity]; }
  const other = all[at];
  const merged: AuditedIdentity = {
    ...identity,
    ...other,
    namespace: other.namespace ?? identity.namespace,
    cluster: other.cluster ?? identity.cluster,
    association: other.association ?? identity.association,
    addon: other.addon ?? identity.addon,
    mechanisms: new Set([...other.mechanisms, ...identity.mechanisms]),
    foundIn: [...new Set([...other.foundIn, ...identity.foundIn])],
  };
  return all.map((each, index) => index === at ? merged : each);
}

function ofAssociation(association: Association, app: CheckedApp): AuditedIdentity {
  const { placed, clusterName, namespace, serviceAccountName, role, target } = association;
  const { template, logicalId, resource: { Properties: properties = {} } } = placed;
  const owner = template.resource(logicalId);
  const addon = owner?.Type === 'AWS::EKS::Addon' ? { ...placed, resource: owner } : undefined;
  const ofTrust = addon === undefined || properties.Namespace !== `the namespace of ${logicalId}` ? namespace : namespaceInTrust(role, app);
  return {
    namespace: ofTrust,
    serviceAccount: serviceAccountName,
    mechanisms: new Set(['pod-identity']),
    cluster: showText(clusterName),
    role,
    roleArn: showText(textIn(template, properties.RoleArn ?? '')),
    isChained: properties.TargetRoleArn !== undefined || target !== undefined,
    association,
    addon,
    by: 'association',
    foundIn: [`${addon === undefined ? 'association' : 'add-on'} ${placeOf(placed)}`],
  };
}

/** The namespace that the trust policy of the role of an add-on names. */
function namespaceInTrust(role: PlacedResource | undefined, app: CheckedApp): Text | undefined {
  const trusted = app.roles.find(({ placed }) => placed === role)?.ofPods ?? [];
  const named = trusted.flatMap((each) => conditionsOn(each, /^aws:RequestTag\/kubernetes-namespace$/i)).flatMap(exactValues);
  return named.length === 1 ? named[0] : undefined;
}

function ofToken({ placed }: CheckedRole, trusted: TrustStatement): AuditedIdentity[] {
  const conditions = conditionsOn(trusted, SUBJECT);
  const subjects = conditions.flatMap(exactValues).filter((subject) => subject.slice(0, SUBJECT_PREFIX.length).join('') === SUBJECT_PREFIX);
  const [provider] = trusted.principals.filter(({ kind }) => kind === 'Federated');
  const common = {
    mechanisms: new Set<Mechanism>(['irsa']),
    cluster: showText(provider.text).replace(/^.*:oidc-provider\//, ''),
    role: placed,
    roleArn: arnOf(placed),
    isChained: false,
    by: 'trust' as const,
    foundIn: [`trust policy of ${placeOf(placed)}`],
  };
  if (subjects.length === 0) {
    const pattern = conditions.length === 0 ? 'any service account' : `service accounts with ${conditions.map(showCondition).join(' and ')}`;
    return [{ ...common, serviceAccount: [], pattern }];
  }
  return subjects.map((subject) => {
    const account = subject.slice(SUBJECT_PREFIX.length);
    const end = account.indexOf(':');
    return { ...common, namespace: account.slice(0, end), serviceAccount: account.slice(end + 1) };
  });
}

function ofManifest({ placed, clusterName, namespace, serviceAccountName, roleArn }: ServiceAccountManifest, app: CheckedApp): AuditedIdentity {
  const text = textIn(placed.template, roleArn!);
  return {
    ...annotated(text, namespace, serviceAccountName, app), namespace, serviceAccount: serviceAccountName, cluster: showText(clusterName), foundIn: [`annotation in ${placeOf(placed)}`],
  };
}

function ofObject({ file, json: { kind, metadata } }: FoundObject, app: CheckedApp): AuditedIdentity[] {
  const { name, namespace, annotations } = metadata;
  const arn = annotations?.['eks.amazonaws.com/role-arn'];
  if (kind !== 'ServiceAccount' || typeof name !== 'string' || typeof arn !== 'string') { return []; }
  const [inNamespace, serviceAccount] = [typeof namespace === 'string' ? literal(namespace) : undefined, literal(name)];
  return [{
    ...annotated(literal(arn), inNamespace, serviceAccount, app),
    namespace: inNamespace,
    serviceAccount,
    foundIn: [`annotation in ${file}`],
  }];
}

/** A role as an annotation names it; by its tokens a service account becomes it only if the role trusts them. */
function annotated(
  arn: Text, namespace: Text | undefined, serviceAccount: Text, app: CheckedApp,
): Pick<AuditedIdentity, 'mechanisms' | 'role' | 'roleArn' | 'isChained' | 'by'> {
  const role = app.roles.find(({ placed: { template, logicalId } }) => mayBe(textIn(template, { 'Fn::GetAtt': [logicalId, 'Arn'] }), arn));
  const trusts = role === undefined || (namespace === undefined ? role.subjects.some((subject) => subject.endsWith(`/${showText(serviceAccount)}`))
    : role.trust.namesSubject(namespace, serviceAccount));
  return {
    mechanisms: new Set(trusts ? ['irsa'] : []), role: role?.placed, roleArn: role === undefined ? showText(arn) : arnOf(role.placed), isChained: false, by: 'annotation',
  };
}

/** True iff a role's ARN is another one, but for an account and a partition that its template doesn't tell. */
function mayBe(roleArn: Text, arn: Text): boolean {
  if (roleArn.join('') === arn.join('')) { return true; }
  const isFlat = roleArn.every((letter) => !isSymbol(letter) || symbolKind(letter) === 'flat');
  const pattern = roleArn.map((letter) => isSymbol(letter) ? '[^:/]+' : letter.replace(/[^A-Za-z0-9]/, '\\$&')).join('');
  return isFlat && !arn.some(isSymbol) && new RegExp(`^${pattern}$`).test(arn.join(''));
}

function arnOf({ template, logicalId }: PlacedResource): string {
  return showText(textIn(template, { 'Fn::GetAtt': [logicalId, 'Arn'] }));
}
