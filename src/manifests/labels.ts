/** The label that says who answers for an identity, unless a workload names another. */
export const OWNER_LABEL = 'platform.identity/owner';

/** The label that says by which mechanism a ServiceAccount gets its role. */
export const MECHANISM_LABEL = 'platform.identity/mechanism';

/** The annotation of pod templates whose value changes iff running pods must be restarted to see a change of their identity. */
export const RESTART_ANNOTATION = 'platform.identity/restarted-for';
