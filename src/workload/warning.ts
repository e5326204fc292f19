import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The beginning of the ids by which findings are acknowledged. */
const CHECK = 'cdk-eks-workload-identity';

/** A finding that users may acknowledge, at its construct or above, with a reason; the id names the check and what it found. */
export function addWarning(scope: IConstruct, check: string, subject: string, message: string): void {
  // The CDK keeps the double colon for itself, and newer versions of it write a dash for blanks.
  Validations.of(scope).addWarning(`${CHECK}:${check}[${subject.replace(/::+/g, ':').replace(/\s+/g, '-')}]`, message);
}
