import { deepStrictEqual, match } from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { run } from './checks';
import { REPOSITORY } from './tarball';

/** What an app installs beside the library. */
export interface Peers {
  /** The library's peers, each with the version or tag to install. */
  readonly versions: Record<string, string>;
  /** The version range of the `cdk` command line; without it the app has none. */
  readonly cli?: string;
}

/** The files of the app, each with `.txt` after its name. */
const FIXTURES = join(__dirname, 'app');

/** What the app is compiled and tested with. */
const TOOLS = {
  'typescript': '~6.0.0',
  'ts-node': '^10.9.2',
  'jest': '^30',
  'ts-jest': '^29',
  '@types/jest': '^30',
  '@types/node': '^20',
};

/** No credentials, neither from files nor from the network, and no calls home. */
const OFFLINE = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
};

/** The lowest version of each peer that the library declares to work with. */
export function floorPeers(): Peers {
  const lowest = Object.entries(declaredPeers()).map(([name, range]) => {
    const [, version] = /^\^(\d+(?:\.\d+){0,2})$/.exec(range) ?? [];
    if (version === undefined) { throw new Error(`the peer ${name} is "${range}": only a caret range tells the lowest version`); }
    return [name, [...version.split('.'), '0', '0'].slice(0, 3).join('.')];
  });
  return { versions: Object.fromEntries(lowest) };
}

/**
 * The newest version of each peer, and the newest 2.x of the command line: 3.0.0 can't read the cloud assembly that
 * aws-cdk-lib 2.276.0 writes.
 */
export function newestPeers(): Peers {
  return { versions: Object.fromEntries(Object.keys(declaredPeers()).map((name) => [name, 'latest'])), cli: '^2' };
}

function declaredPeers(): Record<string, string> {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).peerDependencies;
}

/** An app in a folder of its own that has the library from a tarball. */
export class ConsumerApp {
  constructor(private readonly folder: string, private readonly tarball: string, private readonly peers: Peers) {}

  public get hasCli(): boolean {
    return this.peers.cli !== undefined;
  }

  /** Writes the files of the app, installs its packages, and gives the versions of the peers. */
  public install(): string {
    const { versions, cli } = this.peers;
    mkdirSync(this.folder);
    for (const fixture of readdirSync(FIXTURES)) {
      copyFileSync(join(FIXTURES, fixture), join(this.folder, fixture.replace(/\.txt$/, '')));
    }
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({
      private: true,
      dependencies: { ...versions, 'cdk-eks-workload-identity': `file:${this.tarball}` },
      devDependencies: { ...TOOLS, ...(cli !== undefined && { 'aws-cdk': cli }) },
    }));
    run(this.folder, 'npm', ['install', '--no-audit', '--no-fund']);
    return [...Object.keys(versions), ...(cli !== undefined ? ['aws-cdk'] : [])].map((name) => `${name} ${this.installed(name)}`).join(', ');
  }

  public typeCheck(): void {
    this.npx('tsc', '--noEmit');
  }

  public synth(): void {
    run(this.folder, 'node', ['-r', 'ts-node/register/transpile-only', 'app.ts'], { ...OFFLINE, CDK_OUTDIR: 'cdk.out' });
  }

  public synthByCli(): void {
    rmSync(join(this.folder, 'cdk.out'), { recursive: true, force: true });
    this.npx('cdk', 'synth', '--quiet', '--no-notices', '--no-version-reporting', '--app', 'npx --no -- ts-node --transpile-only app.ts');
    this.checkTemplate();
  }

  /** Compares the resources in the template: all of them, and those of each workload. */
  public checkTemplate(): void {
    const template = JSON.parse(this.read('cdk.out/Invoices.template.json'));
    const resources = Object.entries<{ Type: string }>(template.Resources);
    const types = (prefix: string) => resources.filter(([id]) => id.startsWith(prefix)).map(([, { Type }]) => Type).sort();
    deepStrictEqual(types('Exporter'), ['AWS::EKS::PodIdentityAssociation', 'AWS::IAM::Role']);
    deepStrictEqual(types('Importer'), ['AWS::IAM::Role']);
    deepStrictEqual(types(''), ['AWS::EKS::PodIdentityAssociation', 'AWS::IAM::Role', 'AWS::IAM::Role']);
  }

  /** Compares the files that cdk8s wrote: with Pod Identity there is no annotation, with IRSA the role's literal ARN. */
  public checkManifests(): void {
    deepStrictEqual(readdirSync(join(this.folder, 'manifests')).sort(), ['exporter.k8s.yaml', 'importer.k8s.yaml']);
    this.compareManifest('exporter', 'pod-identity', {});
    this.compareManifest('importer', 'irsa', {
      annotations: {
        'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/importer-prod',
        'eks.amazonaws.com/sts-regional-endpoints': 'true',
      },
    });
  }

  /** Runs the tests where no snapshot is, which they must write. */
  public testAnew(): void {
    this.npx('jest', '--ci=false');
    if (!existsSync(join(this.folder, '__snapshots__/app.test.ts.snap'))) { throw new Error('jest wrote no snapshot'); }
  }

  /** Runs the tests as a build does: they may write nothing. */
  public testAgain(): void {
    match(this.npx('jest', '--ci'), /^Snapshots: +1 passed, 1 total$/m);
  }

  private compareManifest(name: string, mechanism: string, metadata: object): void {
    deepStrictEqual(Yaml.load(join(this.folder, 'manifests', `${name}.k8s.yaml`)), [{
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name,
        namespace: 'finance-prod',
        labels: { 'platform.identity/mechanism': mechanism, 'platform.identity/owner': 'finance-platform' },
        ...metadata,
      },
      automountServiceAccountToken: false,
    }]);
  }

  /** Runs a tool that the app has installed. */
  private npx(...command: string[]): string {
    return run(this.folder, 'npx', ['--no', '--', ...command], OFFLINE);
  }

  private installed(name: string): string {
    return JSON.parse(this.read(`node_modules/${name}/package.json`)).version;
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}
