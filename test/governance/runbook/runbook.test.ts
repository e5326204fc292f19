import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { AccessLevel, IdentityMechanism, InventoryIdentity, InventoryStatement, ProofVerdict } from '../../../src';
import { restartCommands, revokeCommands, unrevokeCommand, verifyCommands } from '../../../src/governance/runbook/commands';
import { reviewPoints } from '../../../src/governance/runbook/review';
import { runbook } from '../../../src/governance/runbook/runbook';
import { quoted, sqlText } from '../../../src/governance/runbook/shell';
import { runs } from '../../properties/policies';

const STATEMENT: InventoryStatement = { effect: 'Allow', level: AccessLevel.READ, actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'], conditions: [], source: '' };
const TRUST = { effect: 'Allow', principals: [], conditions: [{ operator: 'StringEquals', key: 'issuer:sub', values: ['system:serviceaccount:ns:sa'] }] };

function identity(props: Partial<InventoryIdentity> = {}): InventoryIdentity {
  return {
    id: 'id',
    cluster: 'prod',
    clusterArn: 'arn:aws:eks:eu-central-1:111122223333:cluster/prod',
    namespace: 'ns',
    serviceAccount: 'sa',
    mechanism: IdentityMechanism.POD_IDENTITY,
    owner: 'team',
    workload: 'Stack/W',
    account: '1',
    region: 'r',
    role: 'arn:aws:iam::111122223333:role/path/exporter',
    permissions: [STATEMENT],
    unknownPolicies: [],
    principalTags: [{ 'kubernetes-namespace': 'ns' }],
    trust: [TRUST],
    mustNot: [],
    ...props,
  };
}

const facts = (props: Partial<InventoryIdentity> = {}, others: InventoryIdentity[] = []) => ({ identity: identity(props), others });
const bash = (script: string) => execFileSync('bash', ['-c', script], { encoding: 'utf8' });

describe('the commands', () => {
  test('are filled in for Pod Identity', () => {
    expect(verifyCommands(facts())).toContain('aws eks list-pod-identity-associations --cluster-name prod --region eu-central-1 --namespace ns --service-account sa\n');
    expect(verifyCommands(facts())).toContain('aws iam get-role --role-name exporter --query Role.AssumeRolePolicyDocument');
    expect(restartCommands(facts())).toContain('kubectl -n ns get pods --field-selector \'spec.serviceAccountName=sa\'');
  });

  test('are filled in for IRSA', () => {
    const commands = verifyCommands(facts({ mechanism: IdentityMechanism.IRSA, clusterArn: 'arn:aws:eks:<flat|S|AWS::Region>:1:cluster/c' }));

    expect(commands).toContain('aws eks describe-cluster --name prod --region REGION --query cluster.identity.oidc.issuer');
    expect(commands).not.toContain('pod-identity');
    expect(verifyCommands(facts({ clusterArn: '<any|S|Arn>' }))).toContain('--region REGION');
  });

  test('revoke what is from before now, by a policy that is JSON with the time in it', () => {
    const script = revokeCommands(facts()).replace('aws iam', 'printf \'%s\\n\'');
    const [, , name, , policy, , document] = bash(script).split('\n');

    expect([name, policy]).toEqual(['exporter', 'RevokeOlderSessions']);
    const time = JSON.parse(document).Statement[0].Condition.DateLessThan['aws:TokenIssueTime'];
    expect(JSON.parse(document)).toEqual({
      Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': time } } }],
    });
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(unrevokeCommand(facts())).toBe('aws iam delete-role-policy --role-name exporter --policy-name RevokeOlderSessions');
  });

  test('revoke the sessions of one workload alone where others have the role', () => {
    expect(revokeCommands(facts({}, [identity()]))).toContain('"aws:PrincipalTag/kubernetes-service-account":"sa"');
    expect(runbook(facts({}, [identity()]))).not.toContain('This revokes');
    expect(runbook(facts({ principalTags: [{}] }, [identity()]))).toContain('**This revokes 1 other workloads too**');
  });

  test('are about the target role where there is one', () => {
    expect(revokeCommands(facts({ targetRole: 'arn:aws:iam::444455556666:role/target' }))).toContain('--role-name target');
  });
});

describe('whatever a name holds', () => {
  const hostile = fc.string({ unit: fc.constantFrom('\'', '"', '`', '$', '(', ')', '\\', '\n', ';', '|', '&', ' ', '-', '#', 'a', '*', '~', '<lt>', '%'), minLength: 1, maxLength: 12 });

  test('it is one word to the shell', () => {
    fc.assert(fc.property(fc.array(hostile, { minLength: 1, maxLength: 30 }), (names) => {
      expect(bash(`printf '%s\\0' ${names.map((name) => quoted(name)).join(' ')}`).split('\0').slice(0, -1)).toEqual(names);
    }), runs(30));
    expect(quoted('-rf')).toBe('\'-rf\'');
  });

  test('it is one text to SQL', () => {
    fc.assert(fc.property(hostile.filter((name) => !name.includes('<lt>')), (name) => {
      expect(sqlText(name)).toMatch(/^'(?:[^']|'')*'$/);
    }), runs(100));
  });

  test('the revocation stays one command with one document', () => {
    fc.assert(fc.property(hostile, hostile, (namespace, name) => {
      const script = revokeCommands(facts({ namespace, role: `arn:aws:iam::1:role/${name}` }, [identity()])).replace('aws iam', 'printf \'%s\\0\'');
      const words = bash(script).split('\0').slice(0, -1);
      expect(words).toHaveLength(7);
      expect(JSON.parse(words[6]).Statement[0].Condition.StringEquals['aws:PrincipalTag/kubernetes-namespace']).toBe(namespace.replace(/<lt>/g, '<'));
    }), runs(30));
  });

  test('it opens and closes no block of the page', () => {
    const outline = (page: string) => {
      const lines: string[] = [];
      let fence: string | undefined;
      for (const line of page.split('\n')) {
        const [, ticks] = /^(`{3,})/.exec(line) ?? [];
        if (fence !== undefined) {
          fence = line === fence ? undefined : fence;
        } else if (ticks !== undefined || /^#{2,}/.test(line)) {
          lines.push(ticks === undefined ? line : 'code');
          fence = ticks;
        }
      }
      return lines;
    };
    fc.assert(fc.property(hostile, (name) => {
      const hostilePage = runbook(facts({
        namespace: name,
        serviceAccount: name,
        cluster: name,
        owner: name,
        workload: name,
        role: `arn:aws:iam::1:role/${name}`,
        permissions: [{ ...STATEMENT, resources: [name] }],
        unknownPolicies: [{ name, kind: 'identity' }],
      }));
      expect(outline(hostilePage)).toEqual(outline(runbook(facts())));
    }), runs(200));
  });
});

describe('the security review ticks what the declaration proves, and nothing else', () => {
  const ticked = (props: Partial<InventoryIdentity>, others: InventoryIdentity[] = []) =>
    reviewPoints(facts(props, others)).filter(({ isProved }) => isProved).map(({ text }) => text);
  const EXACT = 'exact actions on named resources';
  const KMS = 'each use of a KMS key is bound to a service by `kms:ViaService`';
  const ALONE = 'the role trusts this service account alone';
  const PROOFS = 'what it must not do is proved';
  const kms = (conditions: InventoryStatement['conditions']) => [{ ...STATEMENT, actions: ['kms:Decrypt'], conditions }];

  test.each<[string, Partial<InventoryIdentity>, string, boolean]>([
    ['exact statements', {}, EXACT, true],
    ['a pattern of actions', { permissions: [{ ...STATEMENT, actions: ['s3:*'] }] }, EXACT, false],
    ['any resource', { permissions: [{ ...STATEMENT, resources: ['*'] }] }, EXACT, false],
    ['any resource of a service', { permissions: [{ ...STATEMENT, resources: ['arn:aws:s3:::*'] }] }, EXACT, false],
    ['what is left out', { permissions: [{ ...STATEMENT, actions: undefined, notActions: ['a:b'] }] }, EXACT, false],
    ['a denial of everything', { permissions: [{ ...STATEMENT, effect: 'Deny', actions: ['*'], resources: ['*'] }] }, EXACT, true],
    ['an unknown policy', { unknownPolicies: [{ name: 'x', kind: 'identity' }] }, EXACT, false],
    ['an unknown policy', { unknownPolicies: [{ name: 'x', kind: 'identity' }] }, KMS, false],
    ['no key', {}, KMS, true],
    ['a key by any service', { permissions: kms([]) }, KMS, false],
    ['a key by one service', { permissions: kms([{ operator: 'StringEquals', key: 'kms:ViaService', values: ['s3.eu-central-1.amazonaws.com'] }]) }, KMS, true],
    ['any action', { permissions: [{ ...STATEMENT, actions: ['*'] }] }, KMS, false],
    ['an exact subject', {}, ALONE, true],
    ['a trust that is not known', { trust: undefined }, ALONE, false],
    ['a subject by a pattern', { trust: [{ ...TRUST, conditions: [{ ...TRUST.conditions[0], operator: 'StringLike' }] }] }, ALONE, false],
    ['no condition', { trust: [{ ...TRUST, conditions: [] }] }, ALONE, false],
    ['two subjects', { trust: [{ ...TRUST, conditions: [{ ...TRUST.conditions[0], values: ['system:serviceaccount:ns:sa', 'x'] }] }] }, ALONE, false],
    ['session tags', {
      trust: [{
        ...TRUST,
        conditions: [
          { operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-namespace', values: ['ns'] }, { operator: 'StringEquals', key: 'aws:RequestTag/kubernetes-service-account', values: ['sa'] },
        ],
      }],
    }, ALONE, true],
    ['no mustNot', {}, PROOFS, false],
    ['a proof', { mustNot: [{ forbidden: 'a', verdict: ProofVerdict.PROVED, explanation: '' }] }, PROOFS, true],
    ['a proof that is not made', { mustNot: [{ forbidden: 'a', verdict: ProofVerdict.UNKNOWN, explanation: '' }] }, PROOFS, false],
    ['a boundary', { permissionsBoundary: 'b' }, 'a permissions boundary', true],
  ])('%s', (_, props, text, isTicked) => {
    expect(ticked(props).includes(text)).toBe(isTicked);
  });

  test('a role that others have is no role of its own', () => {
    expect(ticked({})).toContain('no other workload has the role');
    expect(ticked({}, [identity()])).not.toContain('no other workload has the role');
  });

  test('what only people can see is open', () => {
    expect(runbook(facts())).toContain('- [ ] revocation is tested');
    expect(runbook(facts())).toContain('- [x] a dedicated ServiceAccount, not `default`');
  });
});

test('queries are filled in, by session tags or by the subject of the token', () => {
  expect(runbook(facts())).toContain('tag -> tag[\'key\'] = \'kubernetes-service-account\' AND tag[\'value\'] = \'sa\')');
  expect(runbook(facts({ principalTags: [{}] }))).not.toContain('tag ->');
  expect(runbook(facts({ mechanism: IdentityMechanism.IRSA }))).toContain('useridentity.username = \'system:serviceaccount:ns:sa\'');
});

test('of an identity without permissions, and of policies of unknown content, it says so', () => {
  const page = runbook(facts({ permissions: [], unknownPolicies: [{ name: 'the policy X', kind: 'identity' }], targetRole: 't' }));

  expect(page).toContain('It has no permission that is known.');
  expect(page).toContain('What this says is not known: the policy X.');
  expect(page).toContain('which becomes `t`');
  expect(runbook(facts({ permissions: [{ ...STATEMENT, actions: undefined, notActions: ['a:b'], resources: undefined, notResources: ['c'] }] }))).toContain('| `all but a:b` | `all but c` |');
});
