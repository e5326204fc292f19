import { RegionInfo } from 'aws-cdk-lib/region-info';
import { PlacedResource } from '../policy/role';
import { TemplateResource, TemplateView } from '../policy/template';

/** A template and where it is deployed, as far as that is known. */
export interface TemplateSource {
  readonly name: string;
  readonly json: Readonly<Record<string, any>>;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
}

/** A synthesized template. */
export class JsonTemplate implements TemplateView {
  public readonly name: string;

  private readonly resources: Readonly<Record<string, TemplateResource & { Metadata?: Record<string, string> }>>;
  private readonly outputs: Readonly<Record<string, { Value: any; Export?: { Name: any } }>>;
  private readonly pseudoParameters: Readonly<Record<string, string | undefined>>;

  /** @param all all templates, of which each may export values */
  constructor({ name, json, account, region, partition }: TemplateSource, private readonly all: () => readonly JsonTemplate[]) {
    this.name = name;
    this.resources = json.Resources ?? {};
    this.outputs = json.Outputs ?? {};
    const ofRegion = region === undefined ? undefined : RegionInfo.get(region).partition;
    this.pseudoParameters = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': ofRegion ?? partition };
  }

  public pathOf(logicalId: string): string {
    return this.resources[logicalId]?.Metadata?.['aws:cdk:path'] ?? logicalId;
  }

  public resource(logicalId: string): TemplateResource | undefined {
    return this.resources[logicalId];
  }

  public pseudoParameter(name: string): string | undefined {
    return this.pseudoParameters[name];
  }

  public exported(name: string): ReturnType<TemplateView['exported']> {
    for (const template of this.all()) {
      const output = Object.values(template.outputs).find(({ Export }) => Export?.Name === name);
      if (output !== undefined) { return { template, value: output.Value }; }
    }
    return undefined;
  }

  /** The resources of these types. */
  public ofTypes(...types: readonly string[]): PlacedResource[] {
    return Object.entries(this.resources).filter(([, { Type }]) => types.includes(Type))
      .map(([logicalId, resource]) => ({ template: this, logicalId, resource }));
  }
}
