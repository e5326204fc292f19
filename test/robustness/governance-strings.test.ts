import { GOVERNANCE_WAYS } from './governance-ways';
import { describeWays } from './ways';

afterAll(() => { delete process.env.UPDATE_IDENTITY_BASELINE; });

describeWays(GOVERNANCE_WAYS);
