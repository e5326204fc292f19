import { environmentOf } from './environment';
import { KeyValueSources } from './key-value-sources';
import { METADATA_DISABLED, skippedContainers } from './pod-binding';
import { containersOf, ObjectJson, PodTemplateJson } from './pod-json';
import { FoundPlacement, placementsOf } from './pod-placement';
import { pastProxy } from './proxy';
import { scanForCredentials } from './static-credentials-scan';
import { WAITING_CONTAINER } from './wait-for-identity';
import { knownToDiffer } from '../private/arns';
import { ErrorCode, got } from '../private/errors';

/** Something that keeps pods from their identity. */
export interface PodError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Something that may keep pods from their identity, or let them do without. */
export interface PodWarning {
  readonly warning: string;
  readonly subject: string;
  readonly message: string;
}

export type PodProblem = PodError | PodWarning;

/** Tells what can't work from what is risky. */
export function isError(problem: PodProblem): problem is PodError {
  return 'code' in problem;
}

/** What pods are compared with. */
export interface PodExpectations {
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** Whether they get credentials from the agent of EKS Pod Identity. */
  readonly byAgent: boolean;
  readonly skipContainers: readonly string[];
  readonly instanceMetadata: readonly string[];
  readonly waits: boolean;
}

/** Where the API server's token is in containers; the token of IRSA is another one. */
const API_TOKEN = /^(\/var)?\/run\/secrets\/kubernetes\.io\//;

/** All that is wrong or risky about the pods of an object, as it is before it is bound. */
export function podProblems(object: ObjectJson, template: PodTemplateJson, expected: PodExpectations, sources: KeyValueSources): PodProblem[] {
  return [
    ...identityProblems(object, template, expected),
    ...containerNameProblems(template, expected),
    ...placementProblems(placementsOf(template), expected),
    ...credentialProblems(template, expected, sources),
    ...environmentProblems(template, expected, sources),
    ...template.spec.hostNetwork === true ? [{
      warning: 'HostNetwork',
      subject: `${object.metadata.name}`,
      message: 'the pods have hostNetwork: true, so that they reach the metadata service of the node, and with it the node\'s role, whatever the hop limit is: '
        + 'leave hostNetwork out, or acknowledge this',
    }] : [],
  ];
}

function identityProblems({ metadata }: ObjectJson, { spec }: PodTemplateJson, expected: PodExpectations): PodProblem[] {
  const account = [spec.serviceAccountName, spec.serviceAccount].find((each) => knownToDiffer(each, expected.serviceAccountName));
  return [
    ...account === undefined ? [] : [{
      code: 'OtherServiceAccount' as const,
      message: `the pods run as another service account than the workload's, "${expected.serviceAccountName}": leave serviceAccountName out, or bind the pods to the workload of theirs, ${got(account)}`,
    }],
    ...!knownToDiffer(metadata.namespace, expected.namespace) ? [] : [{
      code: 'OtherNamespace' as const,
      message: `the object is in another namespace than the workload, "${expected.namespace}": declare it there, or leave the namespace out, ${got(metadata.namespace)}`,
    }],
  ];
}

function containerNameProblems(template: PodTemplateJson, { skipContainers, instanceMetadata, waits }: PodExpectations): PodProblem[] {
  const names = containersOf(template.spec).map(({ name }) => name);
  const options = Object.entries({ skipContainers, instanceMetadata });
  const unknown = options.flatMap(([option, named]) => named.filter((name) => !names.includes(name)).map((name) => ({
    code: 'UnknownContainer' as const,
    message: `${option} names a container that the pods don't have: name one of ${JSON.stringify(names)}, ${got(name)}`,
  })));
  const taken = waits && names.includes(WAITING_CONTAINER);
  return [...unknown, ...taken ? [{
    code: 'UnknownContainer' as const,
    message: `the pods have a container of the name that waitForIdentity gives its own: rename it, ${got(WAITING_CONTAINER)}`,
  }] : []];
}

function placementProblems(placements: readonly FoundPlacement[], { byAgent, waits }: PodExpectations): PodProblem[] {
  return placements.flatMap(({ placement, by }): PodProblem[] => {
    if (byAgent) {
      return [{
        code: 'UnsupportedCompute',
        message: `the pods run on ${placement} alone, where EKS Pod Identity can't give them credentials: declare an IrsaWorkload, or have them run on EC2 Linux nodes, ${got(by)}`,
      }];
    }
    return !waits || placement !== 'windows' ? [] : [{
      code: 'UnsupportedCompute',
      message: `waitForIdentity adds a Linux container, and the pods run on windows: leave it out, ${got(by)}`,
    }];
  });
}

function credentialProblems(template: PodTemplateJson, { namespace, skipContainers }: PodExpectations, sources: KeyValueSources): PodProblem[] {
  const skipped = skippedContainers(template, skipContainers);
  return scanForCredentials(template.spec, sources, namespace).filter(({ container }) => !skipped.includes(container))
    .map(({ container, name, source, certain, message }) => {
      const what = `the container "${container}" has ${name} (${source}): ${message}. If it authenticates otherwise for good, name it in skipContainers`;
      return certain ? { code: 'StaticCredentials', message: what } : { warning: 'StaticCredentials', subject: `${container}:${name}`, message: what };
    });
}

function environmentProblems(template: PodTemplateJson, expected: PodExpectations, sources: KeyValueSources): PodProblem[] {
  const { namespace, byAgent, skipContainers, instanceMetadata } = expected;
  const spec = template.spec;
  const skipped = skippedContainers(template, skipContainers);
  return containersOf(spec).flatMap((container): PodProblem[] => {
    const { name } = container;
    const environment = environmentOf(container, sources, namespace);
    const metadata = environment.get(METADATA_DISABLED);
    const tokenFile = environment.get('AWS_WEB_IDENTITY_TOKEN_FILE')?.value ?? '';
    const uses = !skipped.includes(name);
    return [
      ...metadata !== undefined && metadata.value?.toLowerCase() !== 'true' && !instanceMetadata.includes(name) ? [{
        warning: 'InstanceMetadata',
        subject: name,
        message: `the container "${name}" sets ${METADATA_DISABLED} to other than "true", so that without its identity it takes the node's role: leave the variable out, or name the container in instanceMetadata`,
      }] : [],
      ...uses ? pastProxy(environment).unknown.map((variable) => ({
        warning: 'UnknownNoProxy',
        subject: `${name}:${variable}`,
        message: `the container "${name}" has a proxy, and ${variable} from where its value is not known: see that it holds 169.254.170.23 and [fd00:ec2::23], and acknowledge this`,
      })) : [],
      ...uses && !byAgent && spec.automountServiceAccountToken === false && API_TOKEN.test(tokenFile) ? [{
        code: 'UnmountedToken' as const,
        message: `the container "${name}" takes its token from where automountServiceAccountToken: false has nothing mounted: leave AWS_WEB_IDENTITY_TOKEN_FILE out, and EKS mounts the token of IRSA, `
          + `which automountServiceAccountToken isn't about; where EKS doesn't, set projectToken, ${got(tokenFile)}`,
      }] : [],
    ];
  });
}
