import { Construct } from 'constructs';
import { Claim } from './claim';
import { claimFields } from './claim-fields';
import { claimFiles, textOf } from './claim-files';
import { ClaimPolicy } from './claim-policy';
import { ClaimWorkloadsProps } from './claim-workloads';
import { crd } from './crd';
import { jsonSchema } from './json-schema';
import { Loader } from './load';
import { placeClaims } from './place-claims';
import { Problems } from './problems';
import { finding, got, refuse } from '../../private/errors';
import { Workload } from '../../workload/workload';

/** Of which format claims are. */
export interface ClaimFormatOptions {
  /**
   * The API group of claims: what stands before `/v1alpha1` in their `apiVersion`.
   *
   * @default 'platform.mycompany.io'
   */
  readonly apiGroup?: string;
}

/** How claims are loaded. */
export interface IdentityClaimsOptions extends ClaimFormatOptions {
  /**
   * What each owner may claim, and what is forced on every role.
   *
   * @default - any owner may claim anything that the format knows
   */
  readonly policy?: ClaimPolicy;

  /**
   * Whether documents of other API groups are left alone, where claims stand among the manifests of a GitOps repository.
   *
   * @default false - everything must be a claim
   */
  readonly ignoreOtherGroups?: boolean;
}

/**
 * Claims of application teams for AWS identities: YAML documents of the kind `AwsWorkloadIdentityClaim`, which become
 * workloads.
 *
 * YAML is taken from anybody: a claim is checked field by field against one table, and nothing else of it is read. Anchors,
 * aliases, tags and directives are refused, and so are keys that stand twice, texts that aren't ASCII, links, and files
 * over 10 MB. All that is wrong with the claims of a run is told by one error, with file, line and column.
 *
 * Permissions go through the builders (`S3Access` and the like), so that no claim can hold a policy of its own. A resource
 * is named by its name, then it is in the account and region of the role that bears the permission, or by its ARN.
 *
 * @see https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/
 * @example
 * const claims = IdentityClaims.fromText('claims.yaml', `
 * apiVersion: platform.mycompany.io/v1alpha1
 * kind: AwsWorkloadIdentityClaim
 * metadata: { name: invoice-exporter, namespace: finance-prod }
 * spec:
 *   environment: prod
 *   owner: finance-platform
 *   permissions:
 *     s3: [{ bucket: company-invoices, prefix: invoices/, access: [write] }]
 * `);
 * const cluster = WorkloadCluster.fromAttributes(this, 'Cluster', { clusterName: 'production', account: '111122223333', region: 'eu-central-1' });
 * claims.addWorkloads(this, { cluster, environment: 'prod' });
 */
export class IdentityClaims {
  /**
   * The claims of a file.
   *
   * @throws one error with all that is wrong
   */
  public static fromFile(file: string, options: IdentityClaimsOptions = {}): IdentityClaims {
    return IdentityClaims.read(() => [file], options);
  }

  /**
   * The claims of all files `*.yaml` and `*.yml` in a directory and below. What begins with a dot is left alone; links are
   * not followed, but refused.
   *
   * @throws one error with all that is wrong
   */
  public static fromDirectory(directory: string, options: IdentityClaimsOptions = {}): IdentityClaims {
    return IdentityClaims.read((problems) => claimFiles(directory, problems), options);
  }

  /**
   * The claims of a text.
   *
   * @param name what the text is called in errors
   * @throws one error with all that is wrong
   */
  public static fromText(name: string, text: string, options: IdentityClaimsOptions = {}): IdentityClaims {
    const loader = loaderOf(options);
    loader.load(name, text);
    loader.problems.throwAny('IdentityClaims');
    return new IdentityClaims(loader.claims, options.policy);
  }

  /**
   * The JSON Schema (draft 7) of a claim, as JSON: give it to editors, for example by the first line
   * `# yaml-language-server: $schema=claim.schema.json` of a file.
   *
   * What it takes is what the loader takes but for what depends on several fields at once, and on `ClaimPolicy`.
   */
  public static jsonSchema(options: ClaimFormatOptions = {}): string {
    return `${JSON.stringify(jsonSchema(claimFields(groupOf(options))), undefined, 2)}\n`;
  }

  /**
   * The CustomResourceDefinition of claims, as YAML, so that a cluster takes them and GitOps tools don't stumble on them.
   * Nothing in the cluster acts on them.
   */
  public static customResourceDefinition(options: ClaimFormatOptions = {}): string {
    return crd(groupOf(options));
  }

  private static read(filesOf: (problems: Problems) => string[], options: IdentityClaimsOptions): IdentityClaims {
    const loader = loaderOf(options);
    for (const file of filesOf(loader.problems)) {
      const text = textOf(file, loader.problems);
      if (text !== undefined) { loader.load(file, text); }
    }
    loader.problems.throwAny('IdentityClaims');
    return new IdentityClaims(loader.claims, options.policy);
  }

  /** How many claims there are. */
  public readonly count: number;

  private readonly placed = new Set<Claim>();
  private isValidated = false;

  /** @internal */
  public readonly _all: readonly Claim[];

  private constructor(claims: readonly Claim[], private readonly policy?: ClaimPolicy) {
    this._all = claims;
    this.count = claims.length;
  }

  /**
   * Makes the workloads of the claims that are for a cluster: those of its environment, and of its account, region and name
   * where they say so. The id of each is `NAMESPACE.SERVICE_ACCOUNT`.
   *
   * A claim that is for no cluster of the app is an error at synth.
   *
   * @param scope the stack, or a construct in it, of the account and region of the cluster
   * @throws one error with all that can't be made
   */
  public addWorkloads(scope: Construct, props: ClaimWorkloadsProps): Workload[] {
    return this._place(scope, props, this._all);
  }

  /**
   * As `addWorkloads`, of some of the claims alone.
   *
   * @internal
   */
  public _place(scope: Construct, props: ClaimWorkloadsProps, claims: readonly Claim[]): Workload[] {
    if (!this.isValidated) { scope.node.addValidation({ validate: () => this.unplaced() }); }
    this.isValidated = true;
    return placeClaims(scope, props, { claims, policy: this.policy, placed: this.placed });
  }

  private unplaced(): string[] {
    return this._all.filter((claim) => !this.placed.has(claim)).map((claim) => {
      const { file, line } = claim.placeOf('');
      const { environment, account, region, clusters } = claim.spec;
      return finding('UnplacedClaim', `the claim ${claim.namespace}/${claim.name} at ${file}:${line} is for no cluster of the app: give the claims the cluster that it means, or mend its environment, account, region or clusters, `
        + got({ environment, account, region, clusters }));
    });
  }
}

function loaderOf({ policy, ignoreOtherGroups = false, ...format }: IdentityClaimsOptions): Loader {
  return new Loader({ apiGroup: groupOf(format), policy, ignoreOtherGroups });
}

function groupOf({ apiGroup = 'platform.mycompany.io' }: ClaimFormatOptions): string {
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/.test(apiGroup)) {
    refuse('IdentityClaims', 'InvalidApiGroup', `apiGroup must be a DNS name with a dot, such as "platform.mycompany.io", ${got(apiGroup)}`);
  }
  return apiGroup;
}
