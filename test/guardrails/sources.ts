import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { GuardrailCheck, IdentityGuardrails, IdentityGuardrailsOptions } from '../../src';
import { stackFixture } from '../fixtures';
import { byHand, inline } from '../testing/peers';

/** What is checked: a stack, or a template by hand. */
export type Source = Stack | Record<string, any>;

/** What a check says of it, each with the logical id of the resource. */
export function found(check: GuardrailCheck, source: Source, options: IdentityGuardrailsOptions = {}): string[] {
  const chosen = { checks: [check], ...options };
  const { findings } = Stack.isStack(source) ? IdentityGuardrails.checkStack(source, chosen)
    : IdentityGuardrails.checkTemplate(Template.fromJSON(source), chosen);
  return findings.map(({ construct, message }) => `${construct}: ${message}`);
}

/** What is refused, with what is said of it, and what is clean. */
export interface Cases {
  readonly refused: Readonly<Record<string, [() => Source, ...string[]]>>;
  readonly clean: Readonly<Record<string, () => Source>>;
  readonly options?: IdentityGuardrailsOptions;
}

/** The tests of a check. */
export function describeCheck(check: GuardrailCheck, { refused, clean, options }: Cases): void {
  test.each(Object.entries(refused))(`${check} finds %s`, (_, [source, ...messages]) => {
    expect(found(check, source(), options)).toEqual(messages);
  });

  test.each(Object.entries(clean))(`${check} finds nothing in %s`, (_, source) => {
    expect(found(check, source(), options)).toEqual([]);
  });
}

/** A template by hand of a role with these statements, which pods become by an association. */
export function allowing(...statements: object[]): Record<string, any> {
  return byHand(LOCKED, { role: inline(...statements) });
}

/** A statement that lets a service account of a cluster become a role by Pod Identity. */
export const LOCKED = {
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: {
    StringEquals: {
      'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-central-1:111122223333:cluster/production',
      'aws:RequestTag/kubernetes-namespace': 'finance-prod',
      'aws:RequestTag/kubernetes-service-account': 'invoice-exporter',
    },
  },
};

/** The same with other conditions. */
export function lockedBy(Condition: object): object {
  return { ...LOCKED, Condition };
}

/** A stack with a workload of this library. */
export function ours(declare: (stack: Stack) => unknown): () => Stack {
  return () => {
    const { stack } = stackFixture();
    declare(stack);
    return stack;
  };
}

/** The same app as of `freshEksApp` each time, for tests that leave it as it is: it takes long to make. */
export function eksApp(identityType: eks.IdentityType): Stack {
  const known = APPS.get(identityType) ?? freshEksApp(identityType);
  APPS.set(identityType, known);
  return known;
}

const APPS = new Map<eks.IdentityType, Stack>();

/** A plain app of aws-eks: a cluster, a bucket, and a service account that may read a prefix of it. */
export function freshEksApp(identityType: eks.IdentityType): Stack {
  const { stack } = stackFixture();
  const cluster = new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_33, kubectlLayer: layer(stack) });
  new s3.Bucket(stack, 'Bucket').grantRead(cluster.addServiceAccount('Exporter', { ...NAMES, identityType }), 'invoices/*');
  return stack;
}

/** The same with aws-eks-v2. */
export function eksV2App(identityType: eksv2.IdentityType): Stack {
  const { stack } = stackFixture();
  const cluster = new eksv2.Cluster(stack, 'Cluster', { version: eksv2.KubernetesVersion.V1_33, kubectlProviderOptions: { kubectlLayer: layer(stack) } });
  new s3.Bucket(stack, 'Bucket').grantRead(cluster.addServiceAccount('Exporter', { ...NAMES, identityType }), 'invoices/*');
  return stack;
}

const NAMES = { namespace: 'finance-prod', name: 'invoice-exporter' };

function layer(stack: Stack): lambda.ILayerVersion {
  return lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-central-1:111122223333:layer:kubectl:1');
}
