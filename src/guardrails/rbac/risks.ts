import { RbacRequest } from './permits';
import { RbacRisk } from '../rbac-risk';

/** A risk, what brings it, and what to do. */
export interface RiskFacts {
  readonly may: string;
  readonly so: string;
  readonly fix: string;
  readonly requests: readonly RbacRequest[];
  /** Whether the names of the service accounts narrow it. */
  readonly ofAccounts?: boolean;
  /** What brings it besides, if it is bound for the whole cluster. */
  readonly clusterWide?: readonly RbacRequest[];
}

const RBAC = 'rbac.authorization.k8s.io';
const CHANGES = ['create', 'update', 'patch'];

function requests(apiGroup: string, resources: string[], verbs: string[]): RbacRequest[] {
  return resources.flatMap((resource) => verbs.map((verb) => ({ apiGroup, resource, verb })));
}

export const RISKS: Readonly<Record<Exclude<RbacRisk, RbacRisk.UNKNOWN_ROLE>, RiskFacts>> = {
  [RbacRisk.RUNS_PODS]: {
    may: 'run pods',
    so: 'and so code with the identity of any of its service accounts',
    fix: 'bind them in namespaces without these identities, or bind the user role of IdentityRoles if they may use them',
    requests: [
      ...requests('', ['pods', 'replicationcontrollers'], CHANGES),
      ...requests('apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets'], CHANGES),
      ...requests('batch', ['jobs', 'cronjobs'], CHANGES),
    ],
  },
  [RbacRisk.ENTERS_PODS]: {
    may: 'enter pods',
    so: 'and so run code with their identities',
    fix: 'leave pods/exec, pods/attach and pods/ephemeralcontainers out of the role',
    requests: [...requests('', ['pods/exec', 'pods/attach'], ['create', 'get']), ...requests('', ['pods/ephemeralcontainers'], ['update', 'patch'])],
  },
  [RbacRisk.CHANGES_SERVICE_ACCOUNTS]: {
    may: 'create or change service accounts',
    so: 'and so say which role they have by IRSA, and make one that an association names',
    fix: 'leave these verbs on serviceaccounts out of the role, or bind the administrator role of IdentityRoles if they may administer them',
    requests: requests('', ['serviceaccounts'], CHANGES),
    ofAccounts: true,
  },
  [RbacRisk.TAKES_TOKENS]: {
    may: 'take tokens of service accounts',
    so: 'and so their roles by IRSA, from anywhere',
    fix: 'leave serviceaccounts/token out of the role, or name by resourceNames the service accounts without an identity',
    requests: requests('', ['serviceaccounts/token'], ['create']),
    ofAccounts: true,
  },
  [RbacRisk.ESCALATES]: {
    may: 'take the permissions of others',
    so: 'and so use and change its identities',
    fix: 'leave escalate, bind and impersonate out of the role',
    requests: [...requests(RBAC, ['roles', 'clusterroles'], ['escalate', 'bind']), ...requests('', ['serviceaccounts'], ['impersonate'])],
    clusterWide: requests('', ['users', 'groups'], ['impersonate']),
  },
};
