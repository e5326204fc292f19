import * as eksV1 from 'aws-cdk-lib/aws-eks';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { BenchStack, NAMESPACE, OWNER } from './bench-stack';
import { HandWrittenIrsa, HandWrittenPodIdentity, handWrittenStatements } from './hand-written';
import { DynamoDbAccess, IdentityMechanism, IrsaWorkload, PodIdentityWorkload, S3Access, SqsAccess, WorkloadProps } from '../src';

/** One way to give a workload its AWS identity. */
export interface Approach {
  readonly name: string;
  readonly mechanism: IdentityMechanism;
  /** What defines the resources: this library, L1s written by hand, a role of the L2s, or `cluster.addServiceAccount`, both with grants. */
  readonly kind: 'library' | 'by hand' | 'L2' | 'addServiceAccount';
  /** Defines one workload for the service account of this name, which reads this part of the bucket. */
  readonly define: (stack: BenchStack, id: string, name: string, prefix: string) => void;
}

const { POD_IDENTITY, IRSA } = IdentityMechanism;

/** All approaches, in the order in which they are shown. */
export const APPROACHES: Approach[] = [
  {
    name: 'this library, `PodIdentityWorkload`',
    mechanism: POD_IDENTITY,
    kind: 'library',
    define: (stack, id, name, prefix) => new PodIdentityWorkload(stack, id, declaration(stack, name, prefix)),
  },
  {
    name: 'by hand with L1s, Pod Identity',
    mechanism: POD_IDENTITY,
    kind: 'by hand',
    define: (stack, id, name, prefix) =>
      new HandWrittenPodIdentity(stack, id, { serviceAccountName: name, statements: handWrittenStatements(stack, prefix) }),
  },
  {
    name: '`addServiceAccount` of aws-eks-v2, Pod Identity',
    mechanism: POD_IDENTITY,
    kind: 'addServiceAccount',
    define: (stack, id, name, prefix) => grantAll(stack, prefix, stack.cluster.addServiceAccount(id, {
      name, namespace: NAMESPACE, identityType: eks.IdentityType.POD_IDENTITY,
    })),
  },
  {
    name: '`addServiceAccount` of aws-eks, Pod Identity',
    mechanism: POD_IDENTITY,
    kind: 'addServiceAccount',
    define: (stack, id, name, prefix) => grantAll(stack, prefix, stack.clusterV1.addServiceAccount(id, {
      name, namespace: NAMESPACE, identityType: eksV1.IdentityType.POD_IDENTITY,
    })),
  },
  {
    name: 'this library, `IrsaWorkload`',
    mechanism: IRSA,
    kind: 'library',
    define: (stack, id, name, prefix) => new IrsaWorkload(stack, id, declaration(stack, name, prefix)),
  },
  {
    name: 'by hand with L1s, IRSA',
    mechanism: IRSA,
    kind: 'by hand',
    define: (stack, id, name, prefix) =>
      new HandWrittenIrsa(stack, id, { serviceAccountName: name, statements: handWrittenStatements(stack, prefix) }),
  },
  {
    name: '`addServiceAccount` of aws-eks-v2, IRSA',
    mechanism: IRSA,
    kind: 'addServiceAccount',
    define: (stack, id, name, prefix) => grantAll(stack, prefix, stack.cluster.addServiceAccount(id, {
      name, namespace: NAMESPACE, identityType: eks.IdentityType.IRSA,
    })),
  },
  {
    name: '`addServiceAccount` of aws-eks, IRSA',
    mechanism: IRSA,
    kind: 'addServiceAccount',
    define: (stack, id, name, prefix) => grantAll(stack, prefix, stack.clusterV1.addServiceAccount(id, {
      name, namespace: NAMESPACE, identityType: eksV1.IdentityType.IRSA,
    })),
  },
];

/** The need, as it is declared with this library: the bucket brings the use of its key. */
export function declaration({ cluster, bucket, queue, table }: BenchStack, serviceAccountName: string, prefix: string): WorkloadProps {
  return {
    cluster,
    namespace: NAMESPACE,
    serviceAccountName,
    owner: OWNER,
    access: [
      S3Access.readPrefix(bucket, prefix),
      S3Access.listPrefix(bucket, prefix),
      SqsAccess.produce(queue),
      DynamoDbAccess.read(table),
    ],
  };
}

/** The need, as the grants of the L2s meet it: they allow more, for example `s3:GetBucket*` and `dynamodb:Scan`. */
export function grantAll({ bucket, key, queue, table }: BenchStack, prefix: string, grantee: iam.IGrantable): void {
  bucket.grantRead(grantee, `${prefix}*`);
  queue.grantSendMessages(grantee);
  table.grantReadData(grantee);
  key.grantDecrypt(grantee);
}
