import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PolicyScope } from './policy-scope';
import { ArnForm, exactArn } from '../access/exact-arn';

const VPC: ArnForm = { service: 'ec2', resource: /^vpc\/.+$/, shown: 'ec2:REGION:ACCOUNT:vpc/ID' };

/** The ARN of a VPC: of one that is shared, in the account that owns it, if that is known. */
export function vpcArnOf(scope: PolicyScope, vpc: ec2.IVPCRef): string {
  const { vpcArn } = vpc as { readonly vpcArn?: string };
  return exactArn(vpc, vpcArn ?? scope.arn('ec2', `vpc/${vpc.vpcRef.vpcId}`), VPC);
}
