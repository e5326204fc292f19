import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ARN_KINDS, ArnKind, ArnKindName } from './arn-kinds';
import { arnParts } from '../../private/arns';
import { partitionOf } from '../../private/partition';

/** A resource that a claim names: what builders ask of a CDK resource, and nothing in the template. */
class ClaimedResource extends Construct {
  constructor(scope: Construct, id: string, public readonly env: { account: string; region: string }, facts: object) {
    super(scope, id);
    Object.assign(this, facts);
  }
}

/** What else is known of a resource than its ARN; it differs by kind and by what the builders read. */
export type FactsOf<Facts extends object> = (arn: string, name: string) => Facts;

/**
 * The resources that claims name, as the builders of a stack take them.
 *
 * A name stands for the resource of that name in the account and region of the stack. Each resource is one construct,
 * however many claims name it.
 */
export class ClaimedResources {
  private readonly scope: Construct;

  constructor(public readonly stack: Stack) {
    const id = 'ClaimedResources';
    this.scope = (stack.node.tryFindChild(id) as Construct | undefined) ?? new Construct(stack, id);
  }

  /** The ARN of what a claim names by its name or by its ARN. */
  public arn(kindName: ArnKindName, given: string): string {
    if (given.startsWith('arn:')) { return given; }
    const { service, before, region, account }: ArnKind = ARN_KINDS[kindName];
    return `arn:${partitionOf(this.stack)}:${service}:${region ? this.stack.region : ''}:${account ? this.stack.account : ''}:${before}${given}`;
  }

  /** A resource of a kind; what builders read of it is told by `facts`. */
  public of<Facts extends object>(kindName: ArnKindName, given: string, facts: FactsOf<Facts>): ClaimedResource & Facts {
    const arn = this.arn(kindName, given);
    return this.at(arn, facts(arn, nameIn(kindName, arn)));
  }

  /** A resource by its ARN, of any kind. */
  public at<Facts extends object>(arn: string, facts: Facts): ClaimedResource & Facts {
    const id = createHash('sha256').update(arn).update(JSON.stringify(facts, (_, value) => value instanceof ClaimedResource ? value.node.id : value ?? null)).digest('hex').slice(0, 24);
    const { account, region } = arnParts(arn)!;
    const resource = this.scope.node.tryFindChild(id)
      ?? new ClaimedResource(this.scope, id, { account: account || this.stack.account, region: region || this.stack.region }, facts);
    return resource as ClaimedResource & Facts;
  }

  /** A key that a claim must name. */
  public theKey(given: string): ClaimedResource & Pick<kms.IKeyRef, 'keyRef'> {
    return this.of('key', given, (keyArn, keyId) => ({ keyRef: { keyArn, keyId } }));
  }

  /** The key of a resource; none if the claim names none. */
  public key(given: string | undefined): ReturnType<ClaimedResources['theKey']> | undefined {
    return given === undefined ? undefined : this.theKey(given);
  }
}

function nameIn(kindName: ArnKindName, arn: string): string {
  return arnParts(arn)!.resource.slice(ARN_KINDS[kindName].before.length);
}
