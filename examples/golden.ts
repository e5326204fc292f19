import * as fs from 'node:fs';
import * as path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { MigrationPlan, MigrationStage } from '../src';
import { Example, withIrsa, withPodIdentity } from './invoice-exporter/app';
import { migration } from './migration/app';

/** The files that the examples are compared to, by their path: the resources of their templates, their manifests, and the plan of the migration. */
export function goldenFiles(): Record<string, string> {
  return Object.fromEntries([
    ...[withPodIdentity(), withIrsa()].flatMap((example) => filesOf(`invoice-exporter/golden/${example.name}`, example)),
    ...Object.values(MigrationStage).flatMap((stage) => filesOf(`migration/golden/${stage}`, migration(stage))),
    ['migration/golden/plan.txt', `${MigrationPlan.of(migration(MigrationStage.IRSA).workload)}\n`],
  ]);
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
