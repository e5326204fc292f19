import { attachCustomSynthesis } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ServiceAccountFile, serviceAccountFiles, treeOf } from './gitops-files';
import { claimDirectory, findingsOf, OwnDirectory } from './own-directory';
import { finding } from '../private/errors';
import { ServiceAccountOptions } from '../workload/service-account-options';
import { Workload } from '../workload/workload';
import { workloadsOf } from '../workload/workloads-of';

/** What a tree of manifests is declared with. */
export interface GitOpsTreeProps {
  /**
   * The directory to write, relative to where `cdk synth` runs: one that holds nothing else. It is made if it isn't there.
   */
  readonly directory: string;
}

/**
 * The ServiceAccounts of all workloads in its scope as a directory of files, written at synth for Argo CD or Flux:
 *
 * - `CLUSTER/NAMESPACE/serviceaccount-NAME.yaml` for each workload and each of its clusters, but for those of add-ons, which make it themselves,
 * - a `kustomization.yaml` in each directory of a cluster and of a namespace,
 * - a `README.md` that lists them, with the mechanism and the owner of each.
 *
 * It needs no access to AWS. The ServiceAccount of Pod Identity names no role. That of IRSA names its ARN, which is known
 * when the workload has a `roleName`, and its stack an account and a region. The names of cluster, namespace and service
 * account must be literals.
 *
 * The same app writes the same bytes. Files of workloads that are gone are removed. What was written is listed in
 * `.cdk-eks-workload-identity.json`: if the directory holds anything else, synth stops and nothing is written.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 * @example
 * new GitOpsTree(app, 'GitOps', { directory: 'gitops' });
 */
export class GitOpsTree extends Construct {
  private readonly directory: OwnDirectory;
  private readonly options = new Map<Workload, ServiceAccountOptions>();

  /**
   * @throws if `directory` is empty, a token, or written by another tree of the app; at synth, if the ServiceAccount of a
   * workload is not known then, if two have the same file, or if the directory holds other files
   */
  constructor(scope: Construct, id: string, props: GitOpsTreeProps) {
    super(scope, id);
    this.directory = claimDirectory(this, props.directory);
    this.node.addValidation({ validate: () => this.problems(props.directory) });
    attachCustomSynthesis(this, { onSynthesize: () => this.directory.write(treeOf(this.files())) });
  }

  /**
   * Says how the ServiceAccount of a workload is written, if not as `Workload.addServiceAccount` does by default.
   *
   * @param workload a workload in the scope of the tree
   * @param options its options; the last ones given count
   */
  public setServiceAccountOptions(workload: Workload, options: ServiceAccountOptions): void {
    this.options.set(workload, options);
  }

  private files(): ServiceAccountFile[] {
    return workloadsOf(this.node.scope!).flatMap((workload) => this.filesOf(workload));
  }

  private filesOf(workload: Workload): ServiceAccountFile[] {
    return serviceAccountFiles(workload, this.options.get(workload) ?? {});
  }

  /** All that stands against writing the tree. */
  private problems(directory: string): string[] {
    const unknown: string[] = [];
    const byFile = new Map<string, Workload>();
    const workloads = workloadsOf(this.node.scope!);
    for (const workload of workloads) {
      try {
        for (const { file } of this.filesOf(workload)) {
          // File systems may not tell names of clusters apart by case.
          const other = byFile.get(file.toLowerCase());
          if (other !== undefined) {
            unknown.push(finding('InvalidDirectory', `the ServiceAccounts of [${other.node.path}] and [${workload.node.path}] are both ${file}, since their clusters have one name: `
              + 'give each stage a tree of its own'));
          }
          byFile.set(file.toLowerCase(), workload);
        }
      } catch (error) {
        unknown.push(`the ServiceAccount of [${workload.node.path}] can't be written: ${(error as Error).message}`);
      }
    }
    const outside = [...this.options.keys()].filter((workload) => !workloads.includes(workload))
      .map(({ node }) => finding('UnknownWorkload', `options are given for [${node.path}], which is not in the scope of the tree: make the tree in a scope that holds it`));
    return [...unknown, ...outside, ...findingsOf(this.directory, directory)];
  }
}
