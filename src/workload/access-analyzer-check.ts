/** One entry of `mustNot` as a check of IAM Access Analyzer. */
export interface AccessAnalyzerCheck {
  /** What is forbidden, as people read it. */
  readonly forbidden: string;

  /**
   * The file that was written: the JSON of the option `--access`.
   *
   * @default - none, see `skipped`
   */
  readonly file?: string;

  /**
   * The command that checks the policy in `policy.json` beside the file: it says `PASS` if the policy doesn't grant the access.
   *
   * @default - none, see `skipped`
   */
  readonly command?: string;

  /**
   * Why no file was written: what the entry says, and Access Analyzer has no word for.
   *
   * @default - a file was written
   */
  readonly skipped?: string;
}
