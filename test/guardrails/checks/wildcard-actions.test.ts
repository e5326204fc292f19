import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { GuardrailCheck, S3Access, Workload } from '../../../src';
import { irsa, podIdentity } from '../../fixtures';
import { byHand } from '../../testing/peers';
import { allowing, describeCheck, eksApp, eksV2App, LOCKED, ours } from '../sources';

const allow = (Action: unknown, Resource = 'arn:aws:s3:::company/*') => ({ Effect: 'Allow', Action, Resource });
const GRANT = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const granted = (policy: string) => GRANT.map((action) => `Stack/Cluster/Exporter/Role/Resource: ${action} is allowed by statement 1 of the policy ${policy}`);
const prefix = (declare: typeof podIdentity | typeof irsa) => ours((stack) => declare(stack, { access: [S3Access.writePrefix(new s3.Bucket(stack, 'Bucket'), 'invoices/')] }));

describeCheck(GuardrailCheck.WILDCARD_ACTIONS, {
  refused: {
    'a grant to the service account of aws-eks by Pod Identity': [() => eksApp(eks.IdentityType.POD_IDENTITY), ...granted('ClusterExporterRoleDefaultPolicy1415E930')],
    'a grant to the service account of aws-eks by IRSA': [() => eksApp(eks.IdentityType.IRSA), ...granted('ClusterExporterRoleDefaultPolicy1415E930')],
    'a grant to the service account of aws-eks-v2': [() => eksV2App(eksv2.IdentityType.POD_IDENTITY), ...granted('ClusterExporterRoleDefaultPolicy1415E930')],
    'a grant to a workload': [
      ours((stack) => new s3.Bucket(stack, 'Bucket').grantRead(podIdentity(stack) as Workload)),
      ...['s3:GetBucket*', 's3:GetObject*', 's3:List*'].map((action) => `Stack/Exporter/Role/Resource: ${action} is allowed by statement 1 of the inline policy Access`),
    ],
    'a service': [() => allowing(allow('s3:*')), 'Role: s3:* is allowed by statement 1 of the inline policy Access'],
    'a pattern in two statements': [
      () => allowing(allow('s3:*', 'arn:aws:s3:::a'), allow(['s3:GetObject', 's3:*'], 'arn:aws:s3:::b')), 'Role: s3:* is allowed by statement 1 of the inline policy Access and statement 2 of the inline policy Access',
    ],
    'one character that may be any': [() => allowing(allow('s3:GetObjec?')), 'Role: s3:GetObjec? is allowed by statement 1 of the inline policy Access'],
    'all actions but some': [() => allowing({ Effect: 'Allow', NotAction: 's3:DeleteObject', Resource: '*' }), 'Role: all actions but some are allowed by statement 1 of the inline policy Access'],
    'a target role': [
      () => byHand({ ...LOCKED, Principal: { AWS: 'arn:aws:iam::444455556666:root' } }, {
        role: { Policies: [{ PolicyName: 'Access', PolicyDocument: { Version: '2012-10-17', Statement: allow('s3:*') } }] },
        association: { RoleArn: 'arn:aws:iam::444455556666:role/base', TargetRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      }),
      'Role: s3:* is allowed by statement 1 of the inline policy Access',
    ],
  },
  clean: {
    'a Pod Identity workload with access to a prefix': prefix(podIdentity),
    'an IRSA workload with access to a prefix': prefix(irsa),
    'exact actions': () => allowing(allow(['s3:GetObject', 's3:PutObject'])),
    'denied patterns': () => allowing({ Effect: 'Deny', Action: 's3:*', Resource: '*' }),
    'an action that is known at deploy time only': () => allowing(allow({ Ref: 'Action' })),
  },
});
