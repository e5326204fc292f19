/** What someone may do in a namespace with AWS identities, and so to these identities. */
export enum RbacRisk {
  /** Runs code with any identity of the namespace: pods or what makes them, created or changed. */
  RUNS_PODS = 'RunsPods',

  /** Runs code in pods that are there: `pods/exec`, `pods/attach`, `pods/ephemeralcontainers`. */
  ENTERS_PODS = 'EntersPods',

  /** Changes which role a service account has: creates or changes ServiceAccounts. */
  CHANGES_SERVICE_ACCOUNTS = 'ChangesServiceAccounts',

  /** Takes tokens of service accounts (`serviceaccounts/token`), which IRSA takes for their roles. */
  TAKES_TOKENS = 'TakesTokens',

  /** Takes the permissions of others: `escalate`, `bind`, `impersonate`. */
  ESCALATES = 'Escalates',

  /** Has a role that isn't among the given objects, so that nothing is known of what it allows. */
  UNKNOWN_ROLE = 'UnknownRole',
}
