import { isToken } from '../private/tokens';

/**
 * A value that only CloudFormation knows.
 *
 * Within a CDK stack (`cluster.addCdk8sChart`) it resolves to the token that it stands for. Written as JSON or YAML
 * it is the literal that it is known to become, or else an error: a token's text never reaches a file.
 */
export class DeployTimeValue {
  /** Part of the CDK's contract of a token. */
  public readonly creationStack: string[] = [];

  constructor(
    private readonly token: string,
    private readonly literal: string | undefined,
    private readonly refuseToWrite: () => never,
  ) {}

  /** What the CDK puts into a template. */
  public resolve(): string {
    return this.token;
  }

  /** What a JSON or YAML writer puts into a file. */
  public toJSON(): string {
    return this.literal ?? this.refuseToWrite();
  }
}

/** Replaces every string of a manifest that holds a token, by what `wrap` makes of it and of the path to it. */
export function wrapTokens(json: unknown, wrap: (token: string, path: string) => unknown, path = ''): unknown {
  if (typeof json === 'string') { return isToken(json) ? wrap(json, path) : json; }
  if (Array.isArray(json)) { return json.map((item, index) => wrapTokens(item, wrap, `${path}[${index}]`)); }
  if (typeof json !== 'object' || json === null) { return json; }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, wrapTokens(value, wrap, path === '' ? key : `${path}.${key}`)]));
}
