import { parsePattern, Pattern } from './pattern';
import { literal, showText, Text } from './text';

/*
 * How witnesses are made to look like requests that people know. It decides nothing: where none of these fits, any
 * other text does.
 */

/** Actions that are common, by service. */
const COMMON_ACTIONS = [
  's3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 'sqs:SendMessage', 'sqs:ReceiveMessage', 'sns:Publish', 'dynamodb:GetItem',
  'dynamodb:PutItem', 'dynamodb:DeleteItem', 'kms:Decrypt', 'secretsmanager:GetSecretValue', 'ssm:GetParameter', 'iam:CreateUser', 'iam:PassRole',
  'sts:AssumeRole', 'lambda:InvokeFunction', 'kinesis:PutRecord', 'states:StartExecution', 'events:PutEvents', 'logs:PutLogEvents', 'ecr:BatchGetImage',
  'ec2:RunInstances', 'ec2:TerminateInstances', 'eks:DescribeCluster', 'route53:ChangeResourceRecordSets',
];

const SPELLINGS = new Map(COMMON_ACTIONS.map((action) => [action.toLowerCase(), action]));

/** The forms of common actions. */
export const COMMON_FORMS: readonly Pattern[] = [...SPELLINGS.keys()].map(form);

/** Forms of an action, those first that say most. */
export const ACTION_FORMS: readonly Pattern[] = [...COMMON_FORMS, form('?*:?*')];

/** Forms of the resource of an action: an ARN of its service, any ARN, or none. */
export function resourceForms(action: Text): Pattern[] {
  const [service] = showText(action).split(':');
  const ofS3 = service === 's3' ? ['arn:aws:s3:::?*/?*', 'arn:aws:s3:::*/?*'] : [];
  return [...ofS3, `arn:aws:${service}:*:*:?*`, `arn:aws:${service}:*:*:*`, 'arn:?*:?*:*:*:?*'].map(form).concat([['*']]);
}

/** An action as AWS spells it, or as one of the given texts does. */
export function spellAction(action: Text, written: readonly string[]): string {
  const text = showText(action);
  return [...written, ...written.map((each) => each.replace(/\*$/, ''))].find((each) => each.toLowerCase() === text) ?? SPELLINGS.get(text) ?? text;
}

function form(pattern: string): Pattern {
  return parsePattern(literal(pattern), { wildcards: true, variables: false, components: true }) as Pattern;
}
