/** What a check found at a resource. */
export interface GuardrailFinding {
  /** By which it is acknowledged: `cdk-eks-workload-identity::CHECK`, or `…::CHECK[SUBJECT]` where a check may find several at a resource. */
  readonly id: string;

  /** The check: a value of `GuardrailCheck`, or `CheckCrashed`. */
  readonly check: string;

  /** What the check looks for. */
  readonly title: string;

  /** What is so at this resource. */
  readonly message: string;

  /** Why that is bad. */
  readonly why: string;

  /** What to do. */
  readonly fix: string;

  /**
   * The path of the construct, or the logical id where the templates don't tell the path.
   *
   * @default - a check crashed, which is at no resource
   */
  readonly construct?: string;

  /**
   * The logical id of the resource.
   *
   * @default - a check crashed, which is at no resource
   */
  readonly logicalId?: string;

  /**
   * The file of the template.
   *
   * @default - the template is in no file, or a check crashed
   */
  readonly templateFile?: string;

  /**
   * Why it may stay, as whoever acknowledged it says.
   *
   * @default - it is not acknowledged
   */
  readonly reason?: string;
}

/** What the checks found. */
export interface GuardrailReport {
  /** What is to be mended, or acknowledged. */
  readonly findings: GuardrailFinding[];

  /** What is acknowledged. */
  readonly acknowledged: GuardrailFinding[];
}
