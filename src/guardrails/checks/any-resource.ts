import { Check, Found } from '../check';
import { CheckedRole } from '../checked-role';
import { GuardrailCheck } from '../guardrail-check';
import { allowed, onStranger, STRANGER, StrangerAction } from '../stranger-proof';

/** Actions on data and secrets, each with a resource that no policy names. */
const ON_DATA: readonly StrangerAction[] = [
  ...onStranger(`arn:*:s3:::${STRANGER}/object`, 's3:GetObject', 's3:PutObject', 's3:DeleteObject'),
  ...onStranger(`arn:*:secretsmanager:*:*:secret:${STRANGER}`, 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret'),
  ...onStranger(`arn:*:ssm:*:*:parameter/${STRANGER}`, 'ssm:GetParameter', 'ssm:PutParameter'),
  ...onStranger(`arn:*:kms:*:*:key/${STRANGER}`, 'kms:Decrypt', 'kms:CreateGrant', 'kms:ScheduleKeyDeletion'),
  ...onStranger(`arn:*:dynamodb:*:*:table/${STRANGER}`, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'),
  ...onStranger(`arn:*:sqs:*:*:${STRANGER}`, 'sqs:SendMessage', 'sqs:ReceiveMessage'),
  ...onStranger(`arn:*:sns:*:*:${STRANGER}`, 'sns:Publish'),
  ...onStranger(`arn:*:lambda:*:*:function:${STRANGER}`, 'lambda:InvokeFunction', 'lambda:UpdateFunctionCode'),
  ...onStranger(`arn:*:iam::*:role/${STRANGER}`, 'sts:AssumeRole'),
];

export const ANY_RESOURCE: Check = {
  id: GuardrailCheck.ANY_RESOURCE,
  title: 'A workload that may read or change resources that nothing names',
  why: 'It reaches the data and secrets of every other team of the account, today\'s and those to come.',
  fix: 'Name the resources, or bind the statement by a condition: on tags of the resource, on kms:ViaService, on the account. It is asked without any condition key in the request.',
  run: (app) => app.workloadRoles.flatMap((role) => [...byService(role), ...byFullAccess(role)]),
};

function byService(role: CheckedRole): Found[] {
  const proofs = allowed(role, ON_DATA, 'absent');
  const services = [...new Set(proofs.map(({ action }) => action.split(':')[0]))];
  return services.map((service) => {
    const ofService = proofs.filter(({ action }) => action.startsWith(`${service}:`));
    const origins = [...new Set(ofService.map(({ by }) => by))];
    return { at: role.placed, subject: service, message: `${ofService.map(({ action }) => action).join(', ')} on any resource is allowed by ${origins.join(' and ')}` };
  });
}

/** Policies of AWS's own that allow everything of a service. */
function byFullAccess({ placed, managedByAws }: CheckedRole): Found[] {
  return managedByAws.filter((name) => /FullAccess(_?v\d+)?$/i.test(name) && name !== 'IAMFullAccess')
    .map((name) => ({ at: placed, subject: name, message: `the managed policy ${name} of AWS allows everything of its service on any resource` }));
}
