/** Where a policy is documented, and when that was read. */
export interface PolicySource {
  /** The document, at the release that was read. */
  readonly url: string;
  /** The day of that release, as `YYYY-MM-DD`. */
  readonly date: string;
}

/** What is known of a controller, as data: a new release changes this and nothing else. */
export interface ControllerFacts {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccountName: string;

  /** The first and the last release whose documented policy the preset was compared with. */
  readonly oldest: string;
  readonly newest: string;
  readonly sources: readonly PolicySource[];

  /** The release that first needs an action, for those that came after the oldest one. */
  readonly since?: Readonly<Record<string, string>>;

  /** Where the values of its Helm chart describe the ServiceAccount; absent if no chart does. */
  readonly serviceAccountValues?: readonly string[];

  /** The name of the EKS add-on, if it is one. */
  readonly addonName?: string;

  /** By what its access is scoped. */
  readonly scope: string;

  /** By the Sid of a statement that takes every resource: why it can't be narrower. */
  readonly open: Readonly<Record<string, string>>;

  /** What the documented policy allows and the preset doesn't, by the action: why. */
  readonly leftOut: Readonly<Record<string, string>>;

  /** What the preset allows and the documented policy doesn't speak of, by the action: why. */
  readonly added?: Readonly<Record<string, string>>;

  /** What is to be known of a mechanism. */
  readonly mechanisms?: string;
}
