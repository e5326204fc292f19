import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { ControllerFacts } from './controller-facts';
import { ControllerAddonProps, ControllerHelmOptions, ControllerIdentityProps, ControllerProps } from './controller-props';
import { serviceAccountValues } from './helm-values';
import { PolicyScope } from './policy-scope';
import { controllerVersion, isNewer } from './version';
import { Access } from '../access/access';
import { cfnAddonOf } from '../cluster/addon';
import { knownToDiffer } from '../private/arns';
import { got, refuse } from '../private/errors';
import { AddonWorkload } from '../workload/addon-workload';
import { IrsaWorkload } from '../workload/irsa-workload';
import { PodIdentityWorkload } from '../workload/pod-identity-workload';
import { addWarning } from '../workload/warning';
import { Workload } from '../workload/workload';
import { WorkloadProps } from '../workload/workload-props';

/**
 * A cluster controller that is known well: its namespace, its service account, and what its version needs of AWS.
 *
 * It is a plain value, and defines nothing by itself: `podIdentity` and `irsa` make its workload by either mechanism, of
 * the same logical ids. For anything else, such as a `MigratingWorkload`, give `namespace`, `serviceAccountName` and
 * `access(...)` to the class.
 *
 * It is not meant to be extended by other classes than this library's.
 *
 * docs/controllers.md tells the versions, the sources, and what can't be narrower and why.
 *
 * @example
 * declare const cluster: eks.Cluster;
 * declare const zone: route53.HostedZone;
 * const dns: Controller = new ExternalDns({ hostedZones: [zone] });
 * new MigratingWorkload(this, 'ExternalDns', {
 *   cluster,
 *   namespace: dns.namespace,
 *   serviceAccountName: dns.serviceAccountName,
 *   owner: 'platform',
 *   access: dns.access(this, cluster),
 *   stage: MigrationStage.DUAL_TRUST,
 * });
 */
export abstract class Controller {
  /** The namespace that the controller runs in. */
  public readonly namespace: string;

  /** The name of its ServiceAccount. */
  public readonly serviceAccountName: string;

  /** The version whose permissions it gets, without `v`. */
  public readonly version: string;

  protected constructor(props: ControllerProps) {
    this.version = controllerVersion(this._facts(), props.version);
    this.namespace = props.namespace ?? this._facts().namespace;
    this.serviceAccountName = props.serviceAccountName ?? this._facts().serviceAccountName;
  }

  /** The name of the EKS add-on that the controller is, see `addonIdentity`; undefined if it isn't one. */
  public get addonName(): string | undefined {
    return this._facts().addonName;
  }

  /**
   * What the controller needs, in the account and region of a stack.
   *
   * @param scope a construct in the stack of the role, such as the stack itself
   * @param cluster the cluster that it runs in
   * @throws if the name of the cluster is a part of a tag's key and not known at synth
   */
  public access(scope: IConstruct, cluster: eks.IClusterRef): Access[] {
    return this._access(new PolicyScope(scope, cluster, this._facts(), this.version));
  }

  /**
   * Its identity through EKS Pod Identity: one `AWS::IAM::Role` and one `AWS::EKS::PodIdentityAssociation`.
   *
   * @throws if the workload can't be made, see `PodIdentityWorkload`
   */
  public podIdentity(scope: Construct, id: string, props: ControllerIdentityProps): PodIdentityWorkload {
    return this.checked(new PodIdentityWorkload(scope, id, this.workloadProps(scope, props)));
  }

  /**
   * Its identity through IAM roles for service accounts: one `AWS::IAM::Role`.
   *
   * @throws if the workload can't be made, see `IrsaWorkload`
   */
  public irsa(scope: Construct, id: string, props: ControllerIdentityProps): IrsaWorkload {
    return this.checked(new IrsaWorkload(scope, id, this.workloadProps(scope, props)));
  }

  /**
   * Its identity as an EKS add-on, by either mechanism: one `AWS::IAM::Role`, and a property of the add-on, see `AddonWorkload`.
   *
   * @throws if the controller is no add-on, if the add-on is that of another controller, or if the workload can't be made
   */
  public addonIdentity(scope: Construct, id: string, props: ControllerAddonProps): AddonWorkload {
    this.requireAddon(scope, props.addon);
    return this.checked(new AddonWorkload(scope, id, { ...this.workloadProps(scope, props), addon: props.addon, mechanism: props.mechanism }));
  }

  /**
   * The values of the Helm chart that bind it to the workload, as plain data for `cluster.addHelmChart`, or for
   * `cdk8s.Yaml.stringify`: the ServiceAccount with its name and, for IRSA alone, its annotations; and what else the
   * chart must be told so that the permissions fit.
   *
   * Written as YAML, the annotations of an `IrsaWorkload` need a `roleName`, and a stack with account and region.
   * Empty for a controller that no chart installs.
   *
   * @param workload the one that `podIdentity` or `irsa` made
   */
  public helmValues(workload: Workload, options: ControllerHelmOptions = {}): Record<string, any> {
    const { serviceAccountValues: path } = this._facts();
    return path === undefined ? {} : serviceAccountValues(path, workload, options.createServiceAccount ?? true, this._helmValues(workload));
  }

  /** @internal */
  protected abstract _facts(): ControllerFacts;

  /** @internal */
  protected abstract _access(scope: PolicyScope): Access[];

  /**
   * What the chart must be told besides the ServiceAccount.
   *
   * @internal
   */
  protected _helmValues(_workload: Workload): Record<string, any> {
    return {};
  }

  /**
   * The boundary that the controller is declared with.
   *
   * @internal
   */
  protected _boundary(): iam.IManagedPolicy | undefined {
    return undefined;
  }

  private requireAddon(scope: Construct, addon: eks.IAddonRef): void {
    const { name, addonName } = this._facts();
    if (addonName === undefined) {
      refuse(scope, 'WrongAddon', `${name} takes its identity from no EKS add-on: use podIdentity or irsa, ${got(addon.node.path)}`);
    }
    const given = cfnAddonOf(addon)?.addonName;
    if (knownToDiffer(given, addonName)) {
      refuse(scope, 'WrongAddon', `the add-on of ${name} is "${addonName}", and its permissions are for no other: give that add-on, ${got(given)}`);
    }
  }

  private workloadProps(scope: Construct, props: ControllerIdentityProps): WorkloadProps {
    return {
      ...props,
      namespace: this.namespace,
      serviceAccountName: this.serviceAccountName,
      permissionsBoundary: props.permissionsBoundary ?? this._boundary(),
      access: [...this.access(scope, props.cluster), ...props.access ?? []],
    };
  }

  private checked<W extends Workload>(workload: W): W {
    const { name, newest } = this._facts();
    if (isNewer(this.version, newest)) {
      addWarning(workload, 'ControllerVersion', `${name} ${this.version}`, `${name} ${this.version} is newer than ${newest}, the newest version whose permissions this library was compared with: `
        + 'read its release notes for permissions that are new, give them by access, and acknowledge this');
    }
    return workload;
  }
}
