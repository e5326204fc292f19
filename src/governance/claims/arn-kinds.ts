import { TextField, text } from './field';

/** A kind of resource that a claim names by a name of its own, or by an ARN. */
export interface ArnKind {
  readonly service: string;
  /** What the resource part of the ARN has before the name. */
  readonly before: string;
  /** A regular expression of the name. */
  readonly name: string;
  readonly mustBe: string;
  /** Whether ARNs of the kind bear a region and an account. */
  readonly region: boolean;
  readonly account: boolean;
  /** True if the name alone can't be given. */
  readonly arnOnly?: boolean;
  /** A regular expression of what the ARN alone has behind the name. */
  readonly behind?: string;
}

const IN_REGION = { region: true, account: true };

/** The kinds of resources of which the ARN is made of a name in one way. */
export const ARN_KINDS = {
  bucket: { service: 's3', before: '', name: '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]', mustBe: 'a bucket', region: false, account: false },
  accessPoint: { service: 's3', before: 'accesspoint/', name: '[a-z0-9][a-z0-9-]{1,48}[a-z0-9]', mustBe: 'an access point', ...IN_REGION },
  directoryBucket: { service: 's3express', before: 'bucket/', name: '[a-z0-9][a-z0-9-]{0,48}--[a-z0-9-]{1,20}--x-s3', mustBe: 'a directory bucket, NAME--ZONE--x-s3', ...IN_REGION },
  queue: { service: 'sqs', before: '', name: '[A-Za-z0-9_-]{1,80}(\\.fifo)?', mustBe: 'a queue', ...IN_REGION },
  topic: { service: 'sns', before: '', name: '[A-Za-z0-9_-]{1,251}(\\.fifo)?', mustBe: 'a topic', ...IN_REGION },
  bus: { service: 'events', before: 'event-bus/', name: '[A-Za-z0-9/._-]{1,256}', mustBe: 'an event bus', ...IN_REGION },
  stream: { service: 'kinesis', before: 'stream/', name: '[A-Za-z0-9_.-]{1,128}', mustBe: 'a stream', ...IN_REGION },
  consumer: { service: 'kinesis', before: 'stream/', name: '[A-Za-z0-9_.-]{1,128}/consumer/[A-Za-z0-9_.-]{1,128}:[0-9]+', mustBe: 'a consumer of a stream', arnOnly: true, ...IN_REGION },
  table: { service: 'dynamodb', before: 'table/', name: '[A-Za-z0-9_.-]{3,255}', mustBe: 'a table', ...IN_REGION },
  tableStream: { service: 'dynamodb', before: 'table/', name: '[A-Za-z0-9_.-]{3,255}/stream/[0-9T:.-]+', mustBe: 'the stream of a table', arnOnly: true, ...IN_REGION },
  secret: { service: 'secretsmanager', before: 'secret:', name: '[A-Za-z0-9/_+=.@-]{1,505}', behind: '-[A-Za-z0-9]{6}', mustBe: 'a secret', ...IN_REGION },
  key: { service: 'kms', before: 'key/', name: '(mrk-)?[0-9a-f-]{32,36}', mustBe: 'a KMS key, by its id and not by an alias', ...IN_REGION },
  role: { service: 'iam', before: 'role/', name: '([A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,64}', mustBe: 'a role, with its path', region: false, account: true },
  logGroup: { service: 'logs', before: 'log-group:', name: '[A-Za-z0-9_/.#-]{1,512}', mustBe: 'a log group', ...IN_REGION },
  repository: { service: 'ecr', before: 'repository/', name: '[a-z0-9]+([a-z0-9._/-]*[a-z0-9])?', mustBe: 'a repository', ...IN_REGION },
  function: { service: 'lambda', before: 'function:', name: '[A-Za-z0-9_-]{1,64}', mustBe: 'a function, without a qualifier', ...IN_REGION },
  stateMachine: { service: 'states', before: 'stateMachine:', name: '[A-Za-z0-9_-]{1,80}', mustBe: 'a state machine', ...IN_REGION },
  model: { service: 'bedrock', before: 'foundation-model/', name: '[a-z0-9][a-z0-9.:-]{1,140}', mustBe: 'a foundation model', region: true, account: false },
  ownModel: { service: 'bedrock', before: '', name: '(provisioned-model|custom-model-deployment|imported-model)/[A-Za-z0-9./:-]{1,256}', mustBe: 'a model of the account', arnOnly: true, ...IN_REGION },
  guardrail: { service: 'bedrock', before: 'guardrail/', name: '[a-z0-9]{1,64}', mustBe: 'a guardrail', ...IN_REGION },
  inferenceProfile: { service: 'bedrock', before: 'application-inference-profile/', name: '[a-z0-9]{1,64}', mustBe: 'an application inference profile', ...IN_REGION },
} satisfies Record<string, ArnKind>;

export type ArnKindName = keyof typeof ARN_KINDS;

/** A field that names a resource. */
export function resource(doc: string, ...kinds: readonly ArnKindName[]): TextField {
  const all = kinds.map((each): ArnKind => ARN_KINDS[each]);
  const patterns = all.flatMap((kind) => [...kind.arnOnly ? [] : [kind.name], arnPattern(kind)]);
  return text(doc, patterns.join('|'), `${all.map(describe).join(', or ')}; no wildcards`);
}

function arnPattern({ service, before, name, behind = '', region, account }: ArnKind): string {
  return `arn:aws[a-z-]*:${service}:${region ? '[a-z0-9-]+' : ''}:${account ? '[0-9]{12}' : ''}:${before}(${name})${behind}`;
}

function describe({ mustBe, arnOnly, service, before, region, account, behind }: ArnKind): string {
  const arn = `arn:PARTITION:${service}:${region ? 'REGION' : ''}:${account ? 'ACCOUNT' : ''}:${before}NAME${behind === undefined ? '' : '-SUFFIX'}`;
  return arnOnly ? `${mustBe}, by its ARN (${arn})` : `${mustBe}, by its name or its ARN (${arn})`;
}
