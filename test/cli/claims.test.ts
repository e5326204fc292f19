import { directoryOf, run } from './command';

const CLAIM = `apiVersion: platform.mycompany.io/v1alpha1
kind: AwsWorkloadIdentityClaim
metadata: { name: invoice-exporter, namespace: finance-prod }
spec:
  environment: prod
  owner: finance-platform
  permissions:
    s3: [{ bucket: company-invoices, prefix: invoices/, access: [write] }]
`;

const WRONG = CLAIM.replace('  environment:', '  enviroment:').replace('[write]', '[wriet]');

test('claims that are right are counted, and exit with 0', () => {
  const directory = directoryOf({ 'a.yaml': CLAIM });

  expect(run(['claims', 'validate', directory])).toEqual({ code: 0, out: '1 claim is right.\n', err: '' });
  expect(JSON.parse(run(['claims', 'validate', `${directory}/a.yaml`, '--json']).out)).toEqual({ version: 1, claims: 1, problems: [] });
});

test('several claims are several', () => {
  const directory = directoryOf({ 'a.yaml': CLAIM, 'b.yaml': CLAIM.replace('invoice-exporter', 'other') });

  expect(run(['claims', 'validate', directory]).out).toBe('2 claims are right.\n');
});

test('more problems than anybody reads are counted', () => {
  const directory = directoryOf({ 'a.yaml': Array.from({ length: 1_500 }, (_, index) => `key${index}: 1`).join('\n') });

  expect(run(['claims', 'validate', directory]).out).toMatch(/^1504 problems in claims:\n[^]*\n {2}and 504 more\n$/);
  expect(JSON.parse(run(['claims', 'validate', directory, '--json']).out).problems).toHaveLength(1_000);
});

test('all that is wrong is shown with file, line and column, and exits with 1', () => {
  const directory = directoryOf({ 'a.yaml': CLAIM, 'b/c.yml': WRONG.replace('invoice-exporter', 'other') });
  const { code, out, err } = run(['claims', 'validate', directory]);

  expect(out).toMatch(new RegExp(`^3 problems in claims:\n  ${directory}/b/c.yml:\\d+:\\d+ `));
  expect(out).toContain(`${directory}/b/c.yml:5:3 spec.enviroment is no field;`);
  expect(out).toContain('did you mean "write"?');
  expect(err).toBe('');
  expect(code).toBe(1);
});

test('--json has each problem with its place', () => {
  const directory = directoryOf({ 'c.yml': WRONG });
  const { problems } = JSON.parse(run(['claims', 'validate', directory, '--json']).out);

  expect(problems).toHaveLength(3);
  expect(problems).toContainEqual({ file: `${directory}/c.yml`, line: 5, column: 3, message: expect.stringContaining('spec.enviroment is no field') });
});

test('claims of another group are given by --api-group', () => {
  const directory = directoryOf({ 'a.yaml': CLAIM.replace('platform.mycompany.io', 'platform.example.com') });

  expect(run(['claims', 'validate', directory, '--api-group', 'platform.example.com']).code).toBe(0);
  expect(run(['claims', 'validate', directory]).code).toBe(1);
  expect(run(['claims', 'validate', directory, '--api-group', 'example'])).toEqual({
    code: 2, out: '', err: expect.stringContaining('apiGroup must be a DNS name with a dot'),
  });
});

test('a directory without claims, and one that is not there, are refused', () => {
  const directory = directoryOf();

  expect(run(['claims', 'validate', directory])).toEqual({
    code: 2, out: '', err: `cdk-eks-workload-identity: ${directory} has no claims: they are in files *.yaml and *.yml\n`,
  });
  expect(run(['claims', 'validate', `${directory}/none`]).err).toContain('there is no file or directory');
  expect(run(['claims', 'vallidate', directory]).err).toContain('did you mean "claims validate"?');
});
