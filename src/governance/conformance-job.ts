import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Probes, probesOf } from './conformance-probes';
import { CONFORMANCE_SCRIPT } from './conformance-script';
import { valueAtSynth } from './value-at-synth';
import { SHELL_CONTAINER } from '../manifests/shell-container';
import { metadataKeyProblem } from '../private/kubernetes-names';
import { requireLiteral } from '../private/validate';
import { AWS_CLI_IMAGE } from '../workload/aws-cli-image';
import { Workload } from '../workload/workload';

/** What a conformance job is declared with. */
export interface ConformanceJobProps {
  /** The workload whose identity is tried. */
  readonly workload: Workload;

  /**
   * The cluster that the Job is applied in, if the workload is in several regions: see `BindPodsOptions.cluster`.
   *
   * @default - all clusters of the workload, if they are in one region
   */
  readonly cluster?: eks.IClusterRef;

  /**
   * The image of the containers: it has `/bin/sh` and the AWS CLI, in a version that supports the mechanism.
   *
   * @default 'public.ecr.aws/aws-cli/aws-cli:2.34.0', AWS's own
   */
  readonly image?: string;

  /**
   * The annotations of the Job, for example the one by which Argo CD runs it after each deployment.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/**
 * A Kubernetes Job, in a cdk8s chart, that tries the identity of a workload where it counts: in the cluster.
 *
 * It runs as the workload's ServiceAccount. Its first container (see `waitForIdentity` of `Workload.bindPods`) ends it
 * unless the caller is the workload's role. Then it asks AWS for what `access` gives and `mustNot` forbids, as far as that
 * has no effect: it lists at most one key, describes, or tries without doing (`DryRun`). Of what AWS answers, only
 * whether it is allowed or denied is shown; `ConformanceJob.notAsked` tells what can't be asked so.
 *
 * It fails if anything is other than declared: exit code 1, with a line `FAIL` for each. Exit code 2 means that something
 * could not be found out (`UNCLEAR`). What is not yet as it must be is asked for five times, five seconds apart.
 *
 * Values that are known at deploy time only need `cluster.addCdk8sChart`; written as a file, the role needs a `roleName`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 * @example
 * declare const workload: PodIdentityWorkload;
 * new ConformanceJob(chart, 'Conformance', {
 *   workload,
 *   annotations: { 'argocd.argoproj.io/hook': 'PostSync' },
 * });
 */
export class ConformanceJob extends Construct {
  /** The Job. */
  public readonly job: ApiObject;

  private readonly workload: Workload;

  /**
   * @throws if `image` is not the reference of an image, if a key of `annotations` is none of Kubernetes, if the `target` of the workload has an ARN that is known at deploy time only,
   * or if the workload is in clusters of several regions and `cluster` names none of them
   */
  constructor(scope: Construct, id: string, props: ConformanceJobProps) {
    super(scope, id);
    const { annotations, image = AWS_CLI_IMAGE } = props;
    Object.keys(annotations ?? {}).forEach((key) => requireLiteral(this, 'InvalidAnnotation', 'a key of annotations', key, metadataKeyProblem));
    this.workload = props.workload;
    this.job = new ApiObject(this, 'Job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { namespace: props.workload.namespace, annotations },
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 900,
        template: {
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            containers: [{
              name: 'conformance',
              image,
              command: ['/bin/sh', '-c', CONFORMANCE_SCRIPT, 'conformance'],
              args: Lazy.any({ produce: () => this.requests() }),
              env: [{ name: 'HOME', value: '/tmp' }],
              ...SHELL_CONTAINER,
            }],
          },
        },
      },
    });
    props.workload.bindPods(this.job, { cluster: props.cluster, waitForIdentity: true, waitImage: image });
  }

  /** What can't be asked without an effect, or not exactly: actions of `access`, and entries of `mustNot` after `not`. */
  public get notAsked(): string[] {
    return [...this.probes().notAsked];
  }

  /** The arguments of the script. */
  private requests(): string[] {
    const { probes } = this.probes();
    return probes.flatMap(({ expected, action, resource, command }) => [expected, action, resource, String(command.length), ...command]);
  }

  private probes(): Probes {
    const stack = Stack.of(this.workload);
    return probesOf({
      statements: (this.workload._bearer?.declarations() ?? []).map(({ json }) => json),
      mustNot: this.workload._forbidden.map(({ _parts }) => _parts),
      known: (value) => valueAtSynth(stack, value),
    });
  }
}
