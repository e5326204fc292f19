import { Validations } from 'aws-cdk-lib';
import { PlacedResource } from '../policy/role';
import { TemplateSource } from '../workload/json-template';

/** The type of the metadata that tells the logical id of a construct. */
const LOGICAL_ID = 'aws:cdk:logicalId';

/** The types of metadata that are read. */
export const METADATA_TYPES: readonly string[] = [LOGICAL_ID, Validations.ACKNOWLEDGED_RULES_METADATA_KEY];

/** What an assembly says of the constructs of a stack. */
export class ConstructMetadata {
  private readonly metadata: NonNullable<TemplateSource['metadata']>;

  constructor({ metadata = {} }: TemplateSource) {
    this.metadata = metadata;
  }

  /** The path of a resource's construct; `undefined` if the assembly doesn't tell it, or names several. */
  public pathOf({ template, logicalId }: PlacedResource): string | undefined {
    const written = template.pathOf(logicalId);
    if (written !== logicalId) { return written; }
    const isOfResource = (path: string) => this.metadata[path].some(({ type, data }) => type === LOGICAL_ID && data === logicalId);
    const paths = Object.keys(this.metadata).filter(isOfResource);
    return paths.length === 1 ? paths[0].slice(1) : undefined;
  }

  /** Why a finding at a construct may stay: as is said there, or at a construct above it in its stack. */
  public reasonFor(path: string, id: string): string | undefined {
    const parts = path.split('/');
    const above = parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
    const entries = above.flatMap((each) => this.metadata[each] ?? []).filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
    return entries.map(({ data }) => (data as Record<string, string>)[id]).find((reason) => reason !== undefined && reason.trim() !== '');
  }
}
