import { PolicyValue } from '../../src/policy/statement';
import { TemplateResource, TemplateView } from '../../src/policy/template';

/** What a template of a test has. */
export interface TemplateJson {
  readonly name?: string;
  readonly resources?: Readonly<Record<string, TemplateResource>>;
  readonly pseudoParameters?: Readonly<Record<string, string>>;
  readonly imports?: Readonly<Record<string, { readonly template: TemplateView; readonly value: PolicyValue }>>;
}

/** A template as the engine sees it. */
export function templateOf({ name = '', resources = {}, pseudoParameters = {}, imports = {} }: TemplateJson = {}): TemplateView {
  return {
    name,
    resource: (logicalId) => resources[logicalId],
    pathOf: (logicalId) => name === '' ? logicalId : `${name}/${logicalId}`,
    pseudoParameter: (parameter) => pseudoParameters[parameter],
    exported: (exportName) => imports[exportName],
  };
}
