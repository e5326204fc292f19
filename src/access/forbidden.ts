import { ForbiddenParts } from './forbidden-parts';
import { escapeLiteral, forbiddenCharacter } from '../policy/escape';
import { ForbiddenRequests } from '../policy/forbidden';
import { textOf } from '../policy/intrinsics';
import { EVERYTHING } from '../policy/pattern';
import { readAction, readResource } from '../policy/policy';
import { PolicyValue, renderStatement, StatementJson } from '../policy/statement';
import { meaningIn, TemplateView } from '../policy/template';
import { got, refuse } from '../private/errors';
import { isToken, mapLiterals } from '../private/tokens';

/**
 * What a workload must not do: an immutable value for `mustNot` and `addMustNot`.
 *
 * Actions and resources are IAM patterns: `*` is any text, `?` one character, and `${aws:PrincipalTag/team}` a policy
 * variable. At synth it is decided whether the role's policies allow any such request:
 *
 * - if one is allowed, synth stops and shows it, with the statement that allows it;
 * - if that can't be decided, since it hangs on values that are known at deploy time only, there is a warning.
 *
 * It changes no policy, unless it is `enforced()`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * @example
 * declare const bucket: s3.Bucket;
 * Forbidden.actions('s3:*').on(bucket.arnForObjects('*')).outside(bucket.arnForObjects('invoices/*'));
 */
export class Forbidden {
  /**
   * Forbids these actions, on any resource unless `on` or `outside` says which.
   *
   * @param patterns at least one, such as `s3:DeleteObject`, `s3:Delete*` or `*`; case doesn't matter
   * @throws if there is none, or one is not a pattern of actions
   */
  public static actions(...patterns: string[]): Forbidden {
    if (patterns.length === 0) { refuse('Forbidden.actions', 'InvalidForbidden', 'at least one action must be named: for all of them give "*"'); }
    patterns.forEach((pattern) => requireAction(pattern));
    return new Forbidden({ actions: patterns, resources: [], outside: [], context: {}, enforced: false });
  }

  private constructor(private readonly parts: ForbiddenParts) {}

  /**
   * Forbids the actions on these resources alone; called again, on further ones.
   *
   * @param resources patterns of ARNs, or `*`
   * @throws if there is none, or one is not a pattern of ARNs
   */
  public on(...resources: string[]): Forbidden {
    return this.with('on', { resources: [...this.parts.resources, ...requireResources('on', resources)] });
  }

  /**
   * Forbids the actions on all resources but these; called again, but for further ones as well.
   *
   * @param resources patterns of ARNs
   * @throws if there is none, or one is not a pattern of ARNs
   */
  public outside(...resources: string[]): Forbidden {
    return this.with('outside', { outside: [...this.parts.outside, ...requireResources('outside', resources)] });
  }

  /**
   * Forbids the requests alone whose condition keys have exactly these values, for example
   * `{ 'aws:SecureTransport': 'false' }`. Other keys may have any value, or be absent.
   *
   * @throws if there is no key, one is none of a condition or given twice, or a value is no text
   */
  public when(context: Record<string, string>): Forbidden {
    const entries = Object.entries(context ?? {});
    if (entries.length === 0) { refuse('Forbidden.when', 'InvalidForbidden', `at least one condition key must be given: leave when() out if there is none, ${got(context)}`); }
    const known = new Set(Object.keys(this.parts.context).map((key) => key.toLowerCase()));
    for (const [key, value] of entries) {
      if (!/^[^\s:]+:\S+$/.test(key)) { refuse('Forbidden.when', 'InvalidForbidden', `a condition key must be like "aws:SecureTransport", ${got(key)}`); }
      if (typeof value !== 'string') { refuse('Forbidden.when', 'InvalidForbidden', `the value of ${key} must be one text, ${got(value)}`); }
      if (known.has(key.toLowerCase())) { refuse('Forbidden.when', 'InvalidForbidden', `${key} is given twice, upper and lower case being the same to IAM: give it one value, ${got(value)}`); }
      known.add(key.toLowerCase());
    }
    return this.with('when', { context: { ...this.parts.context, ...context } });
  }

  /**
   * Also denies it: adds a statement with the effect `Deny`, which wins over every allowance, also one that is added
   * to the role outside of this app.
   *
   * The statement has the actions, `Resource` as given by `on` (`NotResource` as given by `outside`) and, of `when`,
   * `StringEquals` conditions.
   *
   * @throws if both `on` and `outside` are given, which one IAM statement can't say; if what is given to `when` has a
   * character that no policy can hold, which are those beyond U+00FF and all control characters but tab and line breaks
   */
  public enforced(): Forbidden {
    return this.with('enforced', { enforced: true });
  }

  /** Whether an explicit denial is added. */
  public get isEnforced(): boolean {
    return this.parts.enforced;
  }

  /** What is forbidden, as people read it. */
  public toString(): string {
    return this._describe((value) => value);
  }

  /** @internal */
  public _describe(show: (value: string) => string): string {
    const { actions, resources, outside, context } = this.parts;
    return [
      actions.join(', '),
      ...resources.length > 0 ? [`on ${resources.map(show).join(', ')}`] : [],
      ...outside.length > 0 ? [`outside ${outside.map(show).join(', ')}`] : [],
      ...Object.entries(context).map(([key, value], index) => `${index === 0 ? 'when' : 'and'} ${key} is "${show(value)}"`),
    ].join(' ');
  }

  /**
   * The requests that are forbidden, in the terms of a template.
   *
   * @internal
   */
  public _requests(template: TemplateView, resolve: (value: string) => PolicyValue): ForbiddenRequests {
    const { actions, resources, outside, context } = this.parts;
    const meaning = meaningIn(template);
    const read = (value: string) => readResource(resolve(value), { meaning, variables: true });
    return {
      actions: actions.map((action) => readAction(action, meaning)),
      resources: resources.length > 0 ? resources.map(read) : [EVERYTHING],
      outside: outside.map(read),
      context: new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), textOf(resolve(value), meaning)])),
    };
  }

  /** @internal */
  public get _parts(): ForbiddenParts {
    return this.parts;
  }

  /**
   * The statement that denies it, if it is enforced.
   *
   * @internal
   */
  public get _denial(): StatementJson | undefined {
    const { actions, outside, context, enforced } = this.parts;
    if (!enforced) { return undefined; }
    const conditions = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, [mapLiterals(value, escapeLiteral)]]));
    return renderStatement({
      sid: 'MustNot',
      effect: 'Deny',
      actions,
      ...(outside.length > 0 ? { notResources: outside } : { resources: this.resources }),
      conditions: Object.keys(context).length > 0 ? { StringEquals: conditions } : undefined,
    });
  }

  private get resources(): readonly string[] {
    return this.parts.resources.length > 0 ? this.parts.resources : ['*'];
  }

  private with(method: string, change: Partial<ForbiddenParts>): Forbidden {
    const parts = { ...this.parts, ...change };
    if (parts.enforced && parts.outside.length > 0 && parts.resources.length > 0) {
      refuse(`Forbidden.${method}`, 'InvalidForbidden', 'one IAM statement can\'t deny actions on some resources outside of others, so enforced() takes on() or outside(), not both: '
        + `leave on() out to deny the actions everywhere else, or leave enforced() out to have it proved alone, got: "${new Forbidden(parts)}"`);
    }
    if (parts.enforced) { requireWritable(method, parts.context); }
    return new Forbidden(parts);
  }
}

/** Refuses conditions that can be proved, but can't stand in a policy. */
function requireWritable(method: string, context: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(context)) {
    const character = forbiddenCharacter(key) ?? (isToken(value) ? undefined : forbiddenCharacter(value));
    if (character === undefined) { continue; }
    refuse(`Forbidden.${method}`, 'InvalidForbidden', `a condition has the character ${JSON.stringify(character)}, which IAM policies can't hold: leave enforced() out to have it `
      + `proved alone, ${got({ [key]: value })}`);
  }
}

function requireAction(pattern: string): void {
  if (isToken(pattern) || !/^(\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+)$/.test(pattern)) {
    refuse('Forbidden.actions', 'InvalidForbidden', `an action must be a literal "service:Action" in which "*" and "?" are wildcards, or "*" for all of them, ${got(pattern)}`);
  }
}

function requireResources(method: string, resources: readonly string[]): readonly string[] {
  if (resources.length === 0) { refuse(`Forbidden.${method}`, 'InvalidForbidden', `at least one resource must be named: leave ${method}() out if there is none`); }
  for (const resource of resources) {
    if (typeof resource !== 'string') { refuse(`Forbidden.${method}`, 'InvalidForbidden', `a resource must be a text, ${got(resource)}`); }
  }
  for (const resource of resources.filter((each) => !isToken(each))) {
    if (resource !== '*' && !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./s.test(resource)) {
      refuse(`Forbidden.${method}`, 'InvalidForbidden', `a resource must be an ARN in which "*" and "?" are wildcards${method === 'on' ? ', or "*" for all of them' : ''}, ${got(resource)}`);
    }
    if (resource === '*' && method === 'outside') { refuse('Forbidden.outside', 'InvalidForbidden', `outside of "*" there is no resource, so nothing would be forbidden, ${got(resource)}`); }
    const character = forbiddenCharacter(resource);
    if (character !== undefined) { refuse(`Forbidden.${method}`, 'InvalidForbidden', `a resource has the character ${JSON.stringify(character)}, which IAM policies can't hold, ${got(resource)}`); }
  }
  return resources;
}
