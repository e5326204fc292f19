import { Context, parseCondition } from '../../policy/condition';
import { Meaning } from '../../policy/intrinsics';
import { isVariable, WrittenPattern } from '../../policy/pattern';
import { Policies, PolicyStatement, readStatements } from '../../policy/policy';
import { Statement } from '../../policy/statement';
import { symbolOf, Text } from '../../policy/text';
import { InventoryIdentity } from '../inventory/inventory-identity';
import { InventoryCondition, InventoryStatement, InventoryTrustStatement } from '../inventory/inventory-statement';
import { readRecorded } from '../inventory/recorded-value';

/** What decides what sessions may do, and what is known of every request of each kind of session. */
export interface Side {
  readonly policies: Policies;
  readonly sessions: readonly Context[];
}

/** In a record, whatever is no literal is a symbol. */
const SYMBOLS: Meaning = (intrinsic) => [Object.values(intrinsic)[0] as string];

/** What is known of a request of which nothing is. */
export const NOTHING_KNOWN: Context = () => 'unknown';

/** The policies of a record, ready to be asked. */
export function sideOf({ permissions, boundary, sessionPolicy, unknownPolicies, principalTags }: Recorded): Side {
  const sessions = principalTags.map(contextOfTags);
  const unknown = unknownPolicies.map(({ name, kind }) => ({ name, as: kind as 'identity' | 'boundary' | 'session' }));
  const read = (statements: InventoryStatement[], name: string) => readRecords(statements, name);
  return {
    sessions: sessions.length === 0 ? [NOTHING_KNOWN] : sessions,
    policies: {
      identity: read(permissions, 'the policies of the role'),
      boundary: boundary && read(boundary, 'the permissions boundary'),
      session: sessionPolicy && read(sessionPolicy, 'the session policy'),
      unknown,
    },
  };
}

type Recorded = Pick<InventoryIdentity, 'permissions' | 'boundary' | 'sessionPolicy' | 'unknownPolicies' | 'principalTags'>;

/** A trust policy as policies whose resources are the principals: who may do what to become the role. */
export function sideOfTrust(statements: readonly InventoryTrustStatement[]): Side {
  const records = statements.map(({ principals, ...rest }) => ({ ...rest, resources: principals.flatMap(principalPatterns) }));
  return { sessions: [NOTHING_KNOWN], policies: { identity: readRecords(records, 'the trust policy'), unknown: [] } };
}

/** The patterns of a principal: the root of an account stands for all of its principals. */
function principalPatterns(principal: string): string[] {
  const [, partition, account] = /^AWS (?:arn:([^:]+):iam::)?(\d{12}|<[^>]*>)(?::root)?$/.exec(principal) ?? [];
  return account === undefined ? [principal] : ['iam', 'sts'].map((service) => `AWS arn:${partition ?? 'aws'}:${service}::${account}:*`);
}

type RecordedStatement = Pick<InventoryStatement, 'effect' | 'actions' | 'notActions' | 'resources' | 'notResources' | 'conditions'>;

function readRecords(records: readonly RecordedStatement[], name: string): PolicyStatement[] {
  const statements = readStatements(records.map(statementOf), name, { meaning: SYMBOLS, variables: true });
  return statements.map((statement, index) => ({ ...statement, conditions: records[index].conditions.map(conditionOf) }));
}

function statementOf({ effect, actions, notActions, resources, notResources }: RecordedStatement): Statement {
  const values = (recorded?: readonly string[]) => recorded?.map(readRecorded);
  return { effect: effect as 'Allow', actions: values(actions), notActions: values(notActions), resources: values(resources), notResources: values(notResources) };
}

function conditionOf({ operator, key, values }: InventoryCondition): PolicyStatement['conditions'][number] {
  return parseCondition(operator, key, values.map(textOfRecord), true);
}

function textOfRecord(recorded: string): Text {
  const value = readRecorded(recorded);
  return typeof value === 'string' ? value.split('') : (value['Fn::Join'] as [string, (string | object)[]])[1].flatMap((part) => typeof part === 'string' ? [part] : SYMBOLS(part as never));
}

function contextOfTags(tags: Record<string, string>): Context {
  const known = new Map(Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key}`.toLowerCase(), [textOfRecord(value)]]));
  return (key) => known.get(key.toLowerCase()) ?? (key.toLowerCase().startsWith('aws:principaltag/') ? 'undetermined' : 'unknown');
}

/** Statements in which each variable of a resource whose value is not known stands for one value, the same on both sides. */
export function withVariablesAsValues(statements: readonly PolicyStatement[], known: Context): PolicyStatement[] {
  return statements.map((statement) => {
    const { negated, patterns } = statement.resources;
    return { ...statement, resources: { negated, patterns: patterns.map((each) => settle(each, known)) } };
  });
}

function settle(pattern: WrittenPattern, known: Context): WrittenPattern {
  return pattern.flatMap((element): WrittenPattern => {
    if (!isVariable(element)) { return [element]; }
    const values = known(element.key);
    return typeof values === 'string' ? [symbolOf('any', 'variable', element.key)] : values[0];
  });
}
