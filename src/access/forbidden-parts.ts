/** What is forbidden, as it is given. */
export interface ForbiddenParts {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly outside: readonly string[];
  readonly context: Readonly<Record<string, string>>;
  readonly enforced: boolean;
}
