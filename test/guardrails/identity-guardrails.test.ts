import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GuardrailCheck, GuardrailReport, IdentityGuardrails } from '../../src';
import { CHECKS } from '../../src/guardrails/checks';
import { errorOf, podIdentity } from '../fixtures';
import { byHand, TRUST_PODS } from '../testing/peers';

const OPEN = 'cdk-eks-workload-identity::OpenPodIdentityTrust';
const OWNER = 'cdk-eks-workload-identity::MissingOwner';
const REASON = { reason: 'the platform binds it itself' };

/** A role that EKS Pod Identity may assume for any pod. */
function openRole(scope: Stack, id = 'Open'): iam.Role {
  return new iam.Role(scope, id, {
    assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com')),
  });
}

function appWith(build: (stack: Stack, app: App) => void, props = {}): App {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'guardrails-')), ...props });
  build(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } }), app);
  return app;
}

const idsOf = (findings: GuardrailReport['findings']) => findings.map(({ id, construct }) => `${id} ${construct}`);

describe('as a plugin of the validation', () => {
  let printed: jest.SpyInstance;

  beforeEach(() => { printed = jest.spyOn(console, 'error').mockImplementation(() => undefined); });

  afterEach(() => {
    printed.mockRestore();
    process.exitCode = undefined;
  });

  /** Synthesizes an app with the plugin, and gives what the CDK has printed. */
  function synth(app: App, plugin = new IdentityGuardrails()): string {
    Validations.of(app).addPlugins(plugin);
    try {
      app.synth();
      return printed.mock.calls.flat().join('\n');
    } catch (error) {
      // Newer versions of the CDK throw what others print.
      if (!/ValidationFailed/.test(String((error as Error).name))) { throw error; }
      process.exitCode = 1;
      return (error as Error).message;
    }
  }

  test('a finding fails synth and says what, where, and what to do', () => {
    const report = synth(appWith((stack) => openRole(stack)));

    expect(process.exitCode).toBe(1);
    expect(report).toContain('OpenPodIdentityTrust');
    expect(report).toContain('A role that Pod Identity may assume for pods that its trust policy doesn\'t name: the trust policy lets EKS Pod Identity assume the role for any cluster, any namespace, any service account');
    expect(report).toContain('Stack/Open/Resource');
    expect(report).toContain('Compare aws:RequestTag/eks-cluster-arn');
    expect(report).toContain(`If it may stay, acknowledge ${OPEN} at its construct, with a reason.`);
  });

  test('an app with workloads of this library passes', () => {
    synth(appWith((stack) => podIdentity(stack)));

    expect(process.exitCode).toBeUndefined();
  });

  test('stages and nested stacks are checked as well', () => {
    const report = synth(appWith((stack, app) => {
      openRole(new NestedStack(stack, 'Nested') as Stack);
      openRole(new Stack(new Stage(app, 'Prod'), 'Stack'));
    }));

    expect(report).toContain('Stack/Nested/Open/Resource');
    expect(report).toContain('Prod/Stack/Open/Resource');
  });

  test('a stage can be checked alone', () => {
    const app = appWith((stack, root) => {
      openRole(stack);
      Validations.of(new Stage(root, 'Prod')).addPlugins(new IdentityGuardrails());
    });
    app.synth();

    expect(process.exitCode).toBeUndefined();
  });

  test('what is acknowledged is told with its reason, and passes', () => {
    const app = appWith((stack) => Validations.of(openRole(stack)).acknowledge({ id: OPEN, ...REASON }, { id: OWNER, ...REASON }));
    const plugin = new IdentityGuardrails();
    const { stacks } = app.synth();

    expect(plugin.validate({ templatePaths: stacks.map(({ templateFullPath }) => templateFullPath) } as never)).toMatchObject({
      success: true,
      violations: ['OpenPodIdentityTrust', 'MissingOwner'].map((ruleName) => ({ ruleName, severity: 'info', ruleMetadata: { acknowledged: REASON.reason } })),
    });
  });

  test('what is acknowledged at one construct still fails at another', () => {
    const report = synth(appWith((stack) => {
      Validations.of(openRole(stack)).acknowledge({ id: OPEN, ...REASON }, { id: OWNER, ...REASON });
      openRole(stack, 'Other');
    }));

    expect(process.exitCode).toBe(1);
    expect(report).toContain('Stack/Other/Resource');
  });

  test('it names the checks that run', () => {
    expect(new IdentityGuardrails().name).toBe('cdk-eks-workload-identity');
    expect(new IdentityGuardrails({ requireBoundary: true }).ruleIds).toEqual([...CHECKS.map(({ id }) => id), 'CheckCrashed']);
    expect(new IdentityGuardrails().ruleIds).not.toContain('MissingBoundary');
    expect(new IdentityGuardrails({ checks: [GuardrailCheck.SHARED_ROLE] }).ruleIds).toEqual(['SharedRole', 'CheckCrashed']);
  });

  test('a check that crashes is a violation', () => {
    const app = appWith((stack) => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {}, managedPolicyArns: [] }));
    const crash = jest.spyOn(CHECKS[0], 'run').mockImplementation(() => { throw new Error('no way'); });
    const { stacks } = app.synth();
    const context = { templatePaths: stacks.map(({ templateFullPath }) => templateFullPath) } as never;
    const { success, violations } = new IdentityGuardrails().validate(context);
    crash.mockRestore();

    expect(success).toBe(false);
    expect(violations).toMatchObject([{
      ruleName: 'CheckCrashed[OpenPodIdentityTrust]',
      description: 'A check that could not be made: OpenPodIdentityTrust could not be checked, so nothing is known of that: no way',
      violatingResources: [],
    }]);
  });
});

describe('an acknowledgment', () => {
  /** What is found in an app, and what of it is acknowledged. */
  function check(build: (stack: Stack) => void): GuardrailReport {
    return IdentityGuardrails.checkCloudAssembly(appWith(build).synth().directory, { checks: [GuardrailCheck.OPEN_POD_IDENTITY_TRUST] });
  }

  test.each<[string, (role: iam.Role, stack: Stack) => Stack | iam.Role | iam.CfnRole]>([
    ['the resource', (role) => role.node.defaultChild as iam.CfnRole],
    ['a construct above it', (role) => role],
    ['its stack', (_, stack) => stack],
  ])('counts at %s', (_, at) => {
    const { findings, acknowledged } = check((stack) => Validations.of(at(openRole(stack), stack)).acknowledge({ id: OPEN, ...REASON }));

    expect(findings).toEqual([]);
    expect(acknowledged).toMatchObject([{ id: OPEN, construct: 'Stack/Open/Resource', ...REASON }]);
  });

  test('counts in a nested stack that has resources with the logical ids of others', () => {
    const { findings, acknowledged } = IdentityGuardrails.checkCloudAssembly(appWith((stack) => {
      stack.node.setContext('aws:cdk:enable-path-metadata', true);
      openRole(stack);
      Validations.of(openRole(new NestedStack(stack, 'Nested') as Stack)).acknowledge({ id: OPEN, ...REASON });
    }).synth().directory, { checks: [GuardrailCheck.OPEN_POD_IDENTITY_TRUST] });

    expect(idsOf(findings)).toEqual([`${OPEN} Stack/Open/Resource`]);
    expect(idsOf(acknowledged)).toEqual([`${OPEN} Stack/Nested/Open/Resource`]);
  });

  test('doesn\'t count where the assembly doesn\'t tell which resource it is of', () => {
    const { findings } = check((stack) => {
      openRole(stack);
      Validations.of(openRole(new NestedStack(stack, 'Nested') as Stack)).acknowledge({ id: OPEN, ...REASON });
    });

    expect(findings.map(({ construct }) => construct)).toEqual(['Open2F4367FD', 'Open2F4367FD']);
  });

  test.each([
    ['for another check', { id: OWNER, ...REASON }],
    ['for a part of the check', { id: `${OPEN}[cluster]`, ...REASON }],
    ['of a part of the id', { id: 'OpenPodIdentityTrust', ...REASON }],
    ['without a reason', { id: OPEN, reason: ' ' }],
  ])('%s doesn\'t count', (_, acknowledgment) => {
    expect(idsOf(check((stack) => Validations.of(openRole(stack)).acknowledge(acknowledgment)).findings)).toEqual([`${OPEN} Stack/Open/Resource`]);
  });

  test('at another construct doesn\'t count', () => {
    const { findings } = check((stack) => {
      openRole(stack);
      Validations.of(openRole(stack, 'Other')).acknowledge({ id: OPEN, ...REASON });
    });

    expect(idsOf(findings)).toEqual([`${OPEN} Stack/Open/Resource`]);
  });

  test('of one of several findings leaves the others', () => {
    const app = appWith((stack) => {
      const role = openRole(stack);
      ['sqs:*', 'sns:*'].forEach((action) => role.addToPolicy(new iam.PolicyStatement({ actions: [action], resources: ['arn:aws:sqs:eu-central-1:111122223333:q'] })));
      Validations.of(role).acknowledge({ id: 'cdk-eks-workload-identity::WildcardActions[sqs:*]', ...REASON });
    });
    const { findings } = IdentityGuardrails.checkCloudAssembly(app.synth().directory, { checks: [GuardrailCheck.WILDCARD_ACTIONS] });

    expect(idsOf(findings)).toEqual(['cdk-eks-workload-identity::WildcardActions[sns:*] Stack/Open/Resource']);
  });
});

describe('in a test', () => {
  test('a stack is checked with its nested stacks, and without the others of the app', () => {
    const app = appWith((stack, root) => {
      openRole(new NestedStack(stack, 'Nested') as Stack);
      openRole(new Stack(root, 'Other'));
    });
    const stack = app.node.findChild('Stack') as Stack;
    const nested = stack.node.findChild('Nested') as Stack;
    const options = { checks: [GuardrailCheck.OPEN_POD_IDENTITY_TRUST] };

    expect(idsOf(IdentityGuardrails.checkStack(stack, options).findings)).toEqual([`${OPEN} Stack/Nested/Open/Resource`]);
    expect(idsOf(IdentityGuardrails.checkStack(nested, options).findings)).toEqual([`${OPEN} Stack/Nested/Open/Resource`]);
    expect(idsOf(IdentityGuardrails.checkCloudAssembly(app.synth().directory, options).findings).sort()).toEqual([`${OPEN} Other/Open/Resource`, `${OPEN} Stack/Nested/Open/Resource`]);
  });

  test('a role is judged by the associations of the app\'s other stacks', () => {
    const app = appWith((stack, root) => {
      const role = openRole(stack);
      const other = new Stack(root, 'Other', { env: { account: stack.account, region: stack.region } });
      new eks.CfnPodIdentityAssociation(other, 'Association', {
        clusterName: 'production', namespace: 'finance-prod', serviceAccount: 'default', roleArn: role.roleArn,
      });
    });

    expect(idsOf(IdentityGuardrails.checkStack(app.node.findChild('Other') as Stack).findings)).toEqual(['cdk-eks-workload-identity::DefaultServiceAccount Other/Association']);
  });

  test('a finding of a template tells all there is to know', () => {
    const template = Template.fromJSON(byHand(TRUST_PODS));
    const { findings } = IdentityGuardrails.checkTemplate(template, { checks: [GuardrailCheck.OPEN_POD_IDENTITY_TRUST] });

    expect(findings).toEqual([{
      id: OPEN,
      check: 'OpenPodIdentityTrust',
      title: 'A role that Pod Identity may assume for pods that its trust policy doesn\'t name',
      message: 'the trust policy lets EKS Pod Identity assume the role for any cluster, any namespace, any service account',
      why: expect.stringContaining('Whoever may create an association'),
      fix: expect.stringContaining('Compare aws:RequestTag/eks-cluster-arn'),
      construct: 'Role',
      logicalId: 'Role',
    }]);
  });

  test('an id has no double colon and no blank but what the CDK allows', () => {
    const role = { Policies: [{ PolicyName: 'My [own]', PolicyDocument: { Ref: 'Document' } }], ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/x'] };
    const template = Template.fromJSON(byHand(TRUST_PODS, { role }));
    const { findings } = IdentityGuardrails.checkTemplate(template, { checks: [GuardrailCheck.UNREADABLE_POLICY] });

    expect(findings.map(({ id }) => id)).toEqual([
      'cdk-eks-workload-identity::UnreadablePolicy[the-inline-policy-My-own]',
      'cdk-eks-workload-identity::UnreadablePolicy[the-managed-policy-arn:aws:iam:111122223333:policy/x]',
    ]);
  });

  test('a template that no check can read is a finding', () => {
    const { findings } = IdentityGuardrails.checkTemplate({ toJSON: () => ({ Resources: { Role: null } }) } as unknown as Template);

    expect(findings).toMatchObject([{ id: 'cdk-eks-workload-identity::CheckCrashed[templates]', check: 'CheckCrashed' }]);
    expect(findings[0].message).toContain('templates could not be checked, so nothing is known of that: Cannot');
  });

  test('a template without identities has no findings', () => {
    expect(IdentityGuardrails.checkTemplate(Template.fromJSON({}))).toEqual({ findings: [], acknowledged: [] });
  });
});

describe('what makes no sense is refused:', () => {
  test.each<[string, () => unknown, string, string]>([
    ['no checks', () => new IdentityGuardrails({ checks: [] }), 'EmptyList', '[IdentityGuardrails] checks is empty, so that nothing would be checked: name the checks that run, or leave it out for all of them (EmptyList)'],
    ['an unknown check', () => new IdentityGuardrails({ checks: ['SharedRoles' as GuardrailCheck] }), 'UnknownCheck', '[IdentityGuardrails] checks names no check of GuardrailCheck, got: "SharedRoles" (UnknownCheck)'],
    [
      'the check of boundaries where none is required', () => new IdentityGuardrails({ checks: [GuardrailCheck.MISSING_BOUNDARY] }),
      'ConflictingOptions', '[IdentityGuardrails] checks asks for MissingBoundary, which finds nothing unless a boundary is required: set requireBoundary as well (ConflictingOptions)',
    ],
    [
      'a key that no tag can have', () => IdentityGuardrails.checkTemplate(Template.fromJSON({}), { ownerTag: 'aws:owner' }), 'InvalidTag',
      '[IdentityGuardrails] ownerTag must not begin with "aws:": that prefix is reserved, got: "aws:owner" (InvalidTag)',
    ],
    [
      'a folder without an assembly', () => IdentityGuardrails.checkCloudAssembly('/nowhere'), 'InvalidDirectory',
      '[IdentityGuardrails.checkCloudAssembly] there is no cloud assembly in this folder: give the one that cdk synth writes, mostly cdk.out, got: "/nowhere" (InvalidDirectory)',
    ],
  ])('%s', (_, call, code, message) => {
    expect(errorOf(call)).toMatchObject({ code, message });
  });
});
