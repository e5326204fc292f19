import { FoundIdentity } from './found-identity';
import { SynthesizedApp } from './synthesized-app';
import { evaluate } from '../policy/evaluate';
import { PlacedResource } from '../policy/role';
import { textIn } from '../policy/template';
import { literal, Text } from '../policy/text';
import { all, Tri } from '../policy/tri';
import { actionsOfSession, contextOfSession } from '../trust/trust-policy';

/**
 * Whether pods that have the base role become the other one: its trust must admit the base role, and the policies of the
 * base role must allow it.
 */
export function admitsChain(
  { base, trust }: NonNullable<FoundIdentity['chain']>, role: PlacedResource, tags: Readonly<Record<string, Text>>, externalId: Text, app: SynthesizedApp,
): Tri {
  const [from, to] = [arnOf(base), arnOf(role)];
  const given = { 'aws:PrincipalArn': from, 'sts:ExternalId': externalId };
  const policies = app.policies.policiesOf(base);
  const allowed = actionsOfSession(tags).map((action): Tri => {
    const { decision } = evaluate({ action: literal(action), resource: to, context: contextOfSession(tags, given) }, policies);
    return decision === 'ALLOWED' ? 'yes' : decision === 'UNDECIDED' ? 'maybe' : 'no';
  });
  return all([trust.admitsRole(tags, given), ...allowed]);
}

function arnOf({ template, logicalId }: PlacedResource): Text {
  return textIn(template, { 'Fn::GetAtt': [logicalId, 'Arn'] });
}
