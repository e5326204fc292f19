import { Risk, Risks } from './risks';
import { Sentence, sentenceOf, trustInWords } from './words';
import { MustNotProof } from '../../workload/must-not-proof';
import { InventoryIdentity, InventoryUnknownPolicy } from '../inventory/inventory-identity';
import { InventoryTrustStatement } from '../inventory/inventory-statement';
import { showRecorded } from '../inventory/recorded-value';

/** What the page of an identity shows: text as people read it. */
export interface ReportIdentity {
  /** Behind the `#/` of its address. */
  readonly key: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: string;
  readonly mechanism: string;
  readonly stage?: string;
  readonly workload: string;
  readonly account: string;
  readonly region: string;
  readonly changed?: string;
  readonly role: string;
  readonly target?: string;
  readonly boundary?: string;
  /** The services of which something is allowed. */
  readonly services: readonly string[];
  readonly may: readonly Sentence[];
  readonly bounded?: readonly Sentence[];
  readonly session?: readonly Sentence[];
  readonly unknown: readonly InventoryUnknownPolicy[];
  /** The resources on which something is allowed. */
  readonly reaches: readonly string[];
  readonly trust?: readonly string[];
  readonly targetTrust?: readonly string[];
  readonly proofs: readonly MustNotProof[];
  readonly risks: readonly Risk[];
  /** Its runbook: numbers of lines of the document. */
  readonly runbook: readonly number[];
}

/** What the script of the report reads. */
export interface ReportDocument {
  readonly identities: readonly ReportIdentity[];
  /** Risks that are of no identity. */
  readonly elsewhere: readonly Risk[];
  /** The lines of all runbooks, each once: most are the same in all of them. */
  readonly lines: readonly string[];
}

/** What the report shows. */
export function reportData(identities: readonly InventoryIdentity[], runbooks: readonly string[], risks: Risks): ReportDocument {
  const lines = new Map<string, number>();
  const numberOf = (line: string) => {
    const known = lines.get(line) ?? lines.size;
    lines.set(line, known);
    return known;
  };
  const keys = new Set<string>();
  const shown = identities.map((identity, index): ReportIdentity => ({
    key: keyOf(identity, keys),
    ...factsOf(identity),
    risks: risks.of.get(identity)!,
    runbook: runbooks[index].split('\n').map(numberOf),
  }));
  return { identities: shown, elsewhere: risks.elsewhere, lines: [...lines.keys()] };
}

function factsOf(identity: InventoryIdentity): Omit<ReportIdentity, 'key' | 'risks' | 'runbook'> {
  const { mechanism, stage, workload, lastChanged, targetRole, permissionsBoundary, permissions, mustNot } = identity;
  const may = permissions.map(sentenceOf);
  return {
    cluster: showRecorded(identity.cluster),
    namespace: showRecorded(identity.namespace),
    name: showRecorded(identity.serviceAccount),
    owner: showRecorded(identity.owner),
    mechanism,
    stage,
    workload,
    account: showRecorded(identity.account),
    region: showRecorded(identity.region),
    changed: lastChanged,
    role: showRecorded(identity.role),
    target: targetRole && showRecorded(targetRole),
    boundary: permissionsBoundary && showRecorded(permissionsBoundary),
    services: servicesOf(identity),
    may,
    bounded: identity.boundary?.map(sentenceOf),
    session: identity.sessionPolicy?.map(sentenceOf),
    unknown: identity.unknownPolicies.map(({ name, kind }) => ({ name: showRecorded(name), kind })),
    reaches: [...new Set(may.filter(({ isDenied }) => !isDenied).flatMap(({ on }) => on))],
    trust: words(identity.trust),
    targetTrust: words(identity.targetTrust),
    proofs: mustNot.map((proof) => ({ ...proof, forbidden: showRecorded(proof.forbidden), explanation: showRecorded(proof.explanation) })),
  };
}

function words(trust: readonly InventoryTrustStatement[] | undefined): string[] | undefined {
  return trust?.map(trustInWords);
}

function servicesOf({ permissions }: InventoryIdentity): string[] {
  const allowed = permissions.filter(({ effect }) => effect === 'Allow').flatMap(({ actions = ['*'] }) => actions.map((action) => showRecorded(action).split(':')[0]));
  return [...new Set(allowed)].sort();
}

/** Its address, such as `production/finance/exporter`; behind it a number if others have the same names. */
function keyOf({ cluster, namespace, serviceAccount }: InventoryIdentity, taken: Set<string>): string {
  const own = [cluster, namespace, serviceAccount].map((name) => encodeURIComponent(showRecorded(name).replace(/\p{Surrogate}/gu, '?'))).join('/');
  let key = own;
  for (let count = 2; taken.has(key); count += 1) { key = `${own}/${count}`; }
  taken.add(key);
  return key;
}
