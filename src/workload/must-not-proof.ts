/** What came out of a proof. */
export enum ProofVerdict {
  /** No policy of the role allows what is forbidden, whatever the values are that are known at deploy time only. */
  PROVED = 'PROVED',
  /** A request that is forbidden is allowed. */
  REFUTED = 'REFUTED',
  /** It hangs on what is not known when the app is synthesized. */
  UNKNOWN = 'UNKNOWN',
}

/** What became of one entry of `mustNot`. */
export interface MustNotProof {
  /** What is forbidden, as people read it. */
  readonly forbidden: string;

  /** What came out. */
  readonly verdict: ProofVerdict;

  /** Why: of a refutation the request that is allowed, the statement that allows it, and what to change. */
  readonly explanation: string;
}
