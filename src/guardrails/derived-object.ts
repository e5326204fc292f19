import { ApiObject, ApiObjectProps, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { DeployTimeValue, wrapTokens } from '../manifests/deploy-time-value';
import { refuse } from '../private/errors';

/** An object in a chart, a field of which is made when it is written, from all that is declared by then. */
export class DerivedObject extends ApiObject {
  /**
   * @param props the object without the field
   * @param derived the field by its name, as what makes it
   */
  constructor(scope: Construct, id: string, props: ApiObjectProps, derived: Record<string, () => unknown>) {
    const lazy = Object.entries(derived).map(([field, produce]) => [field, Lazy.any({ produce })]);
    super(scope, id, { ...props, ...Object.fromEntries(lazy) });
  }

  public override toJson(): any {
    return wrapTokens(super.toJson(), (text, path) => new DeployTimeValue(text, undefined, () => this.refuseToWrite(path)));
  }

  private refuseToWrite(path: string): never {
    return refuse(this, 'DeployTimeValue', `${path} names what is known when the stack is deployed, so it can't be written to a file: where that is the ARN of a role, set roleName on the `
      + 'workload and give its stack an env with account and region; where it is a name, give a literal; or deploy the chart with cluster.addCdk8sChart');
  }
}
