import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { ControllerFacts } from './controller-facts';
import { equals } from './tag-conditions';
import { isNewer } from './version';
import { allConditions } from '../access/conditions';
import { literalClusterName } from '../cluster/literal-cluster-name';
import { WorkloadCluster } from '../cluster/workload-cluster';
import { Conditions, Statement } from '../policy/statement';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';

/** Where a controller works, and in which version: what its statements are made with. */
export class PolicyScope {
  public readonly account: string;
  public readonly region: string;
  public readonly clusterName: string;
  public readonly clusterArn: string;
  private readonly stack: Stack;

  constructor(
    public readonly scope: IConstruct, private readonly cluster: eks.IClusterRef,
    private readonly facts: ControllerFacts, private readonly version: string,
  ) {
    const { clusterName, clusterArn } = WorkloadCluster.of(cluster);
    this.stack = Stack.of(scope);
    this.account = this.stack.account;
    this.region = this.stack.region;
    this.clusterName = clusterName;
    this.clusterArn = clusterArn;
  }

  /** An ARN in the account and region of the stack. */
  public arn(service: string, resource: string): string {
    return this.stack.formatArn({ partition: this.partition, service, resource });
  }

  /** The ARN of what has no region, such as a role. */
  public accountArn(service: string, resource: string): string {
    return this.stack.formatArn({ partition: this.partition, service, resource, region: '' });
  }

  /** The ARN of what AWS publishes, or what has no account in its ARN, such as a snapshot. */
  public regionArn(service: string, resource: string): string {
    return this.stack.formatArn({ partition: this.partition, service, resource, account: '' });
  }

  /** The ARN of what has neither, such as a hosted zone. */
  public globalArn(service: string, resource: string): string {
    return this.stack.formatArn({ partition: this.partition, service, resource, region: '', account: '' });
  }

  /** The name of the cluster where it is a part of a tag's key, which no template can put together. */
  public clusterNameInKey(): string {
    return literalClusterName(this.cluster) ?? refuse(this.scope, 'InvalidClusterName',
      `${this.facts.name} knows what is its own by a tag whose key holds the name of the cluster, so that must be known at synth: give the cluster a name, ${got(this.clusterName)}`);
  }

  /** A statement of the actions that this version has. */
  public allow(sid: string, actions: readonly string[], resources: readonly string[], ...conditions: readonly Conditions[]): Statement[] {
    const { since = {} } = this.facts;
    const needed = actions.filter((action) => since[action] === undefined || !isNewer(since[action], this.version));
    return needed.length === 0 ? [] : [{ sid, effect: 'Allow', actions: needed, resources, conditions: allConditions(...conditions) }];
  }

  /** A statement of actions that take no resource, in the region of the stack alone. */
  public allowInRegion(sid: string, actions: readonly string[]): Statement[] {
    return this.allow(sid, actions, ['*'], equals('aws:RequestedRegion', this.region));
  }

  private get partition(): string {
    return partitionOf(this.stack);
  }
}
