/** What comes of an object that a policy doesn't admit. */
export enum AdmissionAction {
  /** It is refused. */
  ENFORCE = 'enforce',

  /** It is admitted; whoever applies it is warned, and it is in the audit log, or in Kyverno's policy reports. */
  AUDIT = 'audit',

  /** The policy isn't there. */
  OFF = 'off',
}
