import { conditionHolds, Context, contextOf } from './condition';
import { Document } from './document';
import { evaluate } from './evaluate';
import { textOf } from './intrinsics';
import { matches } from './operators';
import { PolicyStatement, readStatements, VERSION_WITH_VARIABLES } from './policy';
import { parseStatement, PolicyValue } from './statement';
import { meaningIn, TemplateView } from './template';
import { literal, Text } from './text';
import { all, any, Tri, tri } from './tri';

/** A statement of a trust policy, and whom it is about. */
interface TrustStatement {
  readonly statement: PolicyStatement;
  /** The kind and the text of each principal; `*` is everyone. */
  readonly principals: readonly { readonly kind: string; readonly text: Text }[];
}

/** The service that assumes the roles of pods. */
const POD_IDENTITY_SERVICE = literal('pods.eks.amazonaws.com');

/** Who would become the role by a token of a cluster's OIDC provider. */
export interface TokenSubject {
  readonly namespace: Text;
  readonly serviceAccountName: Text;
  readonly audience: Text;
  /** The issuer without `https://`; absent for any that the trust policy names. */
  readonly issuer?: Text;
}

/** The trust policy of a role, ready to be asked. */
export class Trust {
  private readonly statements: readonly TrustStatement[];

  constructor(template: TemplateView, { version, statements }: Document) {
    const reading = { meaning: meaningIn(template), variables: version === VERSION_WITH_VARIABLES };
    const read = readStatements(statements.map((json) => parseStatement({ Resource: '*', ...json })), 'the trust policy', reading);
    this.statements = read.map((statement, index) => ({ statement, principals: principalsOf(statements[index].Principal, template) }));
  }

  /** Whether EKS may assume the role for a pod with these session tags; with none it doesn't tag the session. */
  public admitsPod(tags: Readonly<Record<string, Text>>, further: Readonly<Record<string, Text>>): Tri {
    const statements = this.statementsFor(({ kind, text }) => kind === '*' ? 'yes' : kind === 'Service' ? matches(text, POD_IDENTITY_SERVICE) : 'no');
    const keys = Object.entries(tags).map(([key, value]): [string, Text[]] => [`aws:RequestTag/${key}`, [value]]);
    const tagKeys: [string, Text[]][] = keys.length > 0 ? [['aws:TagKeys', Object.keys(tags).map(literal)]] : [];
    const others = Object.entries(further).map(([key, value]): [string, Text[]] => [key, [value]]);
    const context = contextOf(Object.fromEntries([...keys, ...tagKeys, ...others]));
    return all(['sts:AssumeRole', ...keys.length > 0 ? ['sts:TagSession'] : []].map((action) => admits(action, statements, context)));
  }

  /** Whether a statement is about the tokens of just this service account, whatever the audience and the issuer are. */
  public namesSubject(namespace: Text, serviceAccountName: Text): boolean {
    const subject = subjectOf(namespace, serviceAccountName);
    return this.statements.filter(({ statement, principals }) => statement.effect === 'Allow' && principals.some(({ kind }) => kind === 'Federated'))
      .flatMap(({ statement }) => statement.conditions.filter(({ key }) => /:sub$/i.test(key)))
      .some((condition) => conditionHolds(condition, contextOf({ [condition.key]: [subject] })) === 'yes');
  }

  /** Whether the role may be assumed by the token of a service account. */
  public admitsToken(subject: TokenSubject): Tri {
    return any(this.statements.filter(({ statement, principals }) => statement.effect === 'Allow' && principals.some(({ kind }) => kind === 'Federated' || kind === '*'))
      .map((trusted) => this.admitsTokenBy(trusted, subject)));
  }

  /** Whether a statement admits the token, as far as it is of an issuer that the statement is about. */
  private admitsTokenBy({ statement, principals }: TrustStatement, { namespace, serviceAccountName, audience, issuer }: TokenSubject): Tri {
    const issuers = new Set(statement.conditions.map(({ key }) => /^(.*):(?:sub|aud)$/is.exec(key)?.[1]).filter((found) => found !== undefined));
    const isOfIssuer = issuer === undefined ? 'yes' : any([
      tri(issuers.has(issuer.join(''))),
      ...issuers.size > 0 ? [] : principals.map(({ text }) => tri(text.join('').endsWith(`/${issuer.join('')}`))),
    ]);
    const claims = [...issuers].flatMap((each): [string, Text[]][] => [
      [`${each}:sub`, [subjectOf(namespace, serviceAccountName)]],
      [`${each}:aud`, [audience]],
    ]);
    const statements = this.statements.filter((trusted) => trusted.statement === statement || trusted.statement.effect === 'Deny').map((trusted) => trusted.statement);
    return all([isOfIssuer, admits('sts:AssumeRoleWithWebIdentity', statements, contextOf(Object.fromEntries(claims)))]);
  }

  private statementsFor(isPrincipal: (principal: TrustStatement['principals'][number]) => Tri): PolicyStatement[] {
    return this.statements.filter(({ principals }) => any(principals.map(isPrincipal)) !== 'no').map(({ statement }) => statement);
  }
}

function subjectOf(namespace: Text, serviceAccountName: Text): Text {
  return [...literal('system:serviceaccount:'), ...namespace, ':', ...serviceAccountName];
}

function admits(action: string, statements: readonly PolicyStatement[], context: Context): Tri {
  const { decision } = evaluate({ action: literal(action), resource: literal('*'), context }, { identity: statements, unknown: [] });
  return decision === 'ALLOWED' ? 'yes' : decision === 'UNDECIDED' ? 'maybe' : 'no';
}

function principalsOf(json: unknown, template: TemplateView): TrustStatement['principals'] {
  if (json === '*') { return [{ kind: '*', text: ['*'] }]; }
  return Object.entries(json as Record<string, PolicyValue | PolicyValue[]>)
    .flatMap(([kind, values]) => [values].flat().map((value) => ({ kind, text: textOf(value as PolicyValue, meaningIn(template)) })));
}
