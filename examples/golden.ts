import * as fs from 'node:fs';
import * as path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as cdk8s from 'cdk8s';
import { IdentityClaims, MigrationPlan, MigrationStage } from '../src';
import { checkout } from './checkout/app';
import { Example, withIrsa, withPodIdentity } from './invoice-exporter/app';
import { migration } from './migration/app';

/**
 * The files that the examples are compared to, by their path: resources, manifests, what synth writes, the plan of the migration, and
 * what editors and clusters know claims by.
 */
export function goldenFiles(): Record<string, string> {
  return Object.fromEntries([
    ...[withPodIdentity(), withIrsa()].flatMap((example) => filesOf(`invoice-exporter/golden/${example.name}`, example)),
    ...Object.values(MigrationStage).flatMap((stage) => filesOf(`migration/golden/${stage}`, migration(stage))),
    ['platform/golden/claim.schema.json', IdentityClaims.jsonSchema()],
    ['platform/golden/claim.crd.yaml', IdentityClaims.customResourceDefinition()],
    ['migration/golden/plan.txt', `${MigrationPlan.of(migration(MigrationStage.IRSA).workload)}\n`],
    ...filesOfCheckout(),
  ]);
}

/** The pods and the policies of the cluster, and the tree that synth writes for GitOps. */
function filesOfCheckout(): [string, string][] {
  const { app, pods, admission, gitops } = checkout();
  app.synth();
  const tree = fs.readdirSync(gitops, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  return [
    ['checkout/golden/pods.k8s.yaml', cdk8s.Yaml.stringify(...pods.toJson())],
    ['checkout/golden/admission.k8s.yaml', cdk8s.Yaml.stringify(...admission.toJson())],
    ...tree.map((file): [string, string] => [
      `checkout/golden/gitops/${path.relative(gitops, file).split(path.sep).join('/')}`, fs.readFileSync(file, 'utf8'),
    ]),
  ];
}

function filesOf(name: string, { stack, charts }: Pick<Example, 'stack' | 'charts'>): [string, string][] {
  return [
    [`${name}.resources.json`, `${JSON.stringify(Template.fromStack(stack).toJSON().Resources, null, 2)}\n`],
    [`${name}.k8s.yaml`, charts.synthYaml()],
  ];
}

if (require.main === module) {
  for (const [file, content] of Object.entries(goldenFiles())) {
    const target = path.join(__dirname, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
    console.log(path.relative(process.cwd(), target));
  }
}
