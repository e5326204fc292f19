import { describeWays } from './ways';
import { WORKLOAD_WAYS } from './workload-ways';

describeWays(WORKLOAD_WAYS);
