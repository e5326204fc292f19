import { IdentityMechanism } from './identity-mechanism';

/** What a ServiceAccount says of the mechanism by which its pods get the role. */
export interface ServiceAccountBinding {
  readonly mechanism: IdentityMechanism;
  readonly annotations: Readonly<Record<string, string>>;
}

/** With Pod Identity the association in the EKS API binds it, and nothing in the cluster does. */
export const BOUND_BY_ASSOCIATION: ServiceAccountBinding = { mechanism: IdentityMechanism.POD_IDENTITY, annotations: {} };
