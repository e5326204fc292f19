import { RegionInfo } from 'aws-cdk-lib/region-info';
import { PlacedResource } from '../policy/role';
import { PolicyValue } from '../policy/statement';
import { PlacedValue, TemplateResource, TemplateView } from '../policy/template';
import { own } from '../private/own';

/** A template and where it is deployed, as far as that is known. */
export interface TemplateSource {
  readonly name: string;
  readonly json: Readonly<Record<string, any>>;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  /** The file that it is in. */
  readonly file?: string;
  /** What the assembly says of the constructs of the stack and its nested stacks, by their paths with a slash before them. */
  readonly metadata?: Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;
  /** The resource that it is the nested template of. */
  readonly around?: { readonly template: string; readonly logicalId: string };
}

/** A synthesized template. */
export class JsonTemplate implements TemplateView {
  public readonly name: string;

  private readonly around: TemplateSource['around'];
  private readonly resources: Readonly<Record<string, TemplateResource & { Metadata?: Record<string, string> }>>;
  private readonly outputs: Readonly<Record<string, { Value: any; Export?: { Name: any } }>>;
  private readonly pseudoParameters: Readonly<Record<string, string | undefined>>;

  /** @param all all templates, of which each may export values */
  constructor({ name, json, account, region, partition, around }: TemplateSource, private readonly all: () => readonly JsonTemplate[]) {
    this.name = name;
    this.around = around;
    this.resources = json.Resources ?? {};
    this.outputs = json.Outputs ?? {};
    const ofRegion = region === undefined ? undefined : RegionInfo.get(region).partition;
    this.pseudoParameters = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': ofRegion ?? partition };
  }

  public pathOf(logicalId: string): string {
    return own(this.resources, logicalId)?.Metadata?.['aws:cdk:path'] ?? logicalId;
  }

  public resource(logicalId: string): TemplateResource | undefined {
    return own(this.resources, logicalId);
  }

  public pseudoParameter(name: string): string | undefined {
    return own(this.pseudoParameters, name);
  }

  public exported(name: string): PlacedValue[] {
    return this.all().flatMap((template) => Object.values(template.outputs).filter(({ Export }) => Export?.Name === name)
      .map(({ Value: value }) => ({ template, value })));
  }

  public parameter(name: string): PlacedValue | undefined {
    const around = this.around === undefined ? undefined : this.all().find((template) => template.name === this.around!.template);
    const parameters: Readonly<Record<string, PolicyValue>> | undefined = around?.resource(this.around!.logicalId)?.Properties?.Parameters;
    const value = own(parameters, name);
    return around === undefined || value === undefined ? undefined : { template: around, value };
  }

  public nestedOutput(logicalId: string, name: string): PlacedValue | undefined {
    const nested = this.all().find(({ around }) => around?.template === this.name && around.logicalId === logicalId);
    const output = own(nested?.outputs, name);
    return nested === undefined || output === undefined ? undefined : { template: nested, value: output.Value };
  }

  /** The resources of these types. */
  public ofTypes(...types: readonly string[]): PlacedResource[] {
    return Object.entries(this.resources).filter(([, { Type }]) => types.includes(Type))
      .map(([logicalId, resource]) => ({ template: this, logicalId, resource }));
  }
}
