import { AuditedIdentity } from './identities';
import { STS_AUDIENCE } from '../../cluster/issuer';
import { CheckedRole } from '../../guardrails/checked-role';
import { PolicyValue } from '../../policy/statement';
import { textIn, valueOf } from '../../policy/template';
import { literal } from '../../policy/text';
import { podIdentityTags } from '../../trust/pod-identity-tags';

/** The keys that the trust policies of this library compare, or that those compare which it stands in for. */
const KNOWN_KEYS = /:(aud|sub)$|^aws:(SourceArn|SourceAccount|RequestTag\/(eks-cluster-(arn|name)|kubernetes-(namespace|service-account)))$/i;

/** Why the trust policy of a declaration would let in whom the role doesn't; nothing if it wouldn't. */
export function trustProblem(identity: AuditedIdentity, { trust, ofPods, ofTokens }: CheckedRole): string | undefined {
  if (!trust.isReadable) { return 'its trust policy can\'t be read'; }
  if (trust.statements.some(({ statement }) => statement.effect === 'Deny')) { return 'its trust policy denies, which the declaration would not'; }
  const others = [...ofPods, ...ofTokens].flatMap(({ statement }) => statement.conditions).filter(({ key }) => !KNOWN_KEYS.test(key));
  if (others.length > 0) { return `its trust policy asks for ${others.map(({ key }) => key).join(', ')} as well, which the declaration would not`; }
  if (identity.mechanisms.has('irsa') && !admitsTokens(identity, trust)) { return `its trust policy takes no tokens for ${STS_AUDIENCE}, which the declaration would`; }
  if (identity.mechanisms.has('pod-identity') && !admitsPods(identity, trust)) { return 'its trust policy doesn\'t let in the pods of the association: mend one of both'; }
  return undefined;
}

function admitsTokens({ namespace, serviceAccount: serviceAccountName }: AuditedIdentity, trust: CheckedRole['trust']): boolean {
  return trust.admitsToken({ namespace: namespace!, serviceAccountName, audience: literal(STS_AUDIENCE) }) !== 'no';
}

function admitsPods({ namespace, serviceAccount, association }: AuditedIdentity, trust: CheckedRole['trust']): boolean {
  const { placed: { template }, clusterName, tagsSessions } = association!;
  const arn = ['arn:', { Ref: 'AWS::Partition' }, ':eks:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':cluster/', valueOf(clusterName)];
  const clusterArn = textIn(template, { 'Fn::Join': ['', arn] });
  const tags = podIdentityTags<PolicyValue>({
    clusterArn: valueOf(clusterArn), clusterName: valueOf(clusterName), namespace: valueOf(namespace!), serviceAccountName: valueOf(serviceAccount),
  });
  const texts = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, textIn(template, value)]));
  return trust.admitsPod(tagsSessions ? texts : {}, { 'aws:SourceArn': clusterArn, 'aws:SourceAccount': textIn(template, { Ref: 'AWS::AccountId' }) }) !== 'no';
}
