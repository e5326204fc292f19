import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { claim, Json, load, placed, problemsOf } from './claim';
import { IdentityClaims } from '../../../src';
import { ARN_KINDS } from '../../../src/governance/claims/arn-kinds';
import { errorOf } from '../../fixtures';

const problems = (documents: Json | Json[]) => problemsOf(() => load(documents));
const inText = (text: string) => problemsOf(() => IdentityClaims.fromText('claims.yaml', text));
const s3 = (entry: Json) => claim({ permissions: { s3: [{ bucket: 'b-1', prefix: 'a/', access: ['read'], ...entry }] } });
const AT = 'spec.permissions.s3[0]';

test('all problems of all files are told by one error, with their places', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'claims-'));
  fs.writeFileSync(path.join(directory, 'b.yaml'), stringify(claim({ enviroment: 'prod' })));
  fs.mkdirSync(path.join(directory, 'a'));
  fs.writeFileSync(path.join(directory, 'a', 'c.yml'), `${stringify(claim({ owner: 'a b' }))}---\n${stringify(claim({ owner: 'a b' }))}`);
  const { message, code } = errorOf(() => IdentityClaims.fromDirectory(directory));

  expect(code).toBe('InvalidClaims');
  expect(message).toBe(`[IdentityClaims] 3 problems in claims:
  ${directory}/a/c.yml:8:10 spec.owner must be 1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit; got "a b"
  ${directory}/a/c.yml:17:10 spec.owner must be 1 to 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit; got "a b"
  ${directory}/b.yaml:9:3 spec.enviroment is no field; allowed: serviceAccount, environment, owner, account, region, clusters, mechanism, description, permissions, mustNot, target; did you mean "environment"?
 (InvalidClaims)`);
  fs.rmSync(directory, { recursive: true });
});

test.each<[Json, string[]]>([
  [{ ...claim(), kind: 'AwsWorkloadIdentityClaims' }, ['2:7 kind must be one of these, got "AwsWorkloadIdentityClaims"; allowed: AwsWorkloadIdentityClaim; did you mean "AwsWorkloadIdentityClaim"?']],
  [{ ...claim(), apiVersion: 'v1' }, ['1:13 apiVersion must be one of these, got "v1"; allowed: platform.mycompany.io/v1alpha1']],
  [claim({}, { name: 'default' }), ['4:9 metadata.name must not be "default", which every pod has that names none']],
  [claim({}, { namespace: 'Finance' }), ['5:14 metadata.namespace must be 1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit; got "Finance"']],
  [claim({ account: 111122223333 }), ['9:12 spec.account must be a text: put it in quotes, "111122223333"; got 111122223333']],
  [claim({ environment: null }), ['7:3 spec.environment has no value: give one, or leave the field out']],
  [{ ...claim(), spec: { owner: 'a' } }, ['7:3 spec needs the field environment']],
  [{ ...claim(), spec: [] }, ['6:7 spec must be a map of fields; got a list']],
  [claim({ mechanism: 'pod_identity' }), ['9:14 spec.mechanism must be one of these, got "pod_identity"; allowed: pod-identity, irsa; did you mean "pod-identity"?']],
  [claim({ description: 'p\u0430yments' }), ['9:16 spec.description has the character U+0430, and claims are ASCII, so that nothing looks like what it is not; got "p\\u0430yments"']],
  [claim({ description: 'a'.repeat(1001) }), ['9:16 spec.description must be at most 1000 characters; got 1001']],
  [claim({ clusters: 'production' }), ['9:13 spec.clusters must be a list; got "production"']],
  [claim({ clusters: ['a', 'b', 'a'] }), ['12:7 spec.clusters[2] is there already: give it once; got "a"']],
  [claim({ clusters: [] }), ['9:13 spec.clusters must not be empty: name at least one, or leave it out']],
  [claim({ clusters: Array.from({ length: 101 }, (_, index) => `c${index}`) }), ['10:5 spec.clusters must have at most 100 entries; got 101']],
  [claim({ permissions: { sq: [{}] } }), [expect.stringContaining('spec.permissions.sq is no field; allowed: s3, s3express')]],
  [claim({ mustNot: [{ actions: ['s3'] }] }), ['11:11 spec.mustNot[0].actions[0] must be "service:Action" in which "*" and "?" are wildcards, or "*"; got "s3"']],
  [claim({ mustNot: [{ actions: ['s3:*'], on: ['*'], outside: ['arn:aws:s3:::a'], enforced: true }] }), [expect.stringContaining('10:7 spec.mustNot[0] one IAM statement can\'t deny actions on some resources')]],
  [claim({ mustNot: [{ actions: ['s3:*'], when: { secure: 'x' } }] }), ['13:9 spec.mustNot[0].when["secure"] must be a condition key, such as aws:SecureTransport; got "secure"']],
  [claim({ target: {} }), ['9:11 spec.target needs one of account, roleArn']],
  [claim({ target: { account: '444455556666', roleArn: 'arn:aws:iam::444455556666:role/a' } }), ['10:5 spec.target needs one of account, roleArn, and not several']],
  [claim({ target: { account: '444455556666' }, mechanism: 'irsa' }), ['9:3 spec.target is for Pod Identity alone: leave it out, or mechanism']],
  [claim({ target: { roleArn: 'arn:aws:iam::444455556666:role/a' }, mustNot: [{ actions: ['s3:*'] }] }),
    ['9:3 spec.target.roleArn is a role that exists, with permissions of its own: leave permissions and mustNot out, or give target.account']],
])('%j is refused', (document, told) => {
  expect(problems(document)).toEqual(told.map((each) => typeof each === 'string' ? `claims.yaml:${each}` : each));
});

test.each<[Json, string]>([
  [{ access: ['reed'] }, `${AT}.access[0] must be one of these, got "reed"; allowed: read, list, write, delete, readTags, writeTags; did you mean "read"?`],
  [{ access: ['read', 'read'] }, `${AT}.access[1] is there already: give it once; got "read"`],
  [{ prefix: '/a' }, `${AT}.prefix must be printable ASCII without "$", not beginning with "/"; it may hold \${clusterArn}, \${clusterName}, \${namespace}, \${serviceAccount}, \${podName}, \${podUid}; got "/a"`],
  [{ prefix: '${aws:username}/' }, `${AT}.prefix must be printable ASCII without "$", not beginning with "/"; it may hold \${clusterArn}, \${clusterName}, \${namespace}, \${serviceAccount}, \${podName}, \${podUid}; got "\${aws:username}/"`],
  [{ bucket: 'b-*' }, `${AT}.bucket must be a bucket, by its name or its ARN (arn:PARTITION:s3:::NAME); no wildcards; got "b-*"`],
  [{ wholeBucket: true }, `${AT} read needs one of prefix, object, wholeBucket, and not several`],
  [{ prefix: undefined }, `${AT} read needs one of prefix, object, wholeBucket`],
  [{ prefix: undefined, wholeBucket: false }, `${AT}.wholeBucket must be true, or left out; got false`],
  [{ access: ['read', 'delete'], existingObjectTags: { a: 'b' } }, `${AT}.existingObjectTags is not taken by delete, which takes bucket, prefix, wholeBucket, accessPoint: give delete an entry of its own`],
  [{ existingObjectTags: {} }, `${AT}.existingObjectTags must not be empty: name at least one, or leave it out`],
  [{ existingObjectTags: [] }, `${AT}.existingObjectTags must be a map of texts; got a list`],
  [{ existingObjectTags: { a: 1 } }, `${AT}.existingObjectTags["a"] must be a text: put it in quotes, "1"; got 1`],
  [{ existingObjectTags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) }, `${AT}.existingObjectTags must have at most 50 entries; got 51`],
])('the permission %j is refused', (entry, told) => {
  expect(problems(s3(entry)).map((each) => each.replace(/^\S+ /, ''))).toEqual([told]);
});

test('what builders refuse is told in their words, where the permission stands', () => {
  expect(problems(claim({ permissions: { dynamodb: [{ table: 'invoices', access: ['read'], scan: true, leadingKeys: ['a'] }] } }))).toEqual([
    'claims.yaml:11:9 spec.permissions.dynamodb[0] for read: scan and leadingKeys exclude each other: Scan reads the items of every partition key and its requests name none, so that it can\'t be limited to some; '
    + 'leave one of them out, got: {"scan":true,"leadingKeys":["a"]} (ConflictingOptions)',
  ]);
});

test('a service account is claimed once', () => {
  expect(problems([claim(), claim({ serviceAccount: 'invoice-exporter' }, { name: 'again' })])).toEqual([
    'claims.yaml:13:3 metadata.name is of the service account finance-prod/invoice-exporter, which the claim at claims.yaml:1 is for already: claim all for it in one',
  ]);
  expect(load([claim(), claim({ environment: 'test' }), claim({}, { namespace: 'other' })]).count).toBe(3);
});

test('an API group is a name of one\'s own', () => {
  const own = { ...claim(), apiVersion: 'identity.example.com/v1alpha1' };

  expect(load(own, { apiGroup: 'identity.example.com' }).count).toBe(1);
  expect(errorOf(() => load(own, { apiGroup: 'example' })).message).toBe('[IdentityClaims] apiGroup must be a DNS name with a dot, such as "platform.mycompany.io", got: "example" (InvalidApiGroup)');
});

test('documents of other groups are left alone where that is said, and refused elsewhere', () => {
  const documents = [claim(), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' } }];

  expect(load(documents, { ignoreOtherGroups: true }).count).toBe(1);
  expect(problems(documents)).toContain('claims.yaml:10:13 apiVersion must be one of these, got "v1"; allowed: platform.mycompany.io/v1alpha1');
  expect(problemsOf(() => load([{ ...claim(), kind: 'x' }], { ignoreOtherGroups: true }))).toHaveLength(1);
});

describe('hostile YAML', () => {
  const valid = stringify(claim());

  test.each([
    ['an anchor', valid.replace('owner: ', 'owner: &a '), '8:13 anchors (&NAME) are not taken: leave it out, and write out each value'],
    ['an alias', valid.replace('environment: prod', 'environment: *a'), '7:16 aliases (*NAME) are not taken: write out what it stands for'],
    ['a merge key', `${valid}  <<: { owner: a }\n`, '9:3 spec["<<"] is no field; allowed: serviceAccount, environment, owner, account, region, clusters, mechanism, description, permissions, mustNot, target'],
    ['a tag', valid.replace('owner: ', 'owner: !!str '), '8:16 tags (!NAME) are not taken: leave it out, and put a text in quotes'],
    ['a bare tag', valid.replace('owner: ', 'owner: ! '), '8:12 tags (!NAME) are not taken: leave it out, and put a text in quotes'],
    ['a tag of a map', valid.replace('spec:', 'spec: !!map'), '7:3 tags (!NAME) are not taken: leave it out, and put a text in quotes'],
    ['a directive', `%YAML 1.1\n---\n${valid}`, '2:1 directives (%YAML, %TAG) are not taken: leave them out'],
    ['a key that stands twice', `${valid}  owner: other\n`, '9:3 spec.owner is there already: give it once'],
    ['__proto__', `${valid}  __proto__: { admin: true }\n`, '9:3 spec.__proto__ is no field; allowed: serviceAccount, environment, owner, account, region, clusters, mechanism, description, permissions, mustNot, target'],
    ['constructor', `${valid}  constructor: a\n`, '9:3 spec.constructor is no field; allowed: serviceAccount, environment, owner, account, region, clusters, mechanism, description, permissions, mustNot, target'],
    ['a key that is a map', `${valid}  ? { a: b }\n  : c\n`, '9:5 spec has a key that is no text; got a map'],
    ['a key that is a number', `${valid}  1: c\n`, '9:3 spec has a key that is no text; got 1'],
    ['a list of no claims', '- a', '1:1 the document must be a map of fields; got a list'],
    ['a text', 'a', '1:1 the document must be a map of fields; got "a"'],
    ['a confusable name', valid.replace('invoice-exporter', 'inv\u043eice-exporter'), '4:9 metadata.name has the character U+043E, and claims are ASCII, so that nothing looks like what it is not; got "inv\\u043eice-exporter"'],
    ['a confusable key', `${valid}  \u043ewner: a\n`, '9:3 spec["\\u043ewner"] is no field; allowed: serviceAccount, environment, owner, account, region, clusters, mechanism, description, permissions, mustNot, target; did you mean "owner"?'],
    ['a zero width space', valid.replace('prod', 'pr\u200bod'), '5:14 metadata.namespace has the character U+200B, and claims are ASCII, so that nothing looks like what it is not; got "finance-pr\\u200bod"'],
    ['brackets without end', '['.repeat(1_000_000), '1:1 the file nests deeper than claims do: write it flat'],
    ['lists in lists', '- '.repeat(1_000_000), '1:1 the file nests deeper than claims do: write it flat'],
  ])('%s is refused', (_, text, told) => {
    expect(inText(text)).toContain(`claims.yaml:${told}`);
  });

  test.each(['{ aws:SourceVpc }', '{ aws:SourceVpc: }', '{ ? aws:SourceVpc }', '{ aws:SourceVpc: null }'])('the key alone in %s is no value', (when) => {
    expect(inText(`${valid}  mustNot: [{ actions: ["s3:*"], when: ${when} }]\n`)).toEqual([
      expect.stringMatching(/^claims\.yaml:9:\d+ spec\.mustNot\[0\]\.when\["aws:SourceVpc"\] has no value: give one, or leave the field out$/),
    ]);
  });

  test('a name that is too long to be a slip is near none', () => {
    expect(inText(`${valid}  ${'owner'.repeat(21)}: a\n`)).toEqual([expect.stringMatching(/is no field; allowed: serviceAccount, .*, target$/)]);
  });

  test('a bomb of aliases is refused', () => {
    const bomb = Array.from({ length: 30 }, (_, index) => `a${index}: &a${index} [${Array(10).fill(index === 0 ? 'x' : `*a${index - 1}`).join(', ')}]`).join('\n');

    expect(inText(bomb)[0]).toContain('anchors (&NAME) are not taken');
  });

  test('a map of many keys takes time that grows with them alone', () => {
    const started = performance.now();
    const [told] = inText(Array.from({ length: 50_000 }, (_, index) => `key${index}: 1`).join('\n'));

    expect(told).toContain('is no field');
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('more problems than anybody reads are counted', () => {
    const { message } = errorOf(() => IdentityClaims.fromText('claims.yaml', Array.from({ length: 1_500 }, (_, index) => `key${index}: 1`).join('\n')));

    expect(message).toContain('1504 problems in claims:');
    expect(message).toContain('  and 504 more\n');
  });

  test('a file of too many words is refused', () => {
    expect(inText('- a\n'.repeat(300_000))).toContain('claims.yaml:1:1 the file has more than 1000000 words: split it');
  });

  test('nothing of a hostile key reaches an object', () => {
    const tags = '{ __proto__: x, constructor: y }';
    const text = stringify(claim({ permissions: { sqs: [{ queue: 'q', access: ['produce'], resourceTags: { REPLACE: 'me' } }] } })).replace(/\n\s+REPLACE: me/, ` ${tags}`);
    const { template } = placed(IdentityClaims.fromText('claims.yaml', text));

    expect(JSON.stringify(template().toJSON())).toContain('"aws:ResourceTag/__proto__":"x"');
    expect(({} as Json).x).toBeUndefined();
  });
});

describe('files', () => {
  let directory: string;
  const put = (name: string, content: string | Uint8Array) => fs.writeFileSync(path.join(directory, name), content);
  const told = () => problemsOf(() => IdentityClaims.fromDirectory(directory)).map((each) => each.replace(directory, 'DIR'));
  beforeEach(() => { directory = fs.mkdtempSync(path.join(os.tmpdir(), 'claims-')); });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  test('one file is read, or all in a directory but those that begin with a dot or are no YAML', () => {
    put('a.yaml', stringify(claim()));
    put('b.yml', `# nothing\n---\n${stringify(claim({ environment: 'test' }))}---\n`);
    put('.hidden.yaml', 'x');
    put('README.md', 'x');

    expect(IdentityClaims.fromDirectory(directory).count).toBe(2);
    expect(IdentityClaims.fromFile(path.join(directory, 'a.yaml')).count).toBe(1);
  });

  test('a link is refused, and so are a directory that leads out and one that is not there', () => {
    fs.symlinkSync('/etc/passwd', path.join(directory, 'a.yaml'));
    fs.symlinkSync('/etc', path.join(directory, 'etc'));

    expect(told()).toEqual(['DIR/a.yaml:1:1 is a link, and links are not followed: put the file itself there', 'DIR/etc:1:1 is a link, and links are not followed: put the file itself there']);
    expect(problemsOf(() => IdentityClaims.fromDirectory('/nowhere'))).toEqual([expect.stringContaining('/nowhere:1:1 can\'t be read: ENOENT')]);
    expect(problemsOf(() => IdentityClaims.fromFile(directory))).toEqual([`${directory}:1:1 can't be read: is no file`]);
  });

  test('a file over 10 MB is refused, and so is one that is no UTF-8', () => {
    put('big.yaml', new Uint8Array(10_000_001).fill(0x20));
    put('latin.yaml', Uint8Array.of(0x61, 0xe4));

    expect(told()).toEqual([
      'DIR/big.yaml:1:1 can\'t be read: has 10000001 bytes, and 10000000 are taken at most: split it',
      expect.stringContaining('DIR/latin.yaml:1:1 can\'t be read: The encoded data was not valid'),
    ]);
  });

  test('a thousand files take seconds', () => {
    for (let index = 0; index < 1_000; index += 1) { put(`c${index}.yaml`, stringify(claim({ permissions: { s3: [{ bucket: 'b-1', prefix: 'a/', access: ['read', 'write'] }] } }, { name: `w-${index}` }))); }
    const started = performance.now();

    expect(IdentityClaims.fromDirectory(directory).count).toBe(1_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

test('no kind of resource takes a wildcard or a variable', () => {
  for (const { name } of Object.values(ARN_KINDS)) { expect(['*', '?', '${aws:username}', 'a*', 'a/*'].filter((text) => new RegExp(`^(${name})$`).test(text))).toEqual([]); }
});
