import { App, Validations } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Approach, APPROACHES, grantAll } from './approaches';
import { BenchStack, CLUSTER, NAMESPACE } from './bench-stack';
import { SYNTH_APPROACHES, WITH_PROOFS } from './synth-cost';
import { IdentityGuardrails, IdentityMechanism } from '../src';

/** An approach, and what it asks of the app besides. */
export interface ScaleApproach extends Approach {
  readonly prepare?: (app: App) => void;
}

/** A role and grants of the L2s, and the association as an L1, which is all that the CDK has for one. */
const WITH_L2: Approach = {
  name: '`iam.Role` with grants, Pod Identity',
  mechanism: IdentityMechanism.POD_IDENTITY,
  kind: 'L2',
  define: (stack, id, name, prefix) => {
    const pods = new iam.ServicePrincipal('pods.eks.amazonaws.com');
    const role = new iam.Role(stack, `${id}Role`, { assumedBy: new iam.SessionTagsPrincipal(pods) });
    grantAll(stack, prefix, role);
    new eks.CfnPodIdentityAssociation(stack, `${id}Association`, { clusterName: CLUSTER.name, namespace: NAMESPACE, serviceAccount: name, roleArn: role.roleArn });
  },
};

/** This library with five entries of `mustNot` and all guardrails. */
const GUARDED: ScaleApproach[] = WITH_PROOFS.map((approach) => ({
  ...approach,
  name: `${approach.name}, guardrails`,
  prepare: (app) => Validations.of(app).addPlugins(new IdentityGuardrails()),
}));

/** What the CDK does without a workload. */
export const NOTHING: ScaleApproach = { name: 'nothing', mechanism: IdentityMechanism.POD_IDENTITY, kind: 'by hand', define: () => undefined };

/** What is compared: by mechanism, the code by hand first. */
export const SCALE_APPROACHES: ScaleApproach[] = Object.values(IdentityMechanism).flatMap((mechanism) => [
  ...SYNTH_APPROACHES, ...GUARDED, WITH_L2, ...APPROACHES.filter(({ name }) => name.startsWith('`addServiceAccount` of aws-eks-v2')),
].filter((approach) => approach.mechanism === mechanism));

/** An app with workloads of an approach, spread over stacks that are below CloudFormation's 500 resources each. */
export function defineApp(app: App, { define, prepare }: ScaleApproach, workloads: number, stacksOf = workloads): void {
  prepare?.(app);
  for (let first = 1; first <= stacksOf; first += WORKLOADS_PER_STACK) {
    const stack = new BenchStack(app, `Stack${first}`);
    for (let number = first; number < Math.min(first + WORKLOADS_PER_STACK, workloads + 1); number += 1) {
      define(stack, `Exporter${number}`, `invoice-exporter-${number}`, `invoices-${number}/`);
    }
  }
}

/** Of no approach so many that their stack has over 500 resources. */
const WORKLOADS_PER_STACK = 60;
