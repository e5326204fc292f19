import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { DeployTimeValue, wrapTokens } from './deploy-time-value';
import { refuse } from '../private/errors';

/** Where a manifest names the role of IRSA. */
const ROLE_ARN_PATH = 'metadata.annotations.eks.amazonaws.com/role-arn';

/** What a ServiceAccount manifest says, as plain facts. */
export interface ServiceAccountFacts {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly automountServiceAccountToken: boolean;
  /** For values that are tokens, by the token: the literal that each will be, where that is known. */
  readonly literals: Record<string, string>;
}

/** A `v1/ServiceAccount` that works in a CDK stack, with tokens, and as a file, with literals alone. */
export class ServiceAccountObject extends ApiObject {
  private readonly literals: Record<string, string>;

  constructor(scope: Construct, id: string, facts: ServiceAccountFacts) {
    const { name, namespace, labels, annotations, automountServiceAccountToken, literals } = facts;
    super(scope, id, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace, labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
      automountServiceAccountToken,
    });
    this.literals = literals;
  }

  public override toJson(): any {
    return wrapTokens(super.toJson(), (token, path) => new DeployTimeValue(token, this.literals[token], () => this.refuseToWrite(path)));
  }

  private refuseToWrite(path: string): never {
    return refuse(this, 'DeployTimeValue', path === ROLE_ARN_PATH
      ? `${path} is the ARN of a role that is named when it is deployed, so it can't be written to a file: set roleName on the workload and give its stack an env `
        + 'with account and region, or deploy the chart with cluster.addCdk8sChart'
      : `${path} is known when the stack is deployed, so it can't be written to a file: give a literal, or deploy the chart with cluster.addCdk8sChart`);
  }
}
