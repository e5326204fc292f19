/** An acknowledgment of one finding of cdk-nag. */
export interface NagAcknowledgment {
  /** The id of the finding, as cdk-nag 3 and `Validations.of(...).acknowledge(...)` take it: `AwsSolutions-IAM5[Resource::…]`. */
  readonly id: string;

  /** Why it may stay: what the wildcard is for, which actions it is about, and what is proved of the role. */
  readonly reason: string;

  /** The finding, as cdk-nag 2 takes it beside the id of the rule, `AwsSolutions-IAM5`: `['Resource::…']`. */
  readonly appliesTo: string[];
}
