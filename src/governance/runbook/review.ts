import { RunbookFacts } from './facts';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { InventoryStatement } from '../inventory/inventory-statement';

/** A point of the security review: ticked iff the declaration proves it. */
export interface ReviewPoint {
  readonly text: string;
  readonly isProved: boolean;
}

/** The points of the security review. */
export function reviewPoints({ identity, others }: RunbookFacts): ReviewPoint[] {
  const { owner, mustNot, permissionsBoundary, unknownPolicies } = identity;
  const allowing = identity.permissions.filter(({ effect }) => effect === 'Allow');
  const isExact = unknownPolicies.length === 0 && allowing.every(isScoped);
  const proved = (text: string, isProved: boolean): ReviewPoint => ({ text, isProved });
  const open = (text: string) => proved(text, false);
  return [
    proved('a dedicated ServiceAccount, not `default`', true),
    proved('no other workload has the role', others.length === 0),
    proved('Pod Identity or IRSA', true),
    proved('exact actions on named resources', isExact),
    proved('each use of a KMS key is bound to a service by `kms:ViaService`', unknownPolicies.length === 0 && allowing.every(isKeyUseBound)),
    proved('the role trusts this service account alone', trustsThisAlone(identity)),
    proved('what it must not do is proved', mustNot.length > 0 && mustNot.every(({ verdict }) => verdict === 'PROVED')),
    proved('a permissions boundary', permissionsBoundary !== undefined),
    proved('an owner', owner !== ''),
    proved('a runbook', true),
    open('the key policies of KMS, and the policies of resources in other accounts, are reviewed'),
    open('Kubernetes RBAC keeps others from making pods with this ServiceAccount'),
    open('admission policies refuse what would use it by accident'),
    open('CloudTrail is on, and shows its calls (see the queries above)'),
    open('the role of the node can\'t mask a failure'),
    open('the application uses the default credential chain, and no static keys'),
    open('revocation is tested'),
    open('keys from before are deleted'),
  ];
}

/** True iff a statement names its actions, and what they are about. */
function isScoped({ actions, resources }: InventoryStatement): boolean {
  return actions !== undefined && resources !== undefined && !actions.some((action) => /[*?]/.test(action)) && !resources.some((resource) => /^(arn:[^:]*:[^:]*:[^:]*:[^:]*:)?\*+$/.test(resource));
}

function isKeyUseBound({ actions, conditions }: InventoryStatement): boolean {
  const usesKeys = actions === undefined || actions.some((action) => /^(kms:|\*|[^:]*[*?][^:]*:)/i.test(action));
  return !usesKeys || conditions.some(({ key, operator }) => key.toLowerCase() === 'kms:viaservice' && operator === 'StringEquals');
}

/** True iff each statement of the trust that admits somebody compares the namespace and the service account with exactly these. */
function trustsThisAlone({ trust, namespace, serviceAccount }: InventoryIdentity): boolean {
  const isOnly = (values: readonly string[], value: string) => values.length === 1 && values[0] === value;
  return trust !== undefined && trust.filter(({ effect }) => effect === 'Allow').every(({ conditions }) => {
    const compares = (key: RegExp, value: string) => conditions.some((each) => each.operator === 'StringEquals' && key.test(each.key) && isOnly(each.values, value));
    return compares(/:sub$/, `system:serviceaccount:${namespace}:${serviceAccount}`)
      || (compares(/^aws:RequestTag\/kubernetes-namespace$/, namespace) && compares(/^aws:RequestTag\/kubernetes-service-account$/, serviceAccount));
  });
}
