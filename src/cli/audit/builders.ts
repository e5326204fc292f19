import { codeOfParts, partsOf, quoted } from './written';
import { matches } from '../../policy/operators';
import { parsePattern, Pattern } from '../../policy/pattern';
import { PolicyValue, Statement } from '../../policy/statement';
import { literal } from '../../policy/text';

/*
 * Statements said by the builders of access: where those allow the same, or less of what a wildcard allows.
 */

/** Gives a construct that stands for an ARN a name, by the call that imports it. */
type Name = (importer: string, arn: string) => string;

/** A builder, and the actions that it gives. */
interface Builder {
  readonly call: string;
  readonly actions: readonly string[];
  /** True iff only actions that are spelled out ask for it: a wildcard is rarely meant for them. */
  readonly mustBeSpelled?: true;
}

/** A kind of resource: how it is told, and the construct that names it. */
interface Resource {
  readonly code: string;
  readonly argument?: string;
  readonly builders: readonly Builder[];
}

const OBJECT_BUILDERS: readonly Builder[] = [
  { call: 'S3Access.readPrefix', actions: ['s3:GetObject'] },
  { call: 'S3Access.writePrefix', actions: ['s3:PutObject', 's3:AbortMultipartUpload'] },
  { call: 'S3Access.deletePrefix', actions: ['s3:DeleteObject'] },
  { call: 'S3Access.readTags', actions: ['s3:GetObjectTagging'], mustBeSpelled: true },
  { call: 'S3Access.writeTags', actions: ['s3:PutObjectTagging'], mustBeSpelled: true },
];
const BUCKET_BUILDERS: readonly Builder[] = [{ call: 'S3Access.listPrefix', actions: ['s3:ListBucket'] }];
const CONSUME = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];
const LOOK_UP = ', { lookUpUrl: true }';
const QUEUE_BUILDERS: readonly Builder[] = [
  { call: 'SqsAccess.produce', actions: ['sqs:SendMessage'] },
  { call: 'SqsAccess.consume', actions: CONSUME },
];
const TOPIC_BUILDERS: readonly Builder[] = [{ call: 'SnsAccess.publish', actions: ['sns:Publish'] }];

/** What a statement is in the words of the builders. */
export interface Built {
  /** Expressions of type `Access`. */
  readonly access: readonly string[];
  /** The patterns of actions of which not everything is given any more. */
  readonly narrowed: readonly string[];
}

/**
 * A statement said by builders; nothing if they would leave out an action that it spells out, or one of its resources.
 */
export function built({ effect, actions, resources, conditions = {} }: Statement, name: Name): Built | undefined {
  if (effect !== 'Allow' || actions === undefined || resources === undefined) { return undefined; }
  if (!actions.every((action) => typeof action === 'string')) { return undefined; }
  const patterns = actions as readonly string[];
  const used = new Set<string>();
  const access = resources.map((resource) => {
    const found = resourceOf(resource, patterns, conditions, name);
    const chosen = (found?.builders ?? []).filter((builder) => builder.actions.every((action) => covers(patterns, action))
      && (builder.mustBeSpelled === undefined || builder.actions.every((action) => isAmong(patterns, action))));
    chosen.flatMap((builder) => builder.actions).forEach((action) => used.add(action.toLowerCase()));
    if (found?.argument === LOOK_UP) { used.add('sqs:getqueueurl'); }
    return chosen.map(({ call }) => `${call}(${found!.code}${found!.argument ?? ''})`);
  });
  const spelled = patterns.filter((action) => !/[*?]/.test(action));
  const isComplete = access.every((each) => each.length > 0) && spelled.every((action) => used.has(action.toLowerCase()));
  return isComplete ? { access: [...new Set(access.flat())], narrowed: patterns.filter((action) => /[*?]/.test(action)) } : undefined;
}

function resourceOf(value: PolicyValue, actions: readonly string[], conditions: object, name: Name): Resource | undefined {
  const service = actions[0]?.split(':')[0].toLowerCase();
  if (!actions.every((action) => action.toLowerCase().startsWith(`${service}:`))) { return undefined; }
  const parts = partsOf(value);
  const isPlain = Object.keys(conditions).length === 0;
  switch (service) {
    case 's3': return s3ResourceOf(parts, conditions, name);
    case 'sqs': return !isPlain || !isExact(parts, 'sqs') ? undefined : {
      code: name('sqs.Queue.fromQueueArn', codeOfParts(parts)), argument: covers(actions, 'sqs:GetQueueUrl') ? LOOK_UP : undefined, builders: QUEUE_BUILDERS,
    };
    case 'sns': return !isPlain || !isExact(parts, 'sns') ? undefined : { code: name('sns.Topic.fromTopicArn', codeOfParts(parts)), builders: TOPIC_BUILDERS };
    default: return undefined;
  }
}

type Parts = ReturnType<typeof partsOf>;

function s3ResourceOf(parts: Parts, conditions: object, name: Name): Resource | undefined {
  const at = parts.findIndex((part) => typeof part === 'string' && part.includes('/'));
  if (at < 0) {
    const prefix = listedPrefix(conditions);
    if (prefix === undefined || !isExact(parts, 's3')) { return undefined; }
    return { code: name('s3.Bucket.fromBucketArn', codeOfParts(parts)), argument: `, ${prefix}`, builders: BUCKET_BUILDERS };
  }
  const text = parts[at] as string;
  const slash = text.indexOf('/');
  const arn = [...parts.slice(0, at), text.slice(0, slash)].filter((part) => part !== '');
  const key = [text.slice(slash + 1), ...parts.slice(at + 1)];
  const prefix = key.length === 1 ? prefixCode(key[0] as string) : undefined;
  if (prefix === undefined || Object.keys(conditions).length > 0 || !isExact(arn, 's3')) { return undefined; }
  return { code: name('s3.Bucket.fromBucketArn', codeOfParts(arn)), argument: `, ${prefix}`, builders: OBJECT_BUILDERS };
}

/** The prefix under which a statement lets list, and nothing else: `undefined` if its conditions say anything else. */
function listedPrefix(conditions: object): string | undefined {
  const entries = Object.entries(conditions as Record<string, Record<string, readonly PolicyValue[]>>);
  if (entries.length === 0) { return 'S3Access.WHOLE_BUCKET'; }
  const [[operator, keys]] = entries;
  const { 's3:prefix': values = [], ...others } = keys;
  const [value] = values;
  const isPrefix = entries.length === 1 && operator === 'StringLike' && values.length === 1 && Object.keys(others).length === 0 && typeof value === 'string';
  return isPrefix ? prefixCode(value) : undefined;
}

/** A pattern of keys that all begin alike, as the prefix; a key without a wildcard is left to a statement. */
function prefixCode(pattern: string): string | undefined {
  if (pattern === '*') { return 'S3Access.WHOLE_BUCKET'; }
  const prefix = pattern.slice(0, -1);
  return pattern.endsWith('*') && prefix !== '' && !/[*?$]/.test(prefix) && !prefix.startsWith('/') && /^[ -~]*$/.test(prefix) ? quoted(prefix) : undefined;
}

/** Whether an ARN is of one resource of a service: a literal without wildcards, or the attribute of a resource. */
function isExact(parts: Parts, service: string): boolean {
  const [first] = parts;
  if (parts.length === 1 && typeof first !== 'string') { return JSON.stringify(first).includes('Arn') || service === 'sns'; }
  const shown = parts.map((part) => typeof part === 'string' ? part : 'X').join('');
  const [arn, , ofService, , , name = '', ...more] = shown.split(':');
  return arn === 'arn' && ofService === service && name !== '' && more.length === 0 && !/[*?$]|\$\{/.test(shown);
}

function covers(patterns: readonly string[], action: string): boolean {
  const read = (pattern: string) => parsePattern(literal(pattern.toLowerCase()), { wildcards: true, variables: false, components: false }) as Pattern;
  return patterns.some((pattern) => matches(read(pattern), literal(action.toLowerCase())) === 'yes');
}

function isAmong(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => pattern.toLowerCase() === action.toLowerCase());
}
