import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import newAppFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Approach } from './approaches';
import { BenchStack, PREFIX } from './bench-stack';

/** The custom resource by which both EKS modules apply a manifest. */
const MANIFEST_TYPE = 'Custom::AWSCDK-EKS-KubernetesResource';

/** A resource as it stands in a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

/** What is counted in the templates of an app. */
export interface Footprint {
  readonly resources: number;
  readonly customResources: number;
  /** Those of the custom resources that apply a Kubernetes manifest in the cluster. */
  readonly manifests: number;
  /** The part of `bytes` that these take. */
  readonly manifestBytes: number;
  readonly lambdas: number;
  /** The length of the minified templates, in bytes of UTF-8. */
  readonly bytes: number;
}

/** What an approach costs. */
export interface Measurement {
  readonly approach: Approach;
  /** What the first workload adds to the stack. */
  readonly first: Footprint;
  /** What the second workload adds to the stack. */
  readonly further: Footprint;
  /** The resources that the first workload adds, by logical id. */
  readonly resources: Record<string, Resource>;
}

interface Template {
  readonly Resources?: Record<string, Resource>;
}

/** Synthesizes a stack with no, one and two workloads, and compares them. */
export function measure(approach: Approach): Measurement {
  const [none, one, two] = [0, 1, 2].map((workloads) => synthesize(approach, workloads));
  const before = resourcesOf(none);
  return {
    approach,
    first: difference(footprint(one), footprint(none)),
    further: difference(footprint(two), footprint(one)),
    resources: Object.fromEntries(Object.entries(resourcesOf(one)).filter(([id]) => !(id in before))),
  };
}

/** The templates of an app with this many workloads, those of nested stacks included. */
function synthesize({ define }: Approach, workloads: number): Template[] {
  const outdir = mkdtempSync(join(tmpdir(), 'footprint-'));
  try {
    const app = new App({ outdir, context: newAppFlags, analyticsReporting: false });
    const stack = new BenchStack(app);
    for (let number = 1; number <= workloads; number += 1) {
      define(stack, `Exporter${number}`, `invoice-exporter-${number}`, PREFIX);
    }
    app.synth();
    return readdirSync(outdir)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => JSON.parse(readFileSync(join(outdir, file), 'utf8')));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function footprint(templates: Template[]): Footprint {
  const resources = resourcesOf(templates);
  const types = Object.values(resources).map(({ Type }) => Type);
  const manifests = Object.entries(resources).filter(([, { Type }]) => Type === MANIFEST_TYPE);
  return {
    resources: types.length,
    customResources: types.filter((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource').length,
    manifests: manifests.length,
    manifestBytes: manifests.reduce((sum, [id, resource]) => sum + bytesOf({ [id]: resource }) - '{}'.length + ','.length, 0),
    lambdas: types.filter((type) => type === 'AWS::Lambda::Function').length,
    bytes: templates.reduce((sum, template) => sum + bytesOf(template), 0),
  };
}

function bytesOf(json: object): number {
  return Buffer.byteLength(JSON.stringify(json));
}

/** The resources of all templates: logical ids hold a hash of the construct path, so no two are the same. */
function resourcesOf(templates: Template[]): Record<string, Resource> {
  return Object.assign({}, ...templates.map((template) => template.Resources));
}

function difference(after: Footprint, before: Footprint): Footprint {
  return {
    resources: after.resources - before.resources,
    customResources: after.customResources - before.customResources,
    manifests: after.manifests - before.manifests,
    manifestBytes: after.manifestBytes - before.manifestBytes,
    lambdas: after.lambdas - before.lambdas,
    bytes: after.bytes - before.bytes,
  };
}
