import { bearerOf, clusterRegion, isPodIdentity, roleName, RunbookFacts } from './facts';
import { quoted, word } from './shell';
import { showRecorded } from '../inventory/recorded-value';

/** How to see that the pods have the identity. */
export function verifyCommands(facts: RunbookFacts): string {
  const { identity } = facts;
  const { cluster, namespace, serviceAccount, role } = identity;
  const ofCluster = `--cluster-name ${word(cluster)} --region ${clusterRegion(identity)}`;
  return [
    `aws eks update-kubeconfig --name ${word(cluster)} --region ${clusterRegion(identity)}`,
    `kubectl -n ${word(namespace)} get serviceaccount ${word(serviceAccount)} -o yaml`,
    `kubectl -n ${word(namespace)} get pods --field-selector ${word(`spec.serviceAccountName=${serviceAccount}`)} -o wide`,
    ...isPodIdentity(facts) ? [
      `aws eks list-pod-identity-associations ${ofCluster} --namespace ${word(namespace)} --service-account ${word(serviceAccount)}`,
      `aws eks describe-addon ${ofCluster} --addon-name eks-pod-identity-agent`,
    ] : [
      `aws eks describe-cluster --name ${word(cluster)} --region ${clusterRegion(identity)} --query cluster.identity.oidc.issuer`,
    ],
    `aws iam get-role --role-name ${word(roleName(role))} --query Role.AssumeRolePolicyDocument`,
    `kubectl -n ${word(namespace)} exec POD -- env | grep -o '^AWS_[A-Z_]*'`,
    `kubectl -n ${word(namespace)} exec POD -- aws sts get-caller-identity`,
  ].join('\n');
}

/** How to make pods anew, so that they get new sessions. */
export function restartCommands({ identity: { namespace, serviceAccount } }: RunbookFacts): string {
  return [
    `kubectl -n ${word(namespace)} get pods --field-selector ${word(`spec.serviceAccountName=${serviceAccount}`)}`,
    `kubectl -n ${word(namespace)} rollout restart deployment DEPLOYMENT`,
  ].join('\n');
}

/** How to end all sessions from before now. */
export function revokeCommands(facts: RunbookFacts): string {
  const name = word(roleName(bearerOf(facts.identity)));
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': NOW }, ...onlyOwn(facts) } }],
  });
  const policy = document.split(JSON.stringify(NOW)).map(quoted).join('\'"\'"$now"\'"\'');
  return [
    'now="$(date -u +%Y-%m-%dT%H:%M:%SZ)"',
    `aws iam put-role-policy --role-name ${name} --policy-name RevokeOlderSessions --policy-document ${policy}`,
  ].join('\n');
}

/** How to take that back, once `revokedBefore` is deployed. */
export function unrevokeCommand({ identity }: RunbookFacts): string {
  return `aws iam delete-role-policy --role-name ${word(roleName(bearerOf(identity)))} --policy-name RevokeOlderSessions`;
}

/** Whether the sessions of others with the same role are told apart. */
export function revokesOwnAlone(facts: RunbookFacts): boolean {
  return facts.others.length === 0 || Object.keys(onlyOwn(facts)).length > 0;
}

/** Stands in the document for the time, which the shell puts in: nothing else can hold it. */
const NOW = '\u0000';

/** Where others have the role too, the tags that tell the sessions of this one. */
function onlyOwn({ identity, others }: RunbookFacts): Record<string, Record<string, string>> {
  const { principalTags, clusterArn, namespace, serviceAccount } = identity;
  if (others.length === 0 || !principalTags.every((tags) => 'kubernetes-namespace' in tags)) { return {}; }
  return {
    StringEquals: {
      'aws:PrincipalTag/eks-cluster-arn': showRecorded(clusterArn),
      'aws:PrincipalTag/kubernetes-namespace': showRecorded(namespace),
      'aws:PrincipalTag/kubernetes-service-account': showRecorded(serviceAccount),
    },
  };
}
