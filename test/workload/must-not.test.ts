import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Aspects, Aws, CfnParameter, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access, Forbidden, ProofVerdict, S3Access, Workload } from '../../src';
import { clusterFixture, errorOf, irsa, podIdentity, stackFixture, warned } from '../fixtures';

const NO_DELETION = Forbidden.actions('s3:DeleteObject*');

/** A workload that writes under a prefix of a bucket of its stack, and must not delete. */
function writer(props: Parameters<typeof podIdentity>[1] = {}): { app: App; stack: Stack; bucket: s3.Bucket; workload: Workload } {
  const { app, stack } = stackFixture();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const workload = podIdentity(stack, { access: [S3Access.writePrefix(bucket, 'invoices/')], mustNot: [NO_DELETION], ...props });
  return { app, stack, bucket, workload };
}

function warnings(stack: Stack): string[] {
  return warned(stack).map(({ at, text }) => `${at}: ${text}`);
}

const ALLOW_ALL = { PolicyName: 'Late', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } };

describe('what is proved', () => {
  test('synthesizes without a word', () => {
    const { app, stack, workload } = writer();
    app.synth();

    expect(warnings(stack)).toEqual([]);
    expect(workload.proveMustNot()).toEqual([{ forbidden: 's3:DeleteObject*', verdict: ProofVerdict.PROVED, explanation: 'no policy of the role allows s3:DeleteObject*' }]);
  });

  test('holds for the prefix of a bucket whose name is known at deploy time only', () => {
    const { app, bucket, workload } = writer();
    workload.addMustNot(Forbidden.actions('s3:*').on(bucket.arnForObjects('*')).outside(bucket.arnForObjects('invoices/*')));
    app.synth();

    expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
  });

  test('holds for another bucket of the app, since two resources have two ARNs', () => {
    const { app, stack, workload } = writer();
    workload.addMustNot(Forbidden.actions('s3:*').on(new s3.Bucket(stack, 'Other').arnForObjects('*')));
    app.synth();

    expect(workload.proveMustNot()[1].verdict).toBe('PROVED');
  });

  test('holds for many buckets against many others', () => {
    const { app, stack } = stackFixture();
    const buckets = Array.from({ length: 60 }, (_, index) => new s3.Bucket(stack, `Bucket${index}`));
    const [mine, others] = [buckets.slice(0, 30), buckets.slice(30)];
    const workload = podIdentity(stack, { access: mine.map((bucket) => S3Access.writePrefix(bucket, 'x/')), mustNot: [Forbidden.actions('s3:*').on(...others.map((bucket) => bucket.arnForObjects('*')))] });
    app.synth();

    expect(workload.proveMustNot()[0].verdict).toBe('PROVED');
  });

  test('holds for buckets of another stack', () => {
    const app = new App();
    const data = new Stack(app, 'Data');
    const [mine, other] = [new s3.Bucket(data, 'Mine'), new s3.Bucket(data, 'Other')];
    const workload = podIdentity(new Stack(app, 'Stack'), {
      access: [S3Access.writePrefix(mine, 'invoices/')],
      mustNot: [Forbidden.actions('s3:*').on(other.arnForObjects('*')), Forbidden.actions('s3:*').outside(mine.arnForObjects('invoices/*'))],
    });
    app.synth();

    expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'PROVED']);
  });

  test('holds by a denial, whatever else is allowed', () => {
    const { app, workload } = writer({ mustNot: [NO_DELETION.enforced()] });
    workload.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess'));
    workload.addAccess(Access.fromStatements('everything', new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })));
    app.synth();

    expect(workload.proveMustNot()[0].verdict).toBe('PROVED');
  });

  test('holds by a permissions boundary of the app', () => {
    const { app, stack } = stackFixture();
    const permissionsBoundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] })] });
    const access = [Access.fromStatements('everything', new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }))];
    const workload = podIdentity(stack, { permissionsBoundary, access, mustNot: [NO_DELETION] });
    app.synth();

    expect(workload.proveMustNot()[0].verdict).toBe('PROVED');
  });

  test('holds for requests under a condition alone, whatever the case of its key', () => {
    const tls = Access.fromStatements('reads by TLS', new iam.PolicyStatement({
      actions: ['s3:GetObject'], resources: ['arn:aws:s3:::x/*'], conditions: { Bool: { 'aws:SecureTransport': 'true' } },
    }));
    const [without, by] = ['false', 'true'].map((value) => Forbidden.actions('s3:*').when({ 'AWS:SecureTransport': value }));

    expect(podIdentity(stackFixture().stack, { access: [tls], mustNot: [without, by] }).proveMustNot().map(({ verdict }) => verdict)).toEqual(['PROVED', 'REFUTED']);
  });

  test('takes a variable in a resource for what it stands for', () => {
    const own = 'arn:aws:s3:::x/${aws:PrincipalTag/kubernetes-namespace}/*';
    const access = [Access.fromStatements('own tenant', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [own] }))];

    expect(podIdentity(stackFixture().stack, { access, mustNot: [Forbidden.actions('s3:*').outside(own)] }).proveMustNot()[0].verdict).toBe('PROVED');
  });

  test('takes the session tags of Pod Identity as known', () => {
    const byNamespace = Access.fromStatements('own tenant', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::x/${aws:PrincipalTag/kubernetes-namespace}/*'] }));
    const mustNot = [Forbidden.actions('s3:*').outside('arn:aws:s3:::x/finance-prod/*')];
    const { app, stack } = stackFixture();
    const tagged = podIdentity(stack, { access: [byNamespace], mustNot });
    app.synth();

    expect(tagged.proveMustNot()[0].verdict).toBe('PROVED');
  });
});

test('stages within the stage of the workload don\'t count, since they are synthesized apart', () => {
  const { app, stack } = stackFixture();
  const workload = podIdentity(stack, { roleName: 'exporter', mustNot: [NO_DELETION] });
  new iam.CfnPolicy(new Stack(new Stage(app, 'Test'), 'Stack'), 'Policy', { policyName: 'Access', policyDocument: ALLOW_ALL.PolicyDocument, roles: ['exporter'] });
  app.synth();

  expect(workload.proveMustNot()[0].verdict).toBe('PROVED');
});

describe('what is refuted stops synth', () => {
  test('with the request, the statement that allows it, where it is declared and what to change', () => {
    const { app, bucket, workload } = writer();
    workload.addAccess(S3Access.deletePrefix(bucket, 'drafts/'));
    const { message } = errorOf(() => app.synth());

    expect(message).toContain('[Stack/Exporter] the workload must not do s3:DeleteObject*, and its role allows it: s3:DeleteObject on arn:aws:s3:::${Stack.Bucket83908E77}/drafts/x '
      + 'is allowed by statement "S3DeletePrefix" of the inline policy Access, which comes from the access "S3DeletePrefix" at test/workload/must-not.test.ts:');
    expect(message).toContain('Narrow that permission or take it away; or, if the workload may do this, correct mustNot. Forbidden.enforced() denies it whatever allows it (MustNotAllowed)');
  });

  test('for the grant of an L2', () => {
    const { app, bucket, workload } = writer();
    bucket.grantDelete(workload);

    expect(() => app.synth()).toThrow(/s3:DeleteObject on .* comes from a grant at test\/workload\/must-not\.test\.ts:\d+/);
  });

  test('for a managed policy of the app, in another stack too', () => {
    const { app, workload } = writer();
    const policy = new iam.ManagedPolicy(new Stack(app, 'Platform', { env: { account: '111122223333', region: 'eu-central-1' } }), 'Policy', {
      statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
    });
    workload.role.addManagedPolicy(policy);

    expect(() => app.synth()).toThrow('s3:DeleteObject on arn:aws:s3:::x/x is allowed by statement 1 of the policy Platform/Policy/Resource, which neither access nor a grant of this workload has given');
  });

  test('for a policy that is attached to the role', () => {
    const { app, stack, workload } = writer();
    new iam.Policy(stack, 'Policy', { roles: [workload.role], statements: [new iam.PolicyStatement({ actions: ['s3:Delete*'], resources: ['*'] })] });

    expect(() => app.synth()).toThrow('is allowed by statement 1 of the policy Stack/Policy/Resource');
  });

  test('for what an Aspect adds late', () => {
    const { app, stack } = writer();
    Aspects.of(stack).add({
      visit: (node) => {
        if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::IAM::Role') { node.addPropertyOverride('Policies.1', ALLOW_ALL); }
      },
    });

    expect(() => app.synth()).toThrow('is allowed by statement 1 of the inline policy Late');
  });

  test('with the context in which it is allowed', () => {
    const { app, workload } = writer({ mustNot: [Forbidden.actions('kms:*')] });
    workload.addAccess(Access.fromStatements('decrypts', new iam.PolicyStatement({
      actions: ['kms:Decrypt'], resources: ['*'], conditions: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
    })));

    expect(() => app.synth()).toThrow('kms:Decrypt on arn:aws:kms:::x with kms:ViaService = "s3.eu-central-1.amazonaws.com" is allowed by statement 1');
  });

  test('in a stage too', () => {
    const app = new App();
    const stack = new Stack(new Stage(app, 'Prod'), 'Stack');
    podIdentity(stack, { access: [S3Access.deletePrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), 'drafts/')], mustNot: [NO_DELETION] });

    expect(() => app.synth()).toThrow('[Prod/Stack/Exporter] the workload must not do s3:DeleteObject*');
  });

  test('at every synth, on what is in the tree by then', () => {
    const { app, stack } = stackFixture();
    const workload = podIdentity(stack, { mustNot: [NO_DELETION] });
    app.node.validate();
    expect(workload.node.validate()).toEqual([]);

    workload.addAccess(S3Access.deletePrefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'company'), 'drafts/'));
    app.node.validate();
    expect(workload.node.validate()).toEqual([expect.stringContaining('s3:DeleteObject on arn:aws:s3:::company/drafts/x')]);
  });
});

describe('what is not decided', () => {
  const undecided = (strict?: boolean) => {
    const { app, stack } = stackFixture();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const access = [S3Access.writePrefix(s3.Bucket.fromBucketName(stack, 'Bucket', name), 'invoices/')];
    return { app, stack, workload: podIdentity(stack, { access, strict, mustNot: [Forbidden.actions('s3:Put*').on('arn:aws:s3:::company/*')] }) };
  };
  const ID = 'cdk-eks-workload-identity:MustNotUndecided[s3:Put*-on-arn:aws:s3:company/*]';

  test('is a warning that names the values in question', () => {
    const { stack } = undecided();

    expect(warnings(stack)).toEqual([expect.stringContaining('whether the role allows s3:Put* on arn:aws:s3:::company/* is not decided: nothing says whether ${Name} and company are the same')]);
    expect(warnings(stack)[0]).toContain('/Stack/Exporter/Role/Resource: ');
    expect(warnings(stack)[0]).toContain(`[ack: annotation::${ID}]`);
  });

  test('can be acknowledged at the workload', () => {
    const { stack, workload } = undecided();
    Validations.of(workload).acknowledge({ id: ID, reason: 'the parameter never names that bucket' });

    expect(warnings(stack)).toEqual([]);
  });

  test('is an error if the workload is strict', () => {
    expect(() => undecided(true).app.synth()).toThrow('[Stack/Exporter] whether the role allows s3:Put* on arn:aws:s3:::company/* is not decided: nothing says whether ${Name} and company are the same (MustNotUndecided)');
  });

  test('is what hangs on a tag that the role doesn\'t bear in the template, since a deployment may add tags', () => {
    const { app, stack } = stackFixture();
    const access = [Access.fromStatements('own tenant', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::x/${aws:PrincipalTag/tenant}/*'] }))];
    const workload = irsa(stack, { access, mustNot: [Forbidden.actions('s3:*').outside('arn:aws:s3:::x/acme/*'), Forbidden.actions('s3:*').outside('arn:aws:s3:::x/*')] });
    app.synth();

    expect(workload.proveMustNot().map(({ verdict }) => verdict)).toEqual(['UNKNOWN', 'PROVED']);
  });

  test('is whether a policy is of the role, where it names one by a parameter', () => {
    const { app, stack, workload } = writer();
    new iam.CfnPolicy(stack, 'Policy', { policyName: 'Policy', policyDocument: ALLOW_ALL.PolicyDocument, roles: [new CfnParameter(stack, 'RoleName').valueAsString] });
    app.synth();

    expect(workload.proveMustNot()[0]).toMatchObject({ verdict: 'UNKNOWN', explanation: expect.stringContaining('the policy Stack/Policy, which may be of the role ${RoleName}') });
  });

  test('is what a policy may allow whose content is not known: one warning for each', () => {
    const { app, stack, workload } = writer();
    workload.addMustNot(Forbidden.actions('iam:*'));
    workload.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    app.synth();

    expect(warnings(stack)).toEqual([expect.stringContaining('mustNot is proved for all policies of the role but the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess, whose content is not known')]);
    expect(warnings(stack)[0]).toContain('cdk-eks-workload-identity:UnknownPolicy[arn:aws:iam:aws:policy/ReadOnlyAccess]');
    expect(workload.proveMustNot()[0]).toMatchObject({
      verdict: 'UNKNOWN', explanation: 'the policies that are known don\'t allow s3:DeleteObject*; the content of the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess is not known',
    });
  });

  test('is an error for such a policy if the workload is strict', () => {
    const { app, workload } = writer({ strict: true });
    workload.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));

    expect(() => app.synth()).toThrow('(UnknownPolicy)');
  });

  test('is what only a boundary that is not known may take away', () => {
    const { app, stack } = stackFixture();
    const access = [Access.fromStatements('everything', new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }))];
    const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'platform');
    const workload = podIdentity(stack, { access, permissionsBoundary, mustNot: [NO_DELETION] });
    app.synth();

    expect(workload.proveMustNot()[0]).toMatchObject({ verdict: 'UNKNOWN', explanation: expect.stringContaining('policy/platform is not known') });
  });
});

test('a proof that crashes is an error, never silence', () => {
  const { app, workload } = writer();
  (workload.node.findChild('Role').node.defaultChild as iam.CfnRole).addPropertyOverride('Tags', 7);

  expect(() => app.synth()).toThrow(/the proof of mustNot could not be made, so nothing is proved: .* \(ProofCrashed\)/);
});

test('two clusters in an app have each their own proofs', () => {
  const { app, stack } = stackFixture();
  const cluster = clusterFixture(stack);
  const workloads = ['one', 'two'].map((name) => podIdentity(stack, { cluster, serviceAccountName: name, mustNot: [NO_DELETION] }, name));
  app.synth();

  expect(workloads.flatMap((workload) => workload.proveMustNot())).toHaveLength(2);
});

describe('the checks of Access Analyzer', () => {
  const write = (...mustNot: Forbidden[]) => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'checks-'));
    const { stack } = stackFixture();
    const checks = podIdentity(stack, { mustNot }).writeAccessAnalyzerChecks(path.join(directory, 'new'));
    return { directory: path.join(directory, 'new'), checks, stack };
  };

  test('are one file for each entry, with the command that takes it', () => {
    const { directory, checks: [all, some] } = write(NO_DELETION, Forbidden.actions('s3:PutObject').on('arn:aws:s3:::company/*'));

    expect(JSON.parse(fs.readFileSync(all.file!, 'utf8'))).toEqual([{ actions: ['s3:DeleteObject*'] }]);
    expect(JSON.parse(fs.readFileSync(some.file!, 'utf8'))).toEqual([{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::company/*'] }]);
    expect(some.command).toBe(`aws accessanalyzer check-access-not-granted --policy-type IDENTITY_POLICY --policy-document file://${directory}/policy.json --access file://${directory}/must-not-2.json`);
  });

  test('leave out, and say so, what Access Analyzer has no word for', () => {
    const { stack } = stackFixture();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const { directory, checks } = write(Forbidden.actions('s3:*').outside('arn:aws:s3:::company/*'), Forbidden.actions('s3:*').when({ 'aws:SecureTransport': 'false' }));
    const [unknown] = podIdentity(stack, { mustNot: [Forbidden.actions('s3:*').on(bucket.bucketArn)] }).writeAccessAnalyzerChecks(directory);

    expect([...checks, unknown].map(({ skipped, file, command }) => [skipped, file, command])).toEqual([
      ['Access Analyzer can\'t leave resources out, as outside() does', undefined, undefined],
      ['Access Analyzer knows no context, as when() gives one', undefined, undefined],
      ['its resource is known at deploy time only', undefined, undefined],
    ]);
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  test('take an escape and a variable for what they are, and quote a path for the shell', () => {
    const directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'checks-')), 'it\'s new');
    const [check] = podIdentity(stackFixture().stack, { mustNot: [Forbidden.actions('s3:*').on('arn:aws:s3:::x/${*}')] }).writeAccessAnalyzerChecks(directory);

    expect(JSON.parse(fs.readFileSync(check.file!, 'utf8'))[0].resources).toEqual(['arn:aws:s3:::x/${*}']);
    expect(check.command).toContain('/it\'\\\'\'s new/policy.json\' --access \'file://');
  });

  test.each([[' '], ['a\0b'], [Aws.REGION]])('fail on what is no directory: %j', (directory) => {
    const error = errorOf(() => podIdentity(stackFixture().stack).writeAccessAnalyzerChecks(directory));

    expect(error.message).toBe(`[Workload.writeAccessAnalyzerChecks] directory must be a path that is known at synth, got: ${JSON.stringify(directory)} (InvalidDirectory)`);
  });
});
