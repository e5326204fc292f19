import { ACCOUNT, REGION } from '../../fixtures';

/** An action, a resource, and what the request brings besides. */
export type Request = readonly [string, string, Record<string, unknown>?];

/** What a controller must be able to do, and what it must never do. */
export interface Requests {
  readonly can: readonly Request[];
  readonly cannot: readonly Request[];
}

export const OTHER_ACCOUNT = '999988887777';

/** An EC2 resource of the account and region. */
export const ec2 = (resource: string, account = ACCOUNT) => `arn:aws:ec2:${REGION}:${account}:${resource}`;
