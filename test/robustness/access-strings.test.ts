import { ACCESS_WAYS } from './access-ways';
import { describeWays } from './ways';

describeWays(ACCESS_WAYS);
