import { POD_IDENTITY_SERVICE } from './pod-identity-trust';
import { SUBJECT_PREFIX } from './web-identity-trust';
import { conditionHolds, Context, contextOf, contextWith } from '../policy/condition';
import { Document, readDocument } from '../policy/document';
import { evaluate } from '../policy/evaluate';
import { matches } from '../policy/operators';
import { PolicyStatement, readStatements, VERSION_WITH_VARIABLES } from '../policy/policy';
import { PlacedResource } from '../policy/role';
import { isIntrinsic, parseStatement, PolicyValue } from '../policy/statement';
import { meaningIn, TemplateView, textIn } from '../policy/template';
import { literal, mentionsSymbol, Text } from '../policy/text';
import { all, any, Tri, tri } from '../policy/tri';

/** A statement of a trust policy, and whom it is about. */
export interface TrustStatement {
  readonly statement: PolicyStatement;
  readonly principals: readonly Principal[];
}

/** A principal by its kind; `*` is everyone, and of `?` nothing is known. */
export interface Principal {
  readonly kind: string;
  readonly text: Text;
}

/** Who would become the role by a token of a cluster's OIDC provider. */
export interface TokenSubject {
  readonly namespace: Text;
  readonly serviceAccountName: Text;
  readonly audience: Text;
  /** The issuer without `https://`; absent for any that the trust policy names. */
  readonly issuer?: Text;
}

/** The trust policy of a role, ready to be asked; one that can't be read may say anything. */
export class Trust {
  /** None if it can't be read. */
  public readonly statements: readonly TrustStatement[];

  constructor(template: TemplateView, private readonly document: Document | undefined) {
    const { version, statements } = document ?? { version: VERSION_WITH_VARIABLES, statements: [] };
    const reading = { meaning: meaningIn(template), variables: version === VERSION_WITH_VARIABLES };
    const read = readStatements(statements.map((json) => parseStatement({ Resource: '*', ...json })), 'the trust policy', reading);
    this.statements = read.map((statement, index) => ({ statement, principals: principalsOf(statements[index].Principal, template) }));
  }

  /** False iff it is known at deploy time only, or no policy document. */
  public get isReadable(): boolean {
    return this.document !== undefined;
  }

  /** Whether EKS may assume the role for a pod with these session tags; with none it doesn't tag the session. */
  public admitsPod(tags: Readonly<Record<string, Text>>, source: Readonly<Record<string, Text>>): Tri {
    const isPods = ({ kind, text }: Principal): Tri => kind === 'Service' ? matches(text, literal(POD_IDENTITY_SERVICE)) : 'no';
    const context = contextOfSession(tags, source);
    return all(actionsOfSession(tags).map((action) => this.admits(action, isPods, context)));
  }

  /** Whether the role may be assumed in a session with these tags from another role, whose ARN is given as `aws:PrincipalArn`. */
  public admitsRole(tags: Readonly<Record<string, Text>>, given: Readonly<Record<string, Text>>): Tri {
    const { 'aws:PrincipalArn': arn } = given;
    const start = arn.indexOf(':', 'arn:'.length) + ':iam::'.length;
    const end = arn.indexOf(':', start);
    const account = arn.slice(start, end);
    const root = [...arn.slice(0, end), ...literal(':root')];
    const isRole = ({ kind, text }: Principal): Tri => kind === 'AWS' ? any([literal('*'), arn, account, root].map((each) => matches(text, each))) : 'no';
    const context = contextOfSession(tags, given);
    return all(actionsOfSession(tags).map((action) => this.admits(action, isRole, context)));
  }

  /** Whether a statement is about the tokens of just this service account, whatever the audience and the issuer are. */
  public namesSubject(namespace: Text, serviceAccountName: Text): boolean {
    const subject = subjectOf(namespace, serviceAccountName);
    return this.statements.filter(({ statement, principals }) => statement.effect === 'Allow' && principals.some(({ kind }) => kind === 'Federated'))
      .flatMap(({ statement }) => statement.conditions.filter(({ key }) => /:sub$/i.test(key)))
      .some((condition) => conditionHolds(condition, contextOf({ [condition.key]: [subject] })) === 'yes');
  }

  /** Whether a statement is about the pods of just this namespace, by the session tag of Pod Identity. */
  public namesNamespace(namespace: Text): boolean {
    return this.statements.filter(({ statement, principals }) => statement.effect === 'Allow' && principals.some(({ kind }) => kind === 'Service'))
      .flatMap(({ statement }) => statement.conditions.filter(({ key }) => /^aws:RequestTag\/kubernetes-namespace$/i.test(key)))
      .some((condition) => conditionHolds(condition, contextOf({ [condition.key]: [namespace] })) === 'yes');
  }

  /** Whether the role may be assumed by the token of a service account: of its issuer, or of any that the trust policy names. */
  public admitsToken(subject: TokenSubject): Tri {
    const named = this.statements.flatMap(({ statement }) => statement.conditions.map(({ key }) => CLAIM.exec(key)?.[1]));
    const issuers = subject.issuer === undefined ? [...new Set(named.filter((issuer) => issuer !== undefined)), ANY_ISSUER] : [subject.issuer.join('')];
    return any(issuers.map((issuer) => this.admitsTokenOf(issuer, subject)));
  }

  private admitsTokenOf(issuer: string, { namespace, serviceAccountName, audience }: TokenSubject): Tri {
    const claims = new Map([[`${issuer}:sub`, [subjectOf(namespace, serviceAccountName)]], [`${issuer}:aud`, [audience]]]);
    const context = contextWith(claims, (key) => {
      const other = CLAIM.exec(key)?.[1];
      const maybeOwn = issuer !== ANY_ISSUER && other !== undefined && mentionsSymbol(other) !== mentionsSymbol(issuer);
      return other === undefined || maybeOwn ? 'unknown' : 'absent';
    });
    const isProvider = ({ kind, text }: Principal): Tri => kind === 'Federated' ? isOfIssuer(text, issuer) : 'no';
    return this.admits('sts:AssumeRoleWithWebIdentity', isProvider, context);
  }

  /** Decides by the statements that are about a principal; those that may be about it leave open what they would change. */
  private admits(action: string, isPrincipal: (principal: Principal) => Tri, context: Context): Tri {
    if (this.document === undefined) { return 'maybe'; }
    const isAbout = (principal: Principal): Tri => principal.kind === '*' ? 'yes' : principal.kind === '?' ? 'maybe' : isPrincipal(principal);
    const about = this.statements.map(({ statement, principals }) => ({ statement, belongs: any(principals.map(isAbout)) }));
    const decide = (counts: (belongs: Tri) => boolean) => {
      const identity = about.filter(({ belongs }) => counts(belongs)).map(({ statement }) => statement);
      return evaluate({ action: literal(action), resource: literal('*'), context }, { identity, unknown: [] }).decision;
    };
    const [certain, possible] = [decide((belongs) => belongs === 'yes'), decide((belongs) => belongs !== 'no')];
    if ([certain, possible].includes('UNDECIDED')) { return 'maybe'; }
    return (certain === 'ALLOWED') === (possible === 'ALLOWED') ? tri(certain === 'ALLOWED') : 'maybe';
  }
}

/** The trust policy of a role. */
export function trustOf({ template, resource }: PlacedResource): Trust {
  return new Trust(template, readDocument(template, resource.Properties?.AssumeRolePolicyDocument));
}

/** The actions by which a session with these tags is made. */
export function actionsOfSession(tags: Readonly<Record<string, Text>>): string[] {
  return ['sts:AssumeRole', ...Object.keys(tags).length > 0 ? ['sts:TagSession'] : []];
}

/** The context of a request for a session with these tags; of other keys but tags nothing is known. */
export function contextOfSession(tags: Readonly<Record<string, Text>>, given: Readonly<Record<string, Text>>): Context {
  const keys = Object.entries(tags).map(([key, value]): [string, Text[]] => [`aws:RequestTag/${key}`, [value]]);
  const tagKeys: [string, Text[]][] = keys.length > 0 ? [['aws:TagKeys', Object.keys(tags).map(literal)]] : [];
  const others = Object.entries(given).map(([key, value]): [string, Text[]] => [key, [value]]);
  return contextWith(new Map([...keys, ...tagKeys, ...others]), (key) => /^aws:(RequestTag\/|TagKeys$)/i.test(key) ? 'absent' : 'unknown');
}

/** The issuer in the key of a claim. */
const CLAIM = /^(.*):(?:sub|aud)$/is;

/** An issuer that no condition names. */
const ANY_ISSUER = '';

/** Whether a provider is of an issuer. Where the provider is a resource, the conditions beside it tell the issuer. */
function isOfIssuer(provider: Text, issuer: string): Tri {
  const arn = provider.join('');
  const at = arn.indexOf(PROVIDER);
  if (at < 0 || issuer === ANY_ISSUER) { return 'yes'; }
  const own = arn.slice(at + PROVIDER.length);
  return own === issuer ? 'yes' : mentionsSymbol(own) || mentionsSymbol(issuer) ? 'maybe' : 'no';
}

/** What stands before the issuer in the ARN of a provider. */
const PROVIDER = ':oidc-provider/';

function subjectOf(namespace: Text, serviceAccountName: Text): Text {
  return [...literal(SUBJECT_PREFIX), ...namespace, ':', ...serviceAccountName];
}

/** The principals of a statement; `?` for what is not known, as with `NotPrincipal`. */
function principalsOf(json: unknown, template: TemplateView): Principal[] {
  if (json === '*') { return [{ kind: '*', text: ['*'] }]; }
  if (typeof json !== 'object' || json === null || isIntrinsic(json)) { return [{ kind: '?', text: [] }]; }
  return Object.entries(json as Record<string, PolicyValue | PolicyValue[]>)
    .flatMap(([kind, values]) => [values].flat().map((value) => ({ kind, text: textIn(template, value as PolicyValue) })));
}
