import { ApiObject, Chart } from 'cdk8s';
import { StaticCredentials } from '../../src';
import { chartFixture, podIdentity, stackFixture } from '../fixtures';
import { deployment, withContainer } from './pods';

const found = (chart: Chart) => StaticCredentials.inChart(chart).map(({ container, name, source, certain }) => [container, name, source, certain]);

const object = (chart: Chart, kind: string, name: string, rest: object) => new ApiObject(chart, `${kind}${name}`, { apiVersion: 'v1', kind, metadata: { name }, ...rest });

test.each<[string, RegExp]>([
  ['AWS_ACCESS_KEY_ID', /^SDKs take keys before the identity of the pod: remove it, and revoke the keys once the pods run without them$/],
  ['AWS_SECRET_ACCESS_KEY', /^SDKs take keys before/],
  ['AWS_SESSION_TOKEN', /^SDKs take keys before/],
  ['AWS_PROFILE', /^SDKs take the credentials of a named profile in place of the default chain: remove it, and the profile with it$/],
  ['AWS_SHARED_CREDENTIALS_FILE', /^SDKs take a credentials file before the identity of the pod: remove it, and revoke the keys in the file once the pods run without them$/],
  ['AWS_ROLE_ARN', /^EKS leaves a container alone that sets it, and SDKs take web identity before EKS Pod Identity: remove it, since EKS sets what the mechanism of the service account needs$/],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', /^EKS leaves a container alone/],
])('%s in the environment is found, with what to do', (name, message) => {
  const { chart } = chartFixture();
  withContainer(chart, { env: [{ name, value: 'x' }] });

  expect(StaticCredentials.inChart(chart)).toEqual([{ object: 'chart/Deployment', container: 'app', name, source: 'env', certain: true, message: expect.stringMatching(message) }]);
});

test('keys are found wherever they come from, and not where there are none', () => {
  const { chart } = chartFixture();
  object(chart, 'Secret', 'keys', { data: { ACCESS_KEY_ID: 'QUtJQQ==' }, stringData: { AWS_SESSION_TOKEN: 'x', OTHER: 'y' } });
  object(chart, 'Secret', 'plain', { stringData: { region: 'x' } });
  object(chart, 'ConfigMap', 'settings', { data: { AWS_PROFILE: 'dev' }, binaryData: { AWS_SECRET_ACCESS_KEY: 'eA==' } });
  deployment(chart, {
    initContainers: [{ name: 'setup', envFrom: [{ secretRef: { name: 'keys' }, prefix: 'AWS_' }, { secretRef: { name: 'plain' } }] }],
    containers: [
      { name: 'app', env: [{ name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'elsewhere', key: 'id' } } }], envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'elsewhere' } }] },
      { name: 'emptied', envFrom: [{ configMapRef: { name: 'settings' } }], env: [{ name: 'AWS_PROFILE', value: '' }, { name: 'AWS_SECRET_ACCESS_KEY' }] },
    ],
  });

  expect(found(chart)).toEqual([
    ['setup', 'AWS_ACCESS_KEY_ID', 'envFrom of Secret "keys"', true],
    ['app', 'AWS_SECRET_ACCESS_KEY', 'envFrom of ConfigMap "settings"', true],
    ['app', 'AWS_PROFILE', 'envFrom of ConfigMap "settings"', true],
    ['app', 'AWS_ACCESS_KEY_ID', 'env', true],
  ]);
});

test('a ConfigMap of another namespace is another one, and one in any chart of the app counts', () => {
  const { charts, chart } = chartFixture();
  const settings = (namespace: string, data: object) => new ApiObject(new Chart(charts, namespace), 'Settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data });
  settings('dev', { AWS_PROFILE: 'dev' });
  settings('prod', { AWS_SESSION_TOKEN: 'x' });
  deployment(chart, { containers: [{ name: 'app', envFrom: [{ configMapRef: { name: 'settings' } }] }] }, { namespace: 'prod' });

  expect(found(chart)).toEqual([['app', 'AWS_SESSION_TOKEN', 'envFrom of ConfigMap "settings"', true]]);
});

describe('mounted files', () => {
  const KEYS = '[default]\naws_access_key_id = AKIA\naws_secret_access_key = x\n';

  test.each<[string, object, object, unknown[][]]>([
    ['a Secret with a credentials file', { secret: { secretName: 'aws' } }, { mountPath: '/root/.aws/' }, [['app', '/root/.aws/credentials', 'volume "v"', true]]],
    ['the file alone', { secret: { secretName: 'aws' } }, { mountPath: '/root/.aws/credentials', subPath: 'credentials' }, [['app', '/root/.aws/credentials', 'volume "v"', true]]],
    ['another file of it', { secret: { secretName: 'aws' } }, { mountPath: '/root/.aws/config', subPath: 'config' }, []],
    ['keys in a file of any name', { configMap: { name: 'files' } }, { mountPath: '/etc/app' }, [['app', '/etc/app/settings.ini', 'volume "v"', true]]],
    ['what items choose', { configMap: { name: 'files', items: [{ key: 'settings.ini', path: 'a/b.ini' }] } }, { mountPath: '/etc/app' }, [['app', '/etc/app/a/b.ini', 'volume "v"', true]]],
    ['what items leave out', { configMap: { name: 'files', items: [{ key: 'region', path: 'region' }] } }, { mountPath: '/etc/app' }, []],
    ['a Secret of elsewhere', { secret: { secretName: 'elsewhere' } }, { mountPath: '/home/app/.aws' }, [['app', '/home/app/.aws', 'volume "v"', false]]],
    ['a folder of the node', { hostPath: { path: '/x' } }, { mountPath: '/root/.aws/credentials' }, [['app', '/root/.aws/credentials', 'volume "v"', false]]],
    ['a folder that begins empty', { emptyDir: {} }, { mountPath: '/root/.aws' }, []],
    ['a config file of elsewhere', { hostPath: { path: '/x' } }, { mountPath: '/root/.aws/config' }, []],
  ])('%s', (_, volume, mount, expected) => {
    const { chart } = chartFixture();
    object(chart, 'Secret', 'aws', { data: { credentials: Buffer.from('[default]').toString('base64'), config: '' } });
    object(chart, 'ConfigMap', 'files', { data: { 'settings.ini': KEYS, 'region': 'eu-central-1' }, binaryData: { logo: 'eA==' } });
    withContainer(chart, { volumeMounts: [{ name: 'v', ...mount }, { name: 'claimed-by-template', mountPath: '/root/.aws' }] }, { volumes: [{ name: 'v', ...volume }] });

    expect(found(chart)).toEqual(expected);
  });
});

test('pods of any kind are looked at, bound ones as they were, and what runs none is not', () => {
  const { chart } = chartFixture();
  const env = [{ name: 'AWS_PROFILE', value: 'x' }];
  const bound = withContainer(chart, { env });
  podIdentity(stackFixture().stack).bindPods(bound);
  new ApiObject(chart, 'Worker', { apiVersion: 'acme.io/v1', kind: 'Worker', spec: { template: { spec: { containers: [{ name: 'worker', env }] } } } } as any);
  new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', spec: { ports: [] } } as any);
  new ApiObject(chart, 'Empty', { apiVersion: 'acme.io/v1', kind: 'Empty' });

  expect(StaticCredentials.inChart(chart).map((each) => each.object)).toEqual(['chart/Deployment', 'chart/Worker']);
});
