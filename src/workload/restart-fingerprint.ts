import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { IdentityMechanism } from './identity-mechanism';
import { knownArn, NamedRole } from './session-arn';
import { STS_AUDIENCE } from '../cluster/issuer';
import { stableIdentity } from '../private/tokens';

/** What decides of a pod, when it is made, which credentials it gets. */
export interface AdmissionFacts {
  readonly mechanism: IdentityMechanism;
  readonly clusterArn: string;
  readonly role: NamedRole;
  readonly association?: eks.CfnPodIdentityAssociation;
  /** The annotations of the ServiceAccount. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** The lifetime of a token, in seconds, where no annotation says another. */
export const DEFAULT_TOKEN_EXPIRATION = 86_400;

/**
 * A text that changes iff running pods have to be made anew to see the change: the mechanism, the cluster, the role or its target, whether
 * sessions bear tags, and the token. Permissions, a trust policy, labels and tags are seen by running pods, or are none of their business.
 */
export function restartFingerprint(workload: IConstruct, facts: AdmissionFacts): string {
  const stack = Stack.of(workload);
  const identity = (value: string) => stableIdentity(value, (token) => stack.resolve(token));
  const { association } = facts;
  const binding = {
    mechanism: facts.mechanism,
    cluster: identity(facts.clusterArn),
    role: identity(knownArn(facts.role)),
    name: stack.resolve([facts.role.resource?.roleName, facts.role.resource?.path]),
    target: association?.targetRoleArn && identity(association.targetRoleArn),
    tags: association?.disableSessionTags !== true,
    ...tokenOf(facts),
  };
  return createHash('sha256').update(JSON.stringify(binding)).digest('hex').slice(0, 16);
}

/** The token that a pod is made with, as its annotations have it; the audience of Pod Identity is always the same. */
function tokenOf({ mechanism, annotations }: AdmissionFacts): Record<string, unknown> {
  return {
    audience: mechanism === IdentityMechanism.IRSA ? annotations['eks.amazonaws.com/audience'] ?? STS_AUDIENCE : undefined,
    expiration: annotations['eks.amazonaws.com/token-expiration'] ?? `${DEFAULT_TOKEN_EXPIRATION}`,
    regionalSts: annotations['eks.amazonaws.com/sts-regional-endpoints'] ?? 'true',
  };
}
