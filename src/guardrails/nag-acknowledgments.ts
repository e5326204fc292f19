import { Stack, Validations } from 'aws-cdk-lib';
import { NagAcknowledgment } from './nag-acknowledgment';
import { nagText } from './nag-text';
import { compare } from '../private/compare';
import { MustNotProof, ProofVerdict } from '../workload/must-not-proof';
import { Workload } from '../workload/workload';

/** The rule of cdk-nag that finds wildcards. */
const RULE = 'AwsSolutions-IAM5';

/** A statement as it stands in a template. */
interface Given {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** True iff the access of a workload gives it, by exact actions. */
  readonly isExact: boolean;
  /** What gives it, without the place in the code. */
  readonly source: string;
}

/**
 * Acknowledges what cdk-nag says of least-privilege wildcards, each by itself and with its evidence.
 *
 * cdk-nag finds each `*` in a resource (`AwsSolutions-IAM5`), also that of `arn:…/invoices/*`, which is the least that
 * an access to the objects below a prefix can name. Acknowledged are resources that end in a wildcard behind a
 * name, and that only the `access` of a workload allows, with exact actions: not `*` alone, not the patterns of actions that
 * grants write, and not a resource that a grant allows as well.
 *
 * @see https://github.com/cdklabs/cdk-nag
 * @example
 * declare const workload: Workload;
 * NagAcknowledgments.add(workload);
 */
export abstract class NagAcknowledgments {
  /**
   * Acknowledges them at the role that bears the access, when the app is synthesized: for cdk-nag 3, as a plugin of the
   * validation. With a `target` that is made elsewhere there are none.
   */
  public static add(workload: Workload): void {
    workload.node.addValidation({
      validate: () => {
        // Older versions of the CDK refuse ids with several "::" in Validations.acknowledge, which writes just this.
        const data = Object.fromEntries(acknowledgmentsOf(workload, () => workload._proofsInSynth()).map(({ id, reason }) => [`annotation::${id}`, reason]));
        workload._bearer?.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, data);
        return [];
      },
    });
  }

  /** What `add` acknowledges, for other ways of doing it. Ask once the app is synthesized: ids name resources as the template does. */
  public static of(workload: Workload): NagAcknowledgment[] {
    return acknowledgmentsOf(workload, () => workload.proveMustNot());
  }
}

function acknowledgmentsOf(workload: Workload, prove: () => MustNotProof[]): NagAcknowledgment[] {
  const given = statementsOf(workload);
  const resources = new Set(given.flatMap((statement) => statement.resources).filter((resource) => /[^*:]\*$/.test(resource)));
  const exact = [...resources].filter((resource) => given.every((statement) => statement.isExact || !statement.resources.includes(resource)));
  const proofs = exact.length > 0 ? evidence(prove()) : '';
  return exact.sort(compare).map((resource) => {
    const allowing = given.filter((statement) => statement.resources.includes(resource));
    return { id: `${RULE}[Resource::${resource}]`, reason: `${describe(allowing)}${proofs}`, appliesTo: [`Resource::${resource}`] };
  });
}

function statementsOf(workload: Workload): Given[] {
  const bearer = workload._bearer;
  if (bearer === undefined) { return []; }
  const stack = Stack.of(bearer);
  const allowing = bearer.declarations().map(({ json, source }) => ({ statement: stack.resolve(json), source: source() })).filter(({ statement }) => statement.Effect === 'Allow');
  return allowing.map(({ statement, source }) => {
    const actions = [statement.Action ?? '*'].flat().map(nagText);
    return {
      actions,
      resources: [statement.Resource ?? '*'].flat().map(nagText),
      isExact: source.startsWith('the access ') && !actions.some((action) => action.includes('*')),
      source: source.replace(/" at [^"]*$/, '"'),
    };
  });
}

function describe(statements: readonly Given[]): string {
  const actions = [...new Set(statements.flatMap((statement) => statement.actions))].sort(compare);
  const sources = [...new Set(statements.map(({ source }) => source))].sort(compare);
  return `The names behind the prefix are known at run time only; the actions are exact: ${actions.join(', ')}, given by ${sources.join(' and ')}.`;
}

function evidence(proofs: readonly MustNotProof[]): string {
  const proved = proofs.filter(({ verdict }) => verdict === ProofVerdict.PROVED).map(({ forbidden }) => forbidden);
  return proved.length === 0 ? '' : ` Proved at synth: the role allows none of ${proved.join('; ')}.`;
}
