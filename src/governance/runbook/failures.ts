import { isPodIdentity, RunbookFacts } from './facts';
import { word } from './shell';
import { code } from '../markdown';

/** What goes wrong with an identity, how it shows, and what to do. */
interface Failure {
  readonly symptom: string;
  readonly check: string;
  readonly fix: string;
}

/** The failures of this mechanism. */
export function failuresOf(facts: RunbookFacts): Failure[] {
  const { identity: { namespace, serviceAccount } } = facts;
  const exec = (command: string) => code(`kubectl -n ${word(namespace)} exec POD -- ${command}`);
  return [
    {
      symptom: 'The pod has no credentials, or runs as the ServiceAccount `default`.',
      check: code(`kubectl -n ${word(namespace)} get pod POD -o jsonpath={.spec.serviceAccountName}`),
      fix: `Set ${code(`serviceAccountName: ${serviceAccount}`)} in the pod template, by \`bindPods\`, and refuse \`default\` by an admission policy.`,
    },
    {
      symptom: 'A call fails with `AccessDenied`.',
      check: `${exec('aws sts get-caller-identity')}; then the policy of the role, the policy of the resource, the key policy of KMS, the boundary, organization policies, the session policy, and conditions on tags. The message of the error names the kind of policy that denied.`,
      fix: 'Change the one that denies. Permissions of the role are changed in its declaration, and not by hand.',
    },
    ...isPodIdentity(facts) ? ofPodIdentity(exec) : ofIrsa(exec),
    {
      symptom: 'The SDK doesn\'t use the identity: it goes to the instance metadata, or uses keys of the environment.',
      check: `${exec('env')}, and look for \`AWS_\` variables; the version of the SDK.`,
      fix: 'Update the SDK, use its default credential chain, remove static variables and files, and set `AWS_REGION`.',
    },
    {
      symptom: 'A call succeeds that should not, and CloudTrail shows the role of the node.',
      check: `${exec('aws sts get-caller-identity')} names a session \`i-…\`: the instance metadata can be reached from pods.`,
      fix: 'Set the hop limit of the nodes\' metadata to 1, bind pods by `bindPods` (`AWS_EC2_METADATA_DISABLED`), and take application permissions from the role of the node.',
    },
    {
      symptom: 'The first pods after a change fail, and later ones don\'t.',
      check: 'The time of the change: IAM and EKS take up changes some seconds later, and pods keep what they were admitted with.',
      fix: 'Wait, and restart the pods. Never change an identity in the path of a request.',
    },
  ];
}

function ofPodIdentity(exec: (command: string) => string): Failure[] {
  return [
    {
      symptom: 'CloudTrail shows `AssumeRoleForPodIdentity` with `AccessDeniedException`: the trust denies it.',
      check: 'The trust policy of the role against cluster, namespace and service account, letter by letter; and that the association names this role.',
      fix: 'Deploy the stack: it declares both.',
    },
    {
      symptom: 'All pods of a node fail, or the address 169.254.170.23 can\'t be reached.',
      check: `\`kubectl -n kube-system get pods -l app.kubernetes.io/name=eks-pod-identity-agent -o wide\`; ${exec('env')} for \`NO_PROXY\`.`,
      fix: 'Repair the add-on `eks-pod-identity-agent` (tolerations, security software); put 169.254.170.23 and [fd00:ec2::23] into `NO_PROXY`. Fargate and Windows have no agent.',
    },
  ];
}

function ofIrsa(exec: (command: string) => string): Failure[] {
  return [
    {
      symptom: '`Not authorized to perform sts:AssumeRoleWithWebIdentity`, or `InvalidIdentityToken`: the trust denies it.',
      check: 'The OIDC provider of the account, and the issuer, `aud` and exact `sub` in the trust policy; the annotation `eks.amazonaws.com/role-arn` of the ServiceAccount.',
      fix: 'Deploy the stack, and apply the ServiceAccount that it declares.',
    },
    {
      symptom: 'The pod has no `AWS_ROLE_ARN`: the webhook has not seen it.',
      check: exec('env'),
      fix: 'Apply the ServiceAccount with its annotation, and restart the pods: the webhook changes pods only when they are made.',
    },
  ];
}
