import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access } from './access';
import { allAmong, allConditions, tagConditions } from './conditions';
import { exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { literalText } from './literal-text';
import { S3AccessOptions } from './s3-access-options';
import { Conditions, Statement } from '../policy/statement';
import { arnParts, knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';

/** In place of a prefix: every object. No prefix and no policy document can hold its first character. */
export const WHOLE_BUCKET = '\u0000whole-bucket';

/** What a statement allows, wherever that is. */
interface Allowed {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly conditions?: Conditions;
}

/** Access to the objects whose keys match a pattern, with the operations for which a known key of the bucket is used. */
export function objectAccess(
  bucket: s3.IBucketRef, pattern: string, options: S3AccessOptions, allowed: Allowed, ...operations: KmsOperation[]
): Access {
  return Access._of(allowed.sid, ...bucketStatements(bucket, options, allowed, pattern), ...bucketKeyUse(bucket, operations));
}

/**
 * The statement on a bucket, or on its objects whose keys match a pattern.
 *
 * Through an access point there are two: S3 asks for the access point and for the bucket, and the statement on the bucket
 * then holds for requests through that access point alone.
 */
export function bucketStatements(
  bucket: s3.IBucketRef, options: S3AccessOptions, { sid, actions, conditions = {} }: Allowed, pattern?: string,
): Statement[] {
  const statement = (suffix: string, resource: string, ...more: Conditions[]): Statement =>
    ({ sid: `${sid}${suffix}`, effect: 'Allow', actions, resources: [resource], conditions: allConditions(conditions, ...more) });
  const arn = bucketArnOf(bucket);
  const resource = pattern === undefined ? arn : `${arn}/${pattern}`;
  if (options.accessPoint === undefined) { return [statement('', resource)]; }
  const through = accessPointArn(bucket, options.accessPoint);
  return [
    statement('', resource, { StringEquals: { 's3:DataAccessPointArn': [through] } }),
    statement('AccessPoint', pattern === undefined ? through : `${through}/object/${pattern}`),
  ];
}

/** The ARN of a bucket; refuses one of which it is known that no action on a bucket or its objects has it. */
function bucketArnOf(bucket: s3.IBucketRef): string {
  const arn = exactArn(bucket, bucket.bucketRef.bucketArn);
  const { service, resource = '' } = arnParts(arn) ?? {};
  if (service === 's3express' || resource.endsWith('--x-s3')) {
    refuse(bucket, 'InvalidResource', `a directory bucket is reached by sessions alone: give it to S3ExpressAccess, ${got(arn)}`);
  }
  if (knownToDiffer(service, 's3') || /[:/]/.test(resource)) {
    refuse(bucket, 'InvalidResource', `the bucket must be a general purpose bucket, arn:PARTITION:s3:::NAME: name an access point by the option accessPoint, and keys by the prefix, ${got(arn)}`);
  }
  return arn;
}

/** The pattern that matches the keys under a prefix and nothing else. */
export function prefixPattern(bucket: s3.IBucketRef, prefix: string): string {
  if (prefix === WHOLE_BUCKET) { return '*'; }
  return `${literalKey(bucket, prefix, 'prefix', 'InvalidPrefix', 'for the whole bucket give S3Access.WHOLE_BUCKET')}*`;
}

/** Escapes a key or prefix; refuses what S3 would take as another thing than was meant. */
export function literalKey(bucket: s3.IBucketRef, value: string, prop: string, code: 'InvalidPrefix' | 'InvalidObjectKey', advice: string): string {
  if (value === '') { refuse(bucket, code, `${prop} must not be empty: ${advice}, ${got(value)}`); }
  if (value.startsWith('/')) {
    refuse(bucket, code, `${prop} must not begin with "/", since keys of S3 objects don't: leave the slash out, or ${advice}, ${got(value)}`);
  }
  return literalText(bucket, code, prop, value);
}

/** That an object bears these tags already. */
export function existingTags(bucket: s3.IBucketRef, tags: Readonly<Record<string, string>> | undefined): Conditions {
  return tagConditions(bucket, 'existingObjectTags', tags, 's3:ExistingObjectTag/');
}

/** That a request sets these tags, and no others. */
export function requestTags(bucket: s3.IBucketRef, tags: Readonly<Record<string, string>> | undefined): Conditions {
  return tags === undefined ? {} : {
    ...tagConditions(bucket, 'requestObjectTags', tags, 's3:RequestObjectTag/'),
    ...allAmong('s3:RequestObjectTagKeys', Object.keys(tags)),
  };
}

function bucketKeyUse(bucket: s3.IBucketRef, operations: readonly KmsOperation[]): Statement[] {
  if (operations.length === 0) { return []; }
  const { encryptionKey } = bucket as { readonly encryptionKey?: kms.IKeyRef };
  const { bucketArn } = bucket.bucketRef;
  return impliedKeyUse(bucket, encryptionKey, KmsService.S3, operations, { name: 'aws:s3:arn', values: [bucketArn, `${bucketArn}/*`] });
}

/** The ARN of an access point; refuses one of which it is known that it doesn't lead to the bucket. */
function accessPointArn(bucket: s3.IBucketRef, accessPoint: s3.IAccessPointRef): string {
  const arn = exactArn(accessPoint, accessPoint.accessPointRef.accessPointArn);
  if (knownToDiffer(arnParts(arn)?.service, 's3')) {
    refuse(accessPoint, 'InvalidResource', `accessPoint must be one of a general purpose bucket, arn:PARTITION:s3:REGION:ACCOUNT:accesspoint/NAME, ${got(arn)}`);
  }
  const { bucket: own } = accessPoint as Partial<s3.CfnAccessPoint>;
  const { bucketName } = bucket.bucketRef;
  if (knownToDiffer(own, bucketName)) {
    refuse(accessPoint, 'InvalidResource', `accessPoint leads to the bucket ${own}, and the access is to ${bucketName}, so it would never match: give the bucket of the access point, ${got(bucketName)}`);
  }
  return arn;
}
