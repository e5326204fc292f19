import * as fc from 'fast-check';
import { fleetDocument, sampleDocument, sampleIdentity } from './sample';
import { InventoryIdentity, ProofVerdict } from '../../../src';
import { AccessLevel } from '../../../src/access/access-level';
import { ReportDocument } from '../../../src/governance/report/report-data';
import { reportHtml } from '../../../src/governance/report/report-html';
import { reportMarkdown } from '../../../src/governance/report/report-markdown';
import { risksOf } from '../../../src/governance/report/risks';
import { sentenceOf, trustInWords } from '../../../src/governance/report/words';

const STATEMENT = { effect: 'Allow', level: AccessLevel.READ, actions: ['s3:GetObject'], resources: ['arn:aws:s3:::company/*'], conditions: [], source: 'statement 1' };

describe('in words', () => {
  test('a statement says what it does, by which actions, and on what', () => {
    expect(sentenceOf(STATEMENT)).toEqual({ does: 'May read', actions: 's3:GetObject', on: ['arn:aws:s3:::company/*'], when: [], source: 'statement 1', isDenied: false });
  });

  test('a denial, and what is left out, are told as such', () => {
    expect(sentenceOf({ effect: 'Deny', level: AccessLevel.UNKNOWN, notActions: ['iam:*'], notResources: ['a', 'b'], conditions: [], source: '' }))
      .toMatchObject({ does: 'May not act, at a level that is not known', actions: 'all but iam:*', on: ['all but a b'], isDenied: true });
  });

  test('conditions read as sentences; an operator that has no words stands as it is written', () => {
    const conditions = [
      { operator: 'StringEquals', key: 'aws:SourceAccount', values: ['1', '<any|Stack|P>'] },
      { operator: 'NumericLessThan', key: 's3:max-keys', values: ['10'] },
    ];
    expect(sentenceOf({ ...STATEMENT, conditions }).when).toEqual(['aws:SourceAccount is "1" or "${P}"', 's3:max-keys NumericLessThan "10"']);
  });

  test('trust says who may become the role', () => {
    const condition = { operator: 'StringLike', key: 'x:sub', values: ['system:*'] };
    expect(trustInWords({ effect: 'Allow', principals: ['Service pods.eks.amazonaws.com'], actions: ['sts:AssumeRole', 'sts:TagSession'], conditions: [condition, condition] }))
      .toBe('Service pods.eks.amazonaws.com may sts:AssumeRole sts:TagSession if x:sub matches "system:*", and x:sub matches "system:*"');
    expect(trustInWords({ effect: 'Deny', principals: ['*'], notActions: ['sts:TagSession'], conditions: [] })).toBe('anyone may not all but sts:TagSession');
    expect(trustInWords({ effect: 'Allow', principals: ['?'], actions: ['*'], conditions: [] })).toBe('whoever can\'t be read may *');
  });
});

describe('of an identity', () => {
  const shown = (given: Partial<InventoryIdentity>) => sampleDocument([sampleIdentity(given)]).identities[0];

  test('the services and the resources are those of which something is allowed', () => {
    const denied = { ...STATEMENT, effect: 'Deny', actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:::q'] };
    const rest = { effect: 'Allow', level: AccessLevel.UNKNOWN, notActions: ['iam:*'], resources: ['*'], conditions: [], source: '' };

    expect(shown({ permissions: [STATEMENT, STATEMENT, denied, rest] })).toMatchObject({ services: ['*', 's3'], reaches: ['arn:aws:s3:::company/*', '*'] });
  });

  test('what is known at deploy time only stands as people read it', () => {
    expect(shown({ namespace: '<any|Stack|Namespace>', role: 'arn:aws:iam::1:role/a<lt>b', unknownPolicies: [{ name: '<any|Stack|P>', kind: 'identity' }] })).toMatchObject({
      namespace: '${Namespace}', key: 'production/%24%7BNamespace%7D/exporter', role: 'arn:aws:iam::1:role/a<b', unknown: [{ name: '${P}', kind: 'identity' }],
    });
  });

  test('the address is of its names, with a number behind it if another has the same, and always one', () => {
    const keys = sampleDocument([sampleIdentity(), sampleIdentity(), sampleIdentity(), sampleIdentity({ serviceAccount: 'a/\ud800' })]).identities.map(({ key }) => key);

    expect(keys).toEqual(['production/finance/exporter', 'production/finance/exporter/2', 'production/finance/exporter/3', 'production/finance/a%2F%3F']);
  });

  test('what is optional is there iff it is known', () => {
    const all = {
      targetRole: 'arn:aws:iam::2:role/t',
      permissionsBoundary: 'arn:aws:iam::1:policy/b',
      boundary: [STATEMENT],
      sessionPolicy: [STATEMENT],
      lastChanged: '2026-11-21',
      trust: [{ effect: 'Allow', principals: ['*'], actions: ['*'], conditions: [] }],
      targetTrust: [],
    };

    expect(shown(all)).toMatchObject({
      target: all.targetRole, boundary: all.permissionsBoundary, bounded: [sentenceOf(STATEMENT)], session: [sentenceOf(STATEMENT)], changed: '2026-11-21', trust: ['anyone may *'], targetTrust: [],
    });
    expect(JSON.parse(JSON.stringify(shown({})))).not.toEqual(expect.objectContaining({ target: expect.anything() }));
  });

  test('proofs keep their verdict and their witness', () => {
    const mustNot = [{ forbidden: 's3:*', verdict: ProofVerdict.REFUTED, explanation: 's3:GetObject on arn:aws:s3:::company/a is allowed' }];

    expect(shown({ mustNot }).proofs).toEqual(mustNot);
  });

  test('runbooks of many share their lines', () => {
    const { identities, lines } = fleetDocument(100);

    expect(identities[7].runbook.map((line) => lines[line]).join('\n')).toContain('# invoices/api-7 of green');
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeLessThan(100 * identities[7].runbook.length / 4);
  });
});

describe('risks', () => {
  const finding = { id: 'x', check: 'C', title: 'T', message: 'm', why: 'W.', fix: 'F.', construct: 'Stack/Exporter/Role' };
  const risks = (identities: InventoryIdentity[], findings: typeof finding[], acknowledged: (typeof finding & { reason: string })[] = []) =>
    risksOf([], identities, { findings, acknowledged });

  test('are of the identity whose workload the finding is in, what is accepted with its reason', () => {
    const identity = sampleIdentity({ targetRole: 'arn:aws:iam::2:role/elsewhere' });
    const { of, elsewhere } = risks([identity], [finding], [{ ...finding, reason: 'known' }]);

    expect(of.get(identity)).toEqual([
      { kind: 'accepted', title: 'T', text: 'Stack/Exporter/Role: m. Accepted: known' },
      { kind: 'finding', title: 'T', text: 'Stack/Exporter/Role: m. W.', fix: 'F.' },
    ]);
    expect(elsewhere).toEqual([]);
  });

  test('a finding that is of no identity, or at no construct, is not lost', () => {
    const { construct, ...crash } = finding;
    const identity = sampleIdentity();
    const { of, elsewhere } = risksOf([], [identity], { findings: [{ ...finding, construct: 'Stack/ExporterOfOthers/Role' }, crash], acknowledged: [] });

    expect(of.get(identity)).toEqual([]);
    expect(elsewhere.map(({ text }) => text)).toEqual(['Stack/ExporterOfOthers/Role: m. W.', 'm. W.']);
    expect(construct).toBeDefined();
  });

  test('are of the identity that has the role which the finding is at; one whose path nothing tells stands apart', () => {
    const identity = sampleIdentity({ workload: 'Other/Exporter' });
    const Role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'exporter' } };
    const environment = { account: '111122223333', region: 'eu-central-1' };
    const sources = (metadata: object) => [{ name: 'Stack', ...environment, json: { Resources: { Role: { ...Role, Metadata: metadata } } } }];
    const told = (metadata: object, construct: string) =>
      risksOf(sources(metadata), [identity], { findings: [{ ...finding, construct }], acknowledged: [] });

    expect(told({ 'aws:cdk:path': 'Stack/Exporter/Role' }, 'Stack/Exporter/Role').of.get(identity)).toHaveLength(1);
    // A logical id alone may be of several roles.
    expect(told({}, 'Role').elsewhere).toHaveLength(1);
  });

  test('what is refuted, not decided or not known is one; a boundary that is not known only forbids', () => {
    const identity = sampleIdentity({
      mustNot: Object.values(ProofVerdict).map((verdict) => ({ forbidden: 'a', verdict, explanation: verdict })),
      unknownPolicies: [{ name: 'p', kind: 'identity' }, { name: 'b', kind: 'boundary' }],
    });

    expect(risks([identity], []).of.get(identity)!.map(({ kind, text }) => [kind, text])).toEqual([['refuted', 'REFUTED'], ['undecided', 'UNKNOWN'], ['not known', 'p']]);
  });
});

describe('the HTML', () => {
  const DATA = /(?<=<script type="application\/json" id="data">)[^<]*(?=<\/script>)/;
  const empty: ReportDocument = { identities: [], elsewhere: [], lines: [] };
  const shell = reportHtml(empty).replace(DATA, '');
  const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--', '<script>', ']]>', '"', '\'', '`', '&lt;', '\u2028', '\u2029', '😀', '$&', '${x}', '<!--data-->', '\\u003c', '\0'));

  test('holds what it is given as data, and nothing else of it, whatever it is', () => {
    fc.assert(fc.property(fc.array(fc.array(hostile, { maxLength: 5 }).map((parts) => parts.join('')), { maxLength: 5 }), (lines) => {
      const document: ReportDocument = { ...empty, lines };
      const html = reportHtml(document);
      expect(JSON.parse(DATA.exec(html)![0])).toEqual(document);
      expect(html.replace(DATA, '')).toBe(shell);
    }), { numRuns: 300 });
  });

  test('names nothing that a browser would load', () => {
    expect(shell.match(/https?:\/\/[^\s'"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(shell).not.toMatch(/\ssrc=|<link|<iframe|<object|<img|@import|url\(|fetch\(|XMLHttpRequest|import\(/);
    expect(shell).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\sstyle=/);
  });

  test('forbids all that its policy doesn\'t name: its own script and style', () => {
    expect(shell).toMatch(/content="default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'"/);
  });

  test('has one language, a title, a way past the head, landmarks', () => {
    expect(shell).toMatch(/^<!doctype html>\n<html lang="en">/);
    for (const part of ['<title>', '<a class="skip" href="#main">', '<header>', '<main id="main"', '<footer>', '<noscript>']) { expect(shell).toContain(part); }
  });
});

describe('the Markdown', () => {
  const markdown = (...given: Partial<InventoryIdentity>[]) => reportMarkdown(sampleDocument(given.map(sampleIdentity)).identities);

  test('draws service account, role, target role and resources', () => {
    const unknownPolicies = [{ name: 'p', kind: 'identity' }];
    expect(markdown({ permissions: [STATEMENT], targetRole: 'arn:aws:iam::2:role/t', unknownPolicies })).toContain([
      '## production / finance', '', '```mermaid', 'flowchart LR', '  n0(["exporter"])', '  n1["arn:aws:iam::111122223333:role/exporter"]', '  n2["arn:aws:iam::2:role/t"]',
      '  n0 --> n1', '  n1 --> n2', '  n3[("arn:aws:s3:::company/#42;")]', '  n2 --> n3', '  n4[("not known: p")]', '  n2 --> n4', '```',
    ].join('\n'));
  });

  test('draws what several have once', () => {
    const text = markdown({ permissions: [STATEMENT] }, { serviceAccount: 'other', permissions: [STATEMENT] });

    expect(text.match(/role\/exporter/g)).toHaveLength(1);
    expect(text.match(/n1 --> n2/g)).toHaveLength(1);
  });

  test('parts what Mermaid would not draw: at most 25 identities, and 400 arrows', () => {
    const many = Array.from({ length: 26 }, (_, index) => ({ serviceAccount: `a${index}` }));
    const wide = Array.from({ length: 3 }, (_, index) => ({ serviceAccount: `a${index}`, permissions: [{ ...STATEMENT, resources: Array.from({ length: 180 }, (__, each) => `r${index}-${each}`) }] }));

    expect(markdown(...many).match(/```mermaid/g)).toHaveLength(2);
    expect(markdown(...wide).match(/```mermaid/g)).toHaveLength(2);
  });

  test('takes nothing of a name for markup', () => {
    const name = '"]\n```\n<lt>b>#quot;';

    expect(markdown({ serviceAccount: name })).toContain('(["#34;#93;#10;#96;#96;#96;#10;#60;b#62;#35;quot#59;"])');
  });
});
