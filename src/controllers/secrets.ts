import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Access } from '../access/access';
import { SecretsManagerAccess } from '../access/secrets-manager-access';
import { SsmAccess } from '../access/ssm-access';
import { got, refuse } from '../private/errors';

/** What is read of Secrets Manager and Parameter Store. */
interface SecretSources {
  readonly secrets?: readonly secretsmanager.ISecretRef[];
  readonly parameters?: readonly ssm.IParameterRef[];
}

/** Refuses an identity for no secret at all. */
export function requireSecrets(controller: string, { secrets = [], parameters = [] }: SecretSources, advice: string): void {
  if (secrets.length + parameters.length === 0) {
    refuse(controller, 'EmptyList', `secrets and parameters must not both be empty: name what is read${advice}, ${got({ secrets, parameters })}`);
  }
}

/** The value and the description of each secret, and the value of each parameter. */
export function secretAccess({ secrets = [], parameters = [] }: SecretSources): Access[] {
  return [
    ...secrets.map((secret) => SecretsManagerAccess.read(secret, { describe: true })),
    ...parameters.map((parameter) => SsmAccess.readParameter(parameter)),
  ];
}
