import { GUARDRAIL_WAYS } from './guardrail-ways';
import { describeWays } from './ways';

describeWays(GUARDRAIL_WAYS);
