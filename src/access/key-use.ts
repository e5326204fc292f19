import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { allConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { KmsOperation, KmsService } from './kms-service';
import { Conditions, Statement } from '../policy/statement';
import { arnParts, knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';

const KEY: ArnForm = { service: 'kms', resource: /^key\/.+$/, shown: 'kms:REGION:ACCOUNT:key/ID' };

/** What a service tells KMS of the data whenever it uses a key: an entry of the encryption context, and its values. */
export interface KeyContext {
  readonly name: string;
  readonly values: readonly string[];
  /** True iff a value may turn out to be a pattern where it is resolved. */
  readonly mayBePattern?: boolean;
}

/**
 * The statement that a resource brings when its key is known: nothing if it isn't.
 *
 * @param region where the resource is, if it tells better than by its environment
 */
export function impliedKeyUse(
  resource: IConstruct & IEnvironmentAware, given: kms.IKeyRef | undefined,
  service: KmsService, operations: readonly KmsOperation[], context?: KeyContext, region: string = resource.env.region,
): Statement[] {
  if (given === undefined) { return []; }
  const key = keyBehind(resource, given);
  if (knownToDiffer(region, key.env.region)) {
    refuse(resource, 'WrongRegion', `the resource is in region ${region}, and its KMS key in ${key.env.region}: a service uses keys of its own region alone, so the access would never `
      + `match; import each with its own region, ${got(key.keyRef.keyArn)}`);
  }
  return [keyUse(key, service, operations, context)];
}

/** The use of a key through a service, for these operations and, if it is given, this context alone. */
export function keyUse(key: kms.IKeyRef, service: KmsService, operations: readonly KmsOperation[], context?: KeyContext): Statement {
  return {
    sid: `KmsVia${service.charAt(0).toUpperCase()}${service.slice(1)}`,
    effect: 'Allow',
    actions: operations,
    resources: [keyArn(key)],
    conditions: allConditions({ StringEquals: { 'kms:ViaService': viaServiceValues(key, service) } }, contextCondition(context)),
  };
}

function contextCondition(context?: KeyContext): Conditions {
  if (context === undefined) { return {}; }
  const isPattern = context.mayBePattern || context.values.some((value) => /[*?]/.test(value));
  return { [isPattern ? 'StringLike' : 'StringEquals']: { [`kms:EncryptionContext:${context.name}`]: context.values } };
}

/** The key itself, where a resource was given an alias of it; refuses an alias that doesn't tell its key. */
function keyBehind(resource: IConstruct, key: kms.IKeyRef): kms.IKeyRef {
  if (!isAlias(key)) { return key; }
  try {
    return key.aliasTargetKey;
  } catch {
    return refuse(resource, 'InvalidKey', 'the resource is encrypted by a KMS alias that doesn\'t tell its key, and an alias authorizes no cryptographic operation: import the alias by '
      + `kms.Alias.fromAliasAttributes, which takes the key as aliasTargetKey, ${got(key.aliasName)}`);
  }
}

function isAlias(key: kms.IKeyRef): key is kms.IAlias {
  return (key as Partial<kms.IAlias>).aliasName !== undefined;
}

/** The ARN of the key itself: an alias's ARN would be accepted by IAM and never match. */
function keyArn(key: kms.IKeyRef): string {
  const { keyArn: arn } = key.keyRef;
  if (isAlias(key) || arnParts(arn)?.resource.startsWith('alias/')) {
    refuse(key, 'InvalidKey', 'a KMS alias authorizes no cryptographic operation: give the key itself, for example alias.aliasTargetKey or kms.Key.fromKeyArn, '
      + got(arn));
  }
  return exactArn(key, arn, KEY);
}

/** In China the endpoint suffix of a service may or may not be part of the value, so both forms stand there. */
function viaServiceValues(key: kms.IKeyRef, service: KmsService): string[] {
  const value = `${service}.${key.env.region}.amazonaws.com`;
  return partitionOf(Stack.of(key), key.env.region) === 'aws-cn' ? [value, `${value}.cn`] : [value];
}
