import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { exactArn } from './exact-arn';
import { KmsOperation, KmsService } from './kms-service';
import { Statement } from '../policy/statement';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';

/** The statement that a resource brings when its key is known: nothing if it isn't. */
export function impliedKeyUse(key: kms.IKeyRef | undefined, service: KmsService, ...operations: KmsOperation[]): Statement[] {
  return key === undefined ? [] : [keyUse(key, service, operations)];
}

/** The use of a key through a service, for these operations. */
export function keyUse(key: kms.IKeyRef, service: KmsService, operations: readonly KmsOperation[]): Statement {
  return {
    sid: `KmsVia${service.charAt(0).toUpperCase()}${service.slice(1)}`,
    effect: 'Allow',
    actions: operations,
    resources: [keyArn(key)],
    conditions: { StringEquals: { 'kms:ViaService': viaServiceValues(key, service) } },
  };
}

/** The ARN of the key itself: an alias's ARN would be accepted by IAM and never match. */
function keyArn(key: kms.IKeyRef): string {
  const { keyArn: arn } = key.keyRef;
  const aliased = (key as Partial<kms.IAlias>).aliasName !== undefined || arnParts(arn)?.resource.startsWith('alias/');
  if (aliased) {
    refuse(key, 'InvalidKey', 'a KMS alias authorizes no cryptographic operation: give the key itself, for example alias.aliasTargetKey or kms.Key.fromKeyArn, '
      + got(arn));
  }
  return exactArn(key, arn);
}

/** In China the endpoint suffix of a service may or may not be part of the value, so both forms stand there. */
function viaServiceValues(key: kms.IKeyRef, service: KmsService): string[] {
  const value = `${service}.${key.env.region}.amazonaws.com`;
  return partitionOf(Stack.of(key), key.env.region) === 'aws-cn' ? [value, `${value}.cn`] : [value];
}
