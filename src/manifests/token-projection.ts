import { ContainerJson, PodSpecJson } from './pod-json';

/** What the webhook of EKS calls the volume of IRSA's token, and where it mounts it; of the same name, it adds none. */
const VOLUME = 'aws-iam-token';
const MOUNT_PATH = '/var/run/secrets/eks.amazonaws.com/serviceaccount';

/** The token of IRSA that a manifest mounts itself, and the role that SDKs become with it. */
export interface TokenProjection {
  readonly roleArn: string;
  readonly audience: string;
  readonly expirationSeconds: number;
  readonly regionalSts: boolean;
}

/** The pod with the token and its variables in all containers but the skipped ones; the others have variables already. */
export function withToken(spec: PodSpecJson, token: TokenProjection, skipped: readonly string[]): PodSpecJson {
  const { roleArn, audience, expirationSeconds, regionalSts } = token;
  const variables = [
    { name: 'AWS_ROLE_ARN', value: roleArn },
    { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: `${MOUNT_PATH}/token` },
    ...(regionalSts ? [{ name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' }] : []),
  ];
  const mount = (container: ContainerJson): ContainerJson => skipped.includes(container.name) ? container : {
    ...container,
    env: [...variables.filter(({ name }) => !container.env!.some((own) => own.name === name)), ...container.env!],
    volumeMounts: [...container.volumeMounts ?? [], { name: VOLUME, mountPath: MOUNT_PATH, readOnly: true }],
  };
  return {
    ...spec,
    containers: spec.containers.map(mount),
    ...(spec.initContainers !== undefined && { initContainers: spec.initContainers.map(mount) }),
    volumes: [...spec.volumes ?? [], { name: VOLUME, projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds, path: 'token' } }] } }],
  };
}
