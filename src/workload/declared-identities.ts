import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { got, refuse } from '../private/errors';
import { appRegistry } from '../private/registry';
import { isToken, tokenIdentity } from '../private/tokens';

/** What makes a workload identity one: a service account of a namespace of a cluster. */
export interface Identity {
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/**
 * Refuses the second declaration of an identity in an app: EKS keeps one association for it, and the cluster one
 * ServiceAccount, so one declaration would silently lose.
 *
 * Where the cluster's ARN has tokens, declarations are compared within a stage only, since stages may go to
 * different accounts.
 */
export function declareIdentity(workload: IConstruct, identity: Identity): void {
  const parts = [identity.clusterArn, identity.namespace, identity.serviceAccountName];
  const stage = isToken(identity.clusterArn) ? Stage.of(workload)?.node.path : undefined;
  const key = JSON.stringify([stage, ...parts.map(tokenIdentity)]);
  const declared = appRegistry<string>(workload, 'identities');
  const other = declared.get(key);
  if (other !== undefined) {
    refuse(workload, 'DuplicateWorkload', `the service account "${identity.namespace}/${identity.serviceAccountName}" of this cluster is declared already by [${other}]: `
      + `declare it once and share that workload, or name another service account${stage === undefined ? '' : '; if the clusters are of different accounts, give the stacks their env'}, `
      + got(`${identity.namespace}/${identity.serviceAccountName}`));
  }
  declared.set(key, workload.node.path);
}
