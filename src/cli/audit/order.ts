import { nameOf, placeOf } from './identities';
import { Declaration } from './propose';
import { GuardrailCheck } from '../../guardrails/guardrail-check';
import { GuardrailFinding } from '../../guardrails/guardrail-report';
import { StaticCredential } from '../../manifests/static-credential';

/** A step of a migration, and what it is about. */
export interface Step {
  readonly what: string;
  readonly of: readonly string[];
}

/** Checks of which the findings let others in, the worst first. */
const OPEN_DOORS: readonly string[] = [GuardrailCheck.OPEN_POD_IDENTITY_TRUST, GuardrailCheck.WILDCARD_SUBJECT, GuardrailCheck.IRSA_WITHOUT_AUDIENCE];

/** In which order to go on: what lets others in first, then what keeps identities from being used, then one mechanism after the other. */
export function orderOf(
  declarations: readonly Declaration[], findings: readonly GuardrailFinding[], credentials: readonly StaticCredential[],
): Step[] {
  const declared = declarations.filter(({ reason }) => reason === undefined);
  const irsa = declared.filter(({ identity: { mechanisms, addon } }) => addon === undefined && mechanisms.has('irsa'));
  const pods = declared.filter(({ identity: { mechanisms, addon } }) => addon === undefined && !mechanisms.has('irsa'));
  const addons = declared.filter(({ identity: { addon } }) => addon !== undefined);
  const left = declarations.filter(({ reason }) => reason !== undefined);
  const open = OPEN_DOORS.flatMap((check) => findings.filter((each) => each.check === check));
  const byRemarks = [...irsa].sort((a, b) => a.remarks.length - b.remarks.length);
  return [
    { what: 'Close the trust policies that let in more than one service account', of: open.map(({ construct }) => construct!) },
    { what: 'Remove the keys and profiles that SDKs take before the identity of the pod', of: credentials.map(({ object, container, name }) => `${object}: ${container}: ${name}`) },
    { what: 'Settle what could not be declared', of: left.map(({ identity, reason }) => `${nameOf(identity)}: ${reason}`) },
    {
      what: 'Declare each association anew. A service account of a cluster has one at most: give the new one the logical id of the old, by association.overrideLogicalId(...), and remove the old declaration in the same deployment',
      of: pods.map(({ identity }) => `${nameOf(identity)}: ${placeOf(identity.association!.placed)} (${identity.association!.placed.logicalId})`),
    },
    {
      what: 'Declare each IRSA identity as a MigratingWorkload, those with nothing to check first, and take it through MigrationStage.IRSA, DUAL_TRUST, CUTOVER, ANNOTATION_REMOVED and POD_IDENTITY, a deployment each',
      of: byRemarks.map(({ identity }) => nameOf(identity)),
    },
    { what: 'Declare the identities of add-ons as AddonWorkload, and take their associations and role ARNs out of the add-ons', of: addons.map(({ identity }) => `${nameOf(identity)}: ${placeOf(identity.addon!)}`) },
    { what: 'Remove the old roles once the policies of resources name the new ones, and CloudTrail shows no use of the old', of: [...new Set(declared.map(({ identity }) => placeOf(identity.role!)))] },
  ].filter(({ of }) => of.length > 0);
}
