import { IConstruct } from 'constructs';
import { apiObjectsIn } from './api-objects';

/** A ConfigMap or Secret, whose keys become variables or files. */
export type SourceKind = 'ConfigMap' | 'Secret';

/** What each key of a ConfigMap or Secret holds, as far as it is text. */
export type Entries = Readonly<Record<string, string | undefined>>;

interface SourceJson {
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** The ConfigMaps and Secrets that a cdk8s app defines, by which the variables and files of its pods are known. */
export class KeyValueSources {
  private readonly known: { readonly kind: string; readonly json: SourceJson }[];

  /** @param construct any of the app */
  constructor(construct: IConstruct) {
    this.known = apiObjectsIn(construct.node.root).filter(({ kind, apiVersion }) => apiVersion === 'v1' && (kind === 'ConfigMap' || kind === 'Secret'))
      .map((object) => ({ kind: object.kind, json: object.toJson() }));
  }

  /** The entries of one; `undefined` if the app doesn't define it. An object that names no namespace may be of any. */
  public find(kind: SourceKind, name: string | undefined, namespace: string | undefined): Entries | undefined {
    const found = this.known.find(({ kind: other, json: { metadata } }) => other === kind && metadata.name === name
      && (metadata.namespace === undefined || namespace === undefined || metadata.namespace === namespace));
    if (found === undefined) { return undefined; }
    const { data = {}, stringData = {}, binaryData = {} } = found.json;
    const text = kind === 'ConfigMap' ? data : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
    return { ...Object.fromEntries(Object.keys(binaryData).map((key) => [key, undefined])), ...text, ...stringData };
  }
}
