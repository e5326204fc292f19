import { BaselineChange, BaselineChangeKind, BaselineRequest } from './baseline-change';
import { BaselineIdentity } from './baseline-file';
import { Side, sideOf, sideOfTrust } from './read-policies';
import { Difference, widerThan } from './wider';
import { spellAction } from '../../policy/plausible';
import { Witness } from '../../policy/prove';
import { InventoryTrustStatement } from '../inventory/inventory-statement';
import { recordText, showRecorded } from '../inventory/recorded-value';

const {
  NEW_IDENTITY, REMOVED_IDENTITY, WIDER_PERMISSION, WIDER_TRUST, NARROWER_PERMISSION, NARROWER_TRUST,
  MECHANISM_CHANGED, STAGE_CHANGED, OWNER_CHANGED, ROLE_CHANGED,
} = BaselineChangeKind;

/** What has changed from some identities to others, ordered by identity, what widens first. */
export function compareIdentities(before: readonly BaselineIdentity[], after: readonly BaselineIdentity[]): BaselineChange[] {
  const known = new Map(before.map((identity) => [identity.id, identity]));
  const present = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((identity) => {
    const old = known.get(identity.id);
    return old === undefined ? [isNew(identity)] : changesOf(old, identity);
  });
  const removed = before.filter(({ id }) => !present.has(id))
    .map(({ id }) => change(id, REMOVED_IDENTITY, 'the identity is not in the app any more'));
  return [...changed, ...removed];
}

function isNew(identity: BaselineIdentity): BaselineChange {
  const { id, owner, role, targetRole = role } = identity;
  return { ...change(id, NEW_IDENTITY, `the identity of ${showRecorded(owner)} is new, and becomes the role ${showRecorded(targetRole)}`), widens: true };
}

function changesOf(before: BaselineIdentity, after: BaselineIdentity): BaselineChange[] {
  const { id } = after;
  return [
    ...permissionChanges(before, after),
    ...trustChanges(id, 'the role', before.trust, after.trust),
    ...before.targetRole === after.targetRole ? trustChanges(id, 'the target role', before.targetTrust, after.targetTrust) : [],
    ...valueChange(id, MECHANISM_CHANGED, 'the mechanism', before.mechanism, after.mechanism),
    ...valueChange(id, STAGE_CHANGED, 'the stage of the migration', before.stage, after.stage),
    ...valueChange(id, OWNER_CHANGED, 'the owner', before.owner, after.owner),
    ...valueChange(id, ROLE_CHANGED, 'the role', before.role, after.role),
    ...valueChange(id, ROLE_CHANGED, 'the target role', before.targetRole, after.targetRole),
  ];
}

/** What is compared of permissions. */
const OF_PERMISSIONS = ['permissions', 'boundary', 'sessionPolicy', 'unknownPolicies', 'principalTags'] as const;

function permissionChanges(before: BaselineIdentity, after: BaselineIdentity): BaselineChange[] {
  if (OF_PERMISSIONS.every((part) => JSON.stringify(before[part]) === JSON.stringify(after[part]))) { return []; }
  const [from, to] = [sideOf(before), sideOf(after)];
  return [
    ...differences(after.id, from, to, WIDER_PERMISSION, true, (request) => `may now ${request}, which it could not`),
    ...differences(after.id, to, from, NARROWER_PERMISSION, false, (request) => `may not ${request} any more`),
  ];
}

type Trust = readonly InventoryTrustStatement[] | undefined;

function trustChanges(id: string, whose: string, before: Trust, after: Trust): BaselineChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) { return []; }
  if (before === undefined || after === undefined) {
    return [{ ...change(id, WIDER_TRUST, `whom ${whose} trusts is ${after === undefined ? 'not known any more' : 'known now, and was not'}`), widens: true, certain: false }];
  }
  const [from, to] = [sideOfTrust(before), sideOfTrust(after)];
  return [
    ...differences(id, from, to, WIDER_TRUST, true, (request) => `${whose} now lets ${request}, which it did not`),
    ...differences(id, to, from, NARROWER_TRUST, false, (request) => `${whose} does not let ${request} any more`),
  ];
}

function differences(
  id: string, from: Side, to: Side, kind: BaselineChangeKind, widens: boolean, tell: (request: string) => string,
): BaselineChange[] {
  const isTrust = kind === WIDER_TRUST || kind === NARROWER_TRUST;
  const found = widerThan(from, to).map((difference) => changeOf(id, difference, { kind, widens, isTrust, tell }));
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

interface Telling {
  readonly kind: BaselineChangeKind;
  readonly widens: boolean;
  readonly isTrust: boolean;
  readonly tell: (request: string) => string;
}

function changeOf(id: string, difference: Difference, { kind, widens, isTrust, tell }: Telling): BaselineChange {
  if ('reason' in difference) {
    return { ...change(id, kind, `whether it is ${widens ? 'wider' : 'narrower'} is not decided: ${difference.reason}`), widens, certain: false };
  }
  const request = requestOf(difference.witness);
  return { ...change(id, kind, tell(showRequest(request, isTrust))), widens, request };
}

function requestOf({ action, resource, context, evaluation }: Witness): BaselineRequest {
  const spelled = evaluation.meetings.identity!.filter(({ applies }) => applies === 'yes').flatMap(({ statement }) => statement.spelled);
  return {
    action: spellAction(action, spelled),
    resource: recordText(resource),
    context: Object.fromEntries([...context].map(([key, values]) => [key, values.map(recordText)])),
  };
}

/** A request as people read it. */
export function showRequest({ action, resource, context }: BaselineRequest, isTrust: boolean): string {
  const keys = Object.entries(context).map(([key, values]) => `${key} = ${values.map((value) => JSON.stringify(showRecorded(value))).join(', ')}`);
  const where = keys.length > 0 ? ` with ${keys.join(' and ')}` : '';
  return isTrust ? `${showRecorded(resource)} do ${action}${where}` : `do ${action} on ${showRecorded(resource)}${where}`;
}

function valueChange(id: string, kind: BaselineChangeKind, what: string, before: string | undefined, after: string | undefined): BaselineChange[] {
  const show = (value: string | undefined) => value === undefined ? 'none' : showRecorded(value);
  return before === after ? [] : [change(id, kind, `${what} was ${show(before)}, and is ${show(after)}`)];
}

function change(identity: string, kind: BaselineChangeKind, message: string): BaselineChange {
  return { identity, kind, widens: false, certain: true, message };
}
