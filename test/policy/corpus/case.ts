/** A request, the policies it meets, and what AWS documents to be the decision. */
export interface Case {
  /** A sentence of behaviour. */
  readonly title: string;
  /** The AWS documentation page that says so. */
  readonly source: string;
  /** One statement or several, as in a policy document. */
  readonly policy: object | object[];
  /** @default '2012-10-17' */
  readonly version?: string;
  readonly boundary?: object | object[];
  readonly session?: object | object[];
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | string[]>;
  readonly expect: 'ALLOWED' | 'EXPLICIT_DENY' | 'IMPLICIT_DENY';
}

/** The values of a request's context. */
export type Context = Record<string, string | string[]>;

/** The parts of a case that most cases go without. */
export type Rest = Pick<Case, 'version' | 'boundary' | 'session' | 'context'>;

/** The name of a page of the IAM User Guide as its address. */
export const iam = (name: string): string => `https://docs.aws.amazon.com/IAM/latest/UserGuide/${name}.html`;

type Names = string | string[];

const statement = (Effect: string, Action: Names, Resource: Names, Condition?: object) => ({
  Effect, Action, Resource, ...(Condition ? { Condition } : {}),
});

export const allow = (Action: Names, Resource: Names, Condition?: object) => statement('Allow', Action, Resource, Condition);
export const deny = (Action: Names, Resource: Names, Condition?: object) => statement('Deny', Action, Resource, Condition);

type Asked = readonly [action: string, resource: string];
type Ask = (title: string, policy: object | object[], asked: Asked, rest?: Rest) => Case;

/** Makers of cases of one documentation page, by the decision. */
export function page(source: string): { yes: Ask; no: Ask; never: Ask } {
  const of = (expect: Case['expect']): Ask => (title, policy, [action, resource], rest = {}) => ({
    title, source, policy, action, resource, ...rest, expect,
  });
  return { yes: of('ALLOWED'), no: of('IMPLICIT_DENY'), never: of('EXPLICIT_DENY') };
}

type Judge = (title: string, Condition: object, context: Context, rest?: Rest) => Case;

/**
 * Makers of cases that turn on a condition only: the condition of an Allow that is met or missed,
 * and that of a Deny (beside an Allow of everything) that stops the request or lets it pass.
 */
export function conditions(source: string): { met: Judge; missed: Judge; stops: Judge; passes: Judge } {
  const of = (policy: (Condition: object) => object | object[], expect: Case['expect']): Judge => (title, Condition, context, rest = {}) => ({
    title, source, policy: policy(Condition), action: 's3:GetObject', resource: 'arn:aws:s3:::amzn-s3-demo-bucket/key', context, ...rest, expect,
  });
  const allowed = (Condition: object) => allow('*', '*', Condition);
  const denied = (Condition: object) => [allow('*', '*'), deny('*', '*', Condition)];
  return {
    met: of(allowed, 'ALLOWED'),
    missed: of(allowed, 'IMPLICIT_DENY'),
    stops: of(denied, 'EXPLICIT_DENY'),
    passes: of(denied, 'ALLOWED'),
  };
}
