import { TemplateView } from '../../src/policy/template';
import { literal, Text } from '../../src/policy/text';
import { Trust, trustOf } from '../../src/trust/trust-policy';

const [NAMESPACE, ACCOUNT, OTHER] = ['finance-prod', 'invoice-exporter', 'other'].map(literal);
const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const ROLE = 'arn:aws:iam::111122223333:role/base';
const SUBJECT = 'system:serviceaccount:finance-prod:invoice-exporter';
const TAGS = { 'kubernetes-namespace': NAMESPACE, 'kubernetes-service-account': ACCOUNT };

/** Statements of literals alone, so that no template is asked. */
const TEMPLATE = {} as TemplateView;

const trusts = (statements: object[], version = '2012-10-17') => new Trust(TEMPLATE, { version, statements: statements as any });
const pods = (change: object = {}) => ({ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'], ...change });
const token = (Condition: object = { StringEquals: { [`${ISSUER}:sub`]: SUBJECT } }, change: object = {}) =>
  ({ Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: 'sts:AssumeRoleWithWebIdentity', Condition, ...change });
const where = (key: string, value: unknown, operator = 'StringEquals') => ({ Condition: { [operator]: { [key]: value } } });

const admitsPod = (statement: object, tags: Record<string, Text> = TAGS) => trusts([statement]).admitsPod(tags, {});
const admitsRole = (statement: object) => trusts([statement]).admitsRole({}, { 'aws:PrincipalArn': literal(ROLE) });
const admitsToken = (statement: object, issuer?: string) =>
  trusts([statement]).admitsToken({ namespace: NAMESPACE, serviceAccountName: ACCOUNT, audience: literal('sts.amazonaws.com'), issuer: issuer === undefined ? undefined : literal(issuer) });

test('a trust without a document can\'t be read, and may admit anyone', () => {
  const unknown = trustOf({ template: TEMPLATE, resource: { Type: 'AWS::IAM::Role' } } as any);

  expect([unknown.isReadable, unknown.admitsPod(TAGS, {})]).toEqual([false, 'maybe']);
  expect([trusts([]).isReadable, trusts([]).admitsPod(TAGS, {})]).toEqual([true, 'no']);
});

describe('the namespace is named', () => {
  const KEY = 'aws:RequestTag/kubernetes-namespace';
  const names = (...statements: object[]) => trusts(statements).namesNamespace(NAMESPACE);

  test('by a statement that admits its pods, whatever the case of the key', () => {
    expect(names(pods(where(KEY, 'finance-prod')))).toBe(true);
    expect(names(pods(where('aws:requesttag/Kubernetes-Namespace', 'finance-*', 'StringLike')))).toBe(true);
    expect(names(pods(), pods(where(KEY, 'other')), pods({ ...where(KEY, 'finance-prod'), Principal: { AWS: ROLE, Service: 'pods.eks.amazonaws.com' } }))).toBe(true);
  });

  test('by no other statement', () => {
    expect(names()).toBe(false);
    expect(names(pods())).toBe(false);
    expect(names(pods(where(KEY, 'other')))).toBe(false);
    expect(names(pods({ ...where(KEY, 'finance-prod'), Effect: 'Deny' }))).toBe(false);
    expect(names(pods({ ...where(KEY, 'finance-prod'), Principal: { AWS: ROLE } }))).toBe(false);
    expect(names(pods(where(`${KEY}-2`, 'finance-prod')))).toBe(false);
    expect(names(pods(where(`my:${KEY}`, 'finance-prod')))).toBe(false);
    expect(names(pods(where('aws:RequestTag/team', 'finance-prod')))).toBe(false);
  });
});

describe('the service account is named', () => {
  const names = (...statements: object[]) => trusts(statements).namesSubject(NAMESPACE, ACCOUNT);

  test('by a statement that admits its tokens, whatever else it is about', () => {
    expect(names(token())).toBe(true);
    expect(names(token({ StringLike: { [`${ISSUER}:SUB`]: 'system:serviceaccount:finance-prod:*' } }))).toBe(true);
    expect(names(pods(), token({ StringEquals: { [`${ISSUER}:sub`]: 'a' } }), token(undefined, { Principal: { AWS: ROLE, Federated: PROVIDER } }))).toBe(true);
  });

  test('by no other statement', () => {
    expect(names()).toBe(false);
    expect(trusts([token()]).namesSubject(NAMESPACE, OTHER)).toBe(false);
    expect(names(token({ StringEquals: { [`${ISSUER}:aud`]: SUBJECT } }))).toBe(false);
    expect(names(token({ StringEquals: { [`${ISSUER}:subject`]: SUBJECT } }))).toBe(false);
    expect(names(token(undefined, { Effect: 'Deny' }))).toBe(false);
    expect(names(token(undefined, { Principal: { AWS: ROLE } }))).toBe(false);
  });
});

test('a principal of another kind with the same name is another one', () => {
  expect([admitsPod(pods()), admitsPod(pods({ Principal: { AWS: 'pods.eks.amazonaws.com' } }))]).toEqual(['yes', 'no']);
  expect([admitsRole(pods({ Principal: { AWS: ROLE } })), admitsRole(pods({ Principal: { Service: ROLE } }))]).toEqual(['yes', 'no']);
  expect([admitsToken(token()), admitsToken(token(undefined, { Principal: { AWS: PROVIDER } }))]).toEqual(['yes', 'no']);
});

test('of a principal that is not a name nothing is known', () => {
  expect(trusts([{ ...pods(), Principal: null }]).admitsPod(TAGS, {})).toBe('maybe');
  expect(trusts([{ ...pods(), Principal: 'pods.eks.amazonaws.com' }]).admitsPod(TAGS, {})).toBe('maybe');
});

describe('a session', () => {
  test('bears the keys of its tags', () => {
    const onlyThese = (...keys: string[]) => admitsPod(pods(where('aws:TagKeys', keys, 'ForAllValues:StringEquals')));

    expect([onlyThese(...Object.keys(TAGS)), onlyThese('kubernetes-namespace')]).toEqual(['yes', 'no']);
    expect(admitsPod(pods(where('aws:TagKeys', 'kubernetes-namespace', 'ForAnyValue:StringEquals')))).toBe('yes');
  });

  test('without tags has no keys of tags', () => {
    expect(admitsPod(pods(where('aws:TagKeys', 'true', 'Null')), {})).toBe('yes');
    expect(admitsPod(pods(where('aws:RequestTag/team', 'true', 'Null')), {})).toBe('yes');
  });

  test('may have any other key', () => {
    expect(admitsPod(pods(where('my:aws:RequestTag/team', 'true', 'Null')))).toBe('maybe');
    expect(admitsPod(pods(where('aws:TagKeysOfMine', 'true', 'Null')))).toBe('maybe');
  });
});

test('a document of the former version has no variables', () => {
  const same = pods(where('aws:RequestTag/kubernetes-namespace', '${aws:RequestTag/kubernetes-namespace}'));

  expect(trusts([same]).admitsPod(TAGS, {})).toBe('yes');
  expect(trusts([same], '2008-10-17').admitsPod(TAGS, {})).toBe('no');
});

describe('a token', () => {
  test('of any issuer is admitted by a provider without conditions', () => {
    expect([admitsToken(token({})), admitsToken(token({}), ISSUER), admitsToken(token({}), 'oidc.example.com')]).toEqual(['yes', 'yes', 'no']);
  });

  test('may have keys that are no claims, and has no claim of another issuer', () => {
    expect(admitsToken(token({ StringEquals: { 'aws:SourceIp': '192.0.2.1' } }), ISSUER)).toBe('maybe');
    expect(admitsToken(token({ StringEquals: { [`${ISSUER}:sub`]: SUBJECT, 'oidc.example.com:sub': SUBJECT } }), ISSUER)).toBe('no');
    expect(admitsToken(token({ StringEquals: { [`${ISSUER}:subject`]: SUBJECT } }), ISSUER)).toBe('maybe');
  });
});
