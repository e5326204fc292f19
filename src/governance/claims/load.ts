import { App, Stack } from 'aws-cdk-lib';
import { isMap, Node } from 'yaml';
import { Check } from './check';
import { Claim } from './claim';
import { claimFields } from './claim-fields';
import type { ClaimPolicy } from './claim-policy';
import { Problems } from './problems';
import { readYaml } from './read-yaml';

/** How claims are loaded. */
export interface Loading {
  readonly apiGroup: string;
  readonly policy?: ClaimPolicy;
  readonly ignoreOtherGroups: boolean;
}

/** Loads the claims of files that are given by name and text. */
export class Loader {
  public readonly claims: Claim[] = [];
  public readonly problems = new Problems();
  /** A stack of no account and region, in which permissions are tried: what the builders refuse is told with everything else. */
  private scratch?: Stack;
  private readonly fields;
  private readonly seen = new Map<string, Claim>();

  constructor(private readonly loading: Loading) {
    this.fields = claimFields(loading.apiGroup);
  }

  public load(file: string, text: string): void {
    const yaml = readYaml(file, text, this.problems);
    for (const node of yaml.contents.filter((each) => !this.isOther(each))) {
      const check = new Check(yaml, this.problems);
      const document = check.document(this.fields, node);
      if (document !== undefined) { this.take(new Claim(yaml, check, document)); }
    }
  }

  private take(claim: Claim): void {
    const { problems } = this;
    const { spec, namespace, serviceAccount } = claim;
    const key = JSON.stringify([spec.environment, spec.account, spec.region, spec.clusters, namespace, serviceAccount]);
    const other = this.seen.get(key);
    if (other !== undefined) {
      const { file, line } = other.placeOf('');
      problems.add(claim.placeOf('metadata.name'), `metadata.name is of the service account ${namespace}/${serviceAccount}, which the claim at ${file}:${line} is for already: claim all for it in one`);
    }
    this.seen.set(key, claim);
    this.checkTarget(claim);
    this.scratch ??= new Stack(new App({ analyticsReporting: false }), 'Claims');
    claim.access(this.scratch, problems);
    claim.mustNot(problems);
    this.loading.policy?._check(claim, problems);
    this.claims.push(claim);
  }

  private checkTarget(claim: Claim): void {
    const { target, mechanism } = claim.spec;
    if (target === undefined) { return; }
    if (mechanism === 'irsa') { this.problems.add(claim.placeOf('spec.target'), 'spec.target is for Pod Identity alone: leave it out, or mechanism'); }
    if (target.roleArn !== undefined && (claim.permissions.length > 0 || claim.spec.mustNot !== undefined)) {
      this.problems.add(claim.placeOf('spec.target'), 'spec.target.roleArn is a role that exists, with permissions of its own: leave permissions and mustNot out, or give target.account');
    }
  }

  /** Whether a document is of another API group, where these are left alone. */
  private isOther(node: Node): boolean {
    const apiVersion = isMap(node) ? node.get('apiVersion') : undefined;
    return this.loading.ignoreOtherGroups && typeof apiVersion === 'string' && !apiVersion.startsWith(`${this.loading.apiGroup}/`);
  }
}
