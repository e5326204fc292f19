import * as eks from 'aws-cdk-lib/aws-eks';
import { isToken } from '../private/tokens';

/** Where clusters that the app makes keep the name that they were given: the L1, and both L2s. */
interface NamedCluster {
  readonly name?: string;
  readonly physicalName?: string;
}

/** The name of a cluster if it is known at synth: also where the cluster itself gives a reference to it. */
export function literalClusterName(cluster: eks.IClusterRef): string | undefined {
  const { name, physicalName } = cluster as NamedCluster & eks.IClusterRef;
  return [cluster.clusterRef.clusterName, name, physicalName].find((each) => each !== undefined && !isToken(each));
}
