import { PlacedValue, TemplateResource, TemplateView } from '../../src/policy/template';

/** What a template of a test has. */
export interface TemplateJson {
  readonly name?: string;
  readonly resources?: Readonly<Record<string, TemplateResource>>;
  readonly pseudoParameters?: Readonly<Record<string, string>>;
  readonly imports?: Readonly<Record<string, readonly PlacedValue[]>>;
  readonly parameters?: Readonly<Record<string, PlacedValue>>;
  readonly outputs?: Readonly<Record<string, PlacedValue>>;
}

/** A template as the engine sees it. */
export function templateOf({ name = '', resources = {}, pseudoParameters = {}, imports = {}, parameters = {}, outputs = {} }: TemplateJson = {}): TemplateView {
  return {
    name,
    resource: (logicalId) => resources[logicalId],
    pathOf: (logicalId) => name === '' ? logicalId : `${name}/${logicalId}`,
    pseudoParameter: (parameter) => pseudoParameters[parameter],
    exported: (exportName) => imports[exportName] ?? [],
    parameter: (parameter) => parameters[parameter],
    nestedOutput: (logicalId, output) => outputs[`${logicalId}.${output}`],
  };
}
