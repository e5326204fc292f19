import { MigrationStage } from './migration-stage';
import { MigrationStep } from './migration-step';
import { STAGES } from './stage-facts';
import { arnParts } from '../private/arns';
import { isToken } from '../private/tokens';
import { PodFacts } from '../trust/pod-identity-tags';

const { IRSA, DUAL_TRUST, CUTOVER, ANNOTATION_REMOVED, POD_IDENTITY } = MigrationStage;

/** The steps from one stage to another; none if they are the same. */
export function stepsBetween(identities: readonly PodFacts<string>[], from: MigrationStage, to: MigrationStage): MigrationStep[] {
  const [start, end] = [STAGES.indexOf(from), STAGES.indexOf(to)];
  const direction = Math.sign(end - start);
  return Array.from({ length: Math.abs(end - start) }, (_, index) => {
    const [before, after] = [STAGES[start + index * direction], STAGES[start + (index + 1) * direction]];
    return { from: before, to: after, ...(direction > 0 ? FORWARD[after] : BACK[after])!(commandsFor(identities)) };
  });
}

/** The steps in words, each with the way back. */
export function describePlan(identities: readonly PodFacts<string>[], from: MigrationStage, to: MigrationStage): string {
  return stepsBetween(identities, from, to).map((step) => {
    const [back] = stepsBetween(identities, step.to, step.from);
    return [
      `${step.from} -> ${step.to}: ${step.changes}`,
      ...step.deploy.map((each, index) => `  ${index + 1}. ${each}`),
      ...step.verify.map((each) => `  verify: ${each}`),
      ...back.deploy.map((each) => `  roll back: ${each}`),
    ].join('\n');
  }).join('\n');
}

/** The commands that name the identity, each for all of its clusters. */
interface Commands {
  readonly restart: string;
  readonly caller: string;
  readonly association: string;
  readonly agent: string;
}

function commandsFor(identities: readonly PodFacts<string>[]): Commands {
  const [identity] = identities;
  const namespace = shown(identity.namespace, 'NAMESPACE');
  const serviceAccountName = shown(identity.serviceAccountName, 'SERVICE_ACCOUNT');
  const inEach = identities.length > 1 ? 'in each cluster ' : '';
  const ofEach = (command: string, rest: string) => listed(clusterOptions(identities).map((cluster) => `\`${command} ${cluster} ${rest}\``));
  return {
    restart: `${inEach}restart what runs the pods of \`kubectl -n ${namespace} get pods --field-selector spec.serviceAccountName=${serviceAccountName}\`: \`kubectl -n ${namespace} rollout restart ...\``,
    caller: `${inEach}\`kubectl -n ${namespace} exec POD -- aws sts get-caller-identity\``,
    association: `${ofEach('aws eks list-pod-identity-associations', `--namespace ${namespace} --service-account ${serviceAccountName}`)} ${inEach === '' ? 'shows one' : 'show one each'}`,
    agent: ofEach('aws eks describe-addon', '--addon-name eks-pod-identity-agent'),
  };
}

/** How the AWS CLI is told each cluster; the region only where they are of several. */
function clusterOptions(identities: readonly PodFacts<string>[]): string[] {
  const regions = identities.map(({ clusterArn }) => shown(arnParts(clusterArn)?.region ?? clusterArn, 'REGION'));
  const several = new Set(regions).size > 1;
  return identities.map(({ clusterName }, index) => `--cluster-name ${shown(clusterName, 'CLUSTER')}${several ? ` --region ${regions[index]}` : ''}`);
}

/** Things in words: `a, b and c`. */
function listed(things: readonly string[]): string {
  return [things.slice(0, -1).join(', '), ...things.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** A name as it stands in a command: a word to replace where it is known at deploy time only. */
function shown(name: string, word: string): string {
  return isToken(name) ? word : name;
}

type Text = (commands: Commands) => Pick<MigrationStep, 'changes' | 'deploy' | 'verify'>;

const DEPLOY_STACK = 'deploy the stack';
const APPLY_MANIFESTS = 'apply the ServiceAccount';

/** The step into each stage from the one before it. */
const FORWARD: Readonly<Partial<Record<MigrationStage, Text>>> = {
  [DUAL_TRUST]: ({ caller }) => ({
    changes: 'the role trusts EKS Pod Identity as well',
    deploy: [DEPLOY_STACK],
    verify: [`${caller} names the role as before; no pod restarts`],
  }),
  [CUTOVER]: ({ agent, association, restart, caller }) => ({
    changes: 'the association is made, and pods that start use it',
    deploy: [`make sure that the agent is ACTIVE on all nodes that run the pods (built into Auto Mode): ${agent}; that SDKs are recent enough, and that NO_PROXY holds 169.254.170.23`, DEPLOY_STACK, restart],
    verify: [association, `${caller} names a session that begins with "eks-"`, 'CloudTrail shows AssumeRoleForPodIdentity for the cluster, and no AccessDenied for the role'],
  }),
  [ANNOTATION_REMOVED]: ({ restart, caller }) => ({
    changes: 'the ServiceAccount bears no annotation of IRSA any more',
    deploy: [APPLY_MANIFESTS, restart],
    verify: [`${caller} names a session that begins with "eks-"`],
  }),
  [POD_IDENTITY]: () => ({
    changes: 'the role trusts EKS Pod Identity alone',
    deploy: ['make sure that CloudTrail shows no AssumeRoleWithWebIdentity for the role since the pods were restarted', DEPLOY_STACK],
    verify: ['CloudTrail shows no AccessDenied for AssumeRoleWithWebIdentity on the role; swap the class for PodIdentityWorkload'],
  }),
};

/** The step back into each stage from the one behind it. */
const BACK: Readonly<Partial<Record<MigrationStage, Text>>> = {
  [ANNOTATION_REMOVED]: () => ({
    changes: 'the role trusts the OIDC provider again',
    deploy: [DEPLOY_STACK],
    verify: ['the trust policy of the role has two statements'],
  }),
  [CUTOVER]: () => ({
    changes: 'the ServiceAccount bears the annotations of IRSA again',
    deploy: [APPLY_MANIFESTS],
    verify: ['pods still use Pod Identity, since the association is there'],
  }),
  [DUAL_TRUST]: ({ restart, caller }) => ({
    changes: 'the association is deleted, and pods that start use IRSA',
    deploy: [DEPLOY_STACK, restart],
    verify: [`${caller} names a session that doesn't begin with "eks-"`],
  }),
  [IRSA]: () => ({
    changes: 'the role trusts the OIDC provider alone',
    deploy: [DEPLOY_STACK],
    verify: ['the trust policy of the role has one statement'],
  }),
};
