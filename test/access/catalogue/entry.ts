import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Access } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** A call of a builder. */
export interface Entry {
  /** `Class.method`. */
  readonly builder: string;
  /** The arguments as people read them. */
  readonly call: string;
  readonly access: Access;
}

/** The calls of the builders of a class, made in a stack. */
export type Calls = (stack: Stack, key: kms.IKey) => readonly [string, string, Access][];
