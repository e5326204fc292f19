import { ContainerJson, VariableJson } from './pod-json';
import { PROXY_VARIABLES } from './proxy';
import { SHELL_CONTAINER } from './shell-container';

/** The name of the container that waits. */
export const WAITING_CONTAINER = 'wait-for-identity';

/** What others set and that the container needs as well: the way out, and the region whose STS is asked. */
const SHARED_VARIABLES = [...PROXY_VARIABLES, 'AWS_REGION', 'AWS_DEFAULT_REGION'];

/**
 * Compares the caller with what is expected; nothing of either is part of the script. It asks for a minute, since roles and
 * associations are seen everywhere only some seconds after they are made.
 */
const SCRIPT = `attempt=1
while true; do
  if caller=$(aws sts get-caller-identity --query Arn --output text); then
    case "$caller" in
      "$EXPECTED_IDENTITY"/*) echo "identity: $caller"; exit 0 ;;
    esac
    echo "wrong identity: expected a session of $EXPECTED_IDENTITY, got $caller"
    echo "The pod doesn't run with the role of its workload: compare its service account and its AWS_ variables, then delete the pod."
    exit 1
  fi
  echo "attempt $attempt of 12: no identity yet"
  if [ "$attempt" -ge 12 ]; then
    echo "no identity: expected a session of $EXPECTED_IDENTITY, and got no credentials"
    echo "Credentials are set up when a pod is made: see that association or annotation, trust policy and agent are there, then delete the pod."
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 5
done
`;

/** A container that ends well iff the pod has a session of the expected role, told as `arn:…:assumed-role/NAME`. */
export function waitingContainer(expected: string, image: string, given: ContainerJson): ContainerJson {
  return {
    name: WAITING_CONTAINER,
    image,
    command: ['/bin/sh', '-c', SCRIPT],
    env: [...sharedVariables(given), { name: 'EXPECTED_IDENTITY', value: expected }, { name: 'HOME', value: '/tmp' }],
    ...(given.envFrom !== undefined && { envFrom: given.envFrom }),
    ...SHELL_CONTAINER,
  };
}

function sharedVariables({ env = [] }: ContainerJson): VariableJson[] {
  return env.filter(({ name }) => SHARED_VARIABLES.includes(name));
}
