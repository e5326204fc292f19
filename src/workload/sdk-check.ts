import { IConstruct } from 'constructs';
import { IdentityMechanism } from './identity-mechanism';
import { Sdk } from './sdk';
import { addWarning } from './warning';
import { got, refuse } from '../private/errors';

/** Refuses SDKs that are too old for the mechanism, and an empty list of them. */
export function requireSdks(workload: IConstruct, mechanism: IdentityMechanism, sdks: Sdk[] | undefined): void {
  if (sdks?.length === 0) { refuse(workload, 'EmptyList', `sdk must name what the containers use, ${got(sdks)}; leave it out where that is not known`); }
  const old = tooOld(sdks, mechanism);
  if (old.length > 0) {
    refuse(workload, 'UnsupportedSdk', `an SDK without ${nameOf(mechanism)} takes the node's role or finds no credentials: ${old.map(describe).join('; ')}, ${got(old.map(({ sdk }) => `${sdk.name} ${sdk.version}`))}`);
  }
}

/** Says before the cutover of a migration which SDKs it would leave without credentials. */
export function warnOfSdksBeforeCutover(workload: IConstruct, sdks: Sdk[] | undefined): void {
  for (const each of tooOld(sdks, IdentityMechanism.POD_IDENTITY)) {
    addWarning(workload, 'SdkBeforeCutover', each.sdk.name, `pods would get no credentials from the cutover on: ${describe(each)}, or acknowledge this until then`);
  }
}

interface OldSdk {
  readonly sdk: Sdk;
  readonly minimum: string;
}

function tooOld(sdks: Sdk[] = [], mechanism: IdentityMechanism): OldSdk[] {
  return sdks.flatMap((sdk) => {
    const minimum = mechanism === IdentityMechanism.IRSA ? sdk._facts.irsa : sdk._facts.podIdentity;
    return minimum !== undefined && sdk._isOlderThan(minimum) ? [{ sdk, minimum }] : [];
  });
}

function describe({ sdk, minimum }: OldSdk): string {
  return `go from ${sdk._facts.title} ${sdk.version} to ${minimum} or newer`;
}

function nameOf(mechanism: IdentityMechanism): string {
  return mechanism === IdentityMechanism.IRSA ? 'IRSA' : 'EKS Pod Identity';
}
