import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Access } from '../../src';

/** How a need is met: by builders, and by the grant of the CDK's L2. */
export interface Means {
  /** The builders as people call them, and what they give. */
  readonly calls: readonly string[];
  readonly access: readonly Access[];
  /** The grant as people call it, and what gives it. */
  readonly grantCall: string;
  readonly grant: (grantee: iam.IGrantable) => void;
}

/** What a workload needs of one resource. */
export interface Need extends Means {
  readonly need: string;
  /** The service whose actions are counted. */
  readonly service: string;
  /** The actions that the need takes at least: its least privilege. */
  readonly least: readonly string[];
  /** What builders may give beside these, since the need mostly takes it as well: what for, and the actions. */
  readonly besides?: { readonly why: string; readonly actions: readonly string[] };
}

/** The needs of one resource, which is imported into a stack. */
export type DeclareNeeds = (stack: Stack) => readonly Need[];

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** The ARN of a resource in the account and region of the comparison. */
export function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** The key of each resource that has one. */
export const KEY_ARN = arnOf('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');

/** That key, imported. */
export function keyIn(stack: Stack): kms.IKey {
  return kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
}
