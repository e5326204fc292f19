import * as fs from 'node:fs';
import * as path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Example, withIrsa, withPodIdentity } from './invoice-exporter/app';

/** The files that the examples are compared to, by their path: the resources of their templates, and their manifests. */
export function goldenFiles(): Record<string, string> {
  return Object.fromEntries([withPodIdentity(), withIrsa()].flatMap(({ name, stack, charts }: Example) => [
    [`invoice-exporter/golden/${name}.resources.json`, `${JSON.stringify(Template.fromStack(stack).toJSON().Resources, null, 2)}\n`],
    [`invoice-exporter/golden/${name}.k8s.yaml`, charts.synthYaml()],
  ]));
}

if (require.main === module) {
  for (const [file, content] of Object.entries(goldenFiles())) {
    const target = path.join(__dirname, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
    console.log(path.relative(process.cwd(), target));
  }
}
