import { Fn, Stack } from 'aws-cdk-lib';
import { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { arnParts } from '../private/arns';
import { partitionOf } from '../private/partition';

/** The ARN of something else that belongs to a resource: in the partition, region and account of the resource's ARN. */
export function relatedArn(resource: IConstruct & IEnvironmentAware, arn: string, service: string, related: string): string {
  const { region, account } = resource.env;
  const parts = arnParts(arn) ?? { partition: partitionOf(Stack.of(resource), region), region, account };
  return `arn:${parts.partition}:${service}:${parts.region}:${parts.account}:${related}`;
}

/** The name in an ARN that ends with `TYPE:NAME`, taken out of it at deploy time where the ARN is a token. */
export function nameInArn(arn: string): string {
  const [, ...name] = arnParts(arn)?.resource.split(':') ?? [];
  return name.length > 0 ? name.join(':') : Fn.select(6, Fn.split(':', arn));
}
