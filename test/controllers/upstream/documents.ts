import * as fs from 'node:fs';
import * as path from 'node:path';
import { StatementJson } from '../../../src/policy/statement';
import { ACCOUNT, REGION } from '../../fixtures';
import { BUCKET_ARN, NODE_ROLE_ARN, QUEUE_ARN } from '../catalogue';

/** What documents leave open, and what stands for it in the catalogue. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\$\{AWS::Partition\}/g, 'aws'],
  [/\$\{(AWS::Region|AWS_REGION)\}|<region>/g, REGION],
  [/\$\{(AWS::AccountId|ACCOUNT_ID)\}|<account_id>/g, ACCOUNT],
  [/\$\{(ClusterName|CLUSTER_NAME|aws:PrincipalTag\/eks-cluster-name)\}/g, 'production'],
  [/\$\{KarpenterNodeRole\.Arn\}/g, NODE_ROLE_ARN],
  [/\$\{KarpenterInterruptionQueue\.Arn\}/g, QUEUE_ARN],
  [/arn:aws:s3:::\$\{BUCKET\}/g, BUCKET_ARN],
  [/<resource_id>/g, '*'],
  // Examples of names and places that stand for one's own.
  [/arn:aws:(secretsmanager|ssm):[a-z0-9-]+:\d+:(secret:|parameter\/)dev-\*/g, 'arn:aws:$1:*:*:$2*'],
];

/** The documents of a folder by the controller: `CONTROLLER.json`, or several as `CONTROLLER.WHATEVER.json`. */
export function documentsIn(folder: string): Map<string, StatementJson[]> {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json')).sort();
  const documents = new Map<string, StatementJson[]>();
  for (const file of files) {
    const [controller] = file.split('.');
    documents.set(controller, [...documents.get(controller) ?? [], ...statementsIn(fs.readFileSync(path.join(folder, file), 'utf8'), file)]);
  }
  return documents;
}

/** The statements of a policy document as it is published. */
export function statementsIn(text: string, name: string): StatementJson[] {
  const filled = PLACEHOLDERS.reduce((filling, [placeholder, value]) => filling.replace(placeholder, value), text);
  const open = /\$\{[^}]*\}|<[a-z_]+>/.exec(filled)?.[0];
  if (open !== undefined) { throw new Error(`${name} has the placeholder ${open}: put a value in its place, or name it among PLACEHOLDERS`); }
  return [(JSON.parse(filled) as { Statement: StatementJson | StatementJson[] }).Statement].flat();
}
