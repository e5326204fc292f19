import * as fs from 'node:fs';
import * as path from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { filesBelow, isDirectory, readJsonFile, readText } from './files';
import { Progress } from './verb';
import { yamlDocuments } from './yaml-objects';
import { ObjectJson } from '../manifests/pod-json';
import { sourcesOf } from '../workload/assembly-templates';
import { TemplateSource } from '../workload/json-template';

/** An object of Kubernetes, and the file that it is in. */
export interface FoundObject {
  readonly file: string;
  readonly json: ObjectJson;
}

/** What was read, and what could not be. */
export interface Inputs {
  readonly sources: readonly TemplateSource[];
  readonly objects: readonly FoundObject[];
  readonly problems: readonly string[];
}

/** Reads cloud assemblies, templates and manifests; what is given by its own name must be readable. */
export function readInputs(paths: readonly string[], progress: Progress): Inputs {
  const reader = new Reader();
  for (const each of paths) {
    if (isDirectory(each)) { reader.directory(each, progress); } else { reader.file(each); }
  }
  if (reader.sources.length === 0 && reader.objects.length === 0) {
    throw new Error([...reader.problems, `there is no CloudFormation template and no Kubernetes manifest in ${paths.join(', ')}`].join('\n  '));
  }
  return reader;
}

class Reader implements Inputs {
  public readonly sources: TemplateSource[] = [];
  public readonly objects: FoundObject[] = [];
  public readonly problems: string[] = [];

  public directory(directory: string, progress: Progress): void {
    const manifest = path.join(directory, 'manifest.json');
    if (fs.existsSync(manifest) && (readJsonFile(manifest) as { artifacts?: unknown } | null)?.artifacts !== undefined) {
      this.assembly(directory);
      return;
    }
    const files = filesBelow(directory, /\.(ya?ml|json|template)$/);
    files.forEach((file, index) => {
      if (index % 50 === 0) { progress(`reading ${index} of ${files.length} files`); }
      try {
        this.file(file);
      } catch (error) {
        this.problems.push((error as Error).message);
      }
    });
  }

  public file(file: string): void {
    const text = readText(file);
    const documents = /^\s*[{[]/.test(text) && file.endsWith('.json') ? [readJsonFile(file)] : yamlDocuments(file, text, (message) => this.problems.push(message));
    documents.flatMap((document) => [document].flat()).forEach((document) => this.document(file, document));
  }

  private assembly(directory: string): void {
    try {
      const found = sourcesOf(new CloudAssembly(directory));
      found.forEach((source) => this.template(source));
    } catch (error) {
      throw new Error(`${directory} is no cloud assembly that can be read: ${(error as Error).message}`, { cause: error });
    }
  }

  private document(file: string, document: unknown): void {
    if (!isRecord(document)) { return; }
    if (isRecord(document.Resources)) {
      this.template({ name: path.basename(file).replace(/\.[^.]*$/, '').replace(/\.template$/, ''), json: document, file });
    } else if (typeof document.kind === 'string' && typeof document.apiVersion === 'string') {
      const items = Array.isArray(document.items) ? document.items.filter(isRecord) : [document];
      items.filter(({ kind, apiVersion }) => typeof kind === 'string' && typeof apiVersion === 'string')
        .forEach((json) => this.objects.push({ file, json: { ...json, metadata: isRecord(json.metadata) ? json.metadata : {} } as ObjectJson }));
    }
  }

  private template(source: TemplateSource): void {
    const problem = templateProblem(source.json);
    const isTaken = (name: string) => this.sources.some((other) => other.name === name);
    if (problem !== undefined) {
      this.problems.push(`${source.file} is no CloudFormation template: ${problem}`);
    } else {
      const number = isTaken(source.name) ? [...Array(this.sources.length + 2).keys()].slice(2).find((each) => !isTaken(`${source.name}-${each}`)) : undefined;
      this.sources.push(number === undefined ? source : { ...source, name: `${source.name}-${number}` });
    }
  }
}

/** What stands against reading a template. */
function templateProblem({ Resources = {}, Outputs = {} }: Readonly<Record<string, any>>): string | undefined {
  if (!isRecord(Resources) || !isRecord(Outputs)) { return 'Resources and Outputs must be objects'; }
  const wrong = Object.entries(Resources).find(([, resource]) => !isRecord(resource) || typeof resource.Type !== 'string'
    || (resource.Properties !== undefined && !isRecord(resource.Properties)));
  if (wrong !== undefined) { return `the resource ${wrong[0]} must be an object with a Type and, if it has any, an object of Properties`; }
  return Object.values(Outputs).every(isRecord) ? undefined : 'each output must be an object';
}

function isRecord(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
