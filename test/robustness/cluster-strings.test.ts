import { CLUSTER_WAYS } from './cluster-ways';
import { describeWays } from './ways';

describeWays(CLUSTER_WAYS);
