import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { DeployTimeValue, wrapTokens } from '../../manifests/deploy-time-value';
import { refuse } from '../../private/errors';

/** What a policy object is, besides its spec. */
export interface PolicyObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
}

/** A policy in a chart, whose spec is made when it is written, from all that is declared by then. */
export class PolicyObject extends ApiObject {
  constructor(scope: Construct, id: string, props: PolicyObjectProps, spec: () => object) {
    super(scope, id, { ...props, spec: Lazy.any({ produce: spec }) });
  }

  public override toJson(): any {
    return wrapTokens(super.toJson(), (text, path) => new DeployTimeValue(text, undefined, () => this.refuseToWrite(path)));
  }

  private refuseToWrite(path: string): never {
    return refuse(this, 'DeployTimeValue', `${path} names what is known when the stack is deployed, so it can't be written to a file: where that is the ARN of a role, set roleName on the `
      + 'workload and give its stack an env with account and region; where it is a name, give a literal; or deploy the chart with cluster.addCdk8sChart');
  }
}
