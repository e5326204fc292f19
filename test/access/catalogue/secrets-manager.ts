import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Calls } from './entry';
import { SecretsManagerAccess, SessionTag } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

export const secretsManagerCalls: Calls = (stack, encryptionKey) => {
  const secretPartialArn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:finance/db`;
  const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn: `${secretPartialArn}-AbCdEf`, encryptionKey });
  const partial = secretsmanager.Secret.fromSecretAttributes(stack, 'Partial', { secretPartialArn, encryptionKey });
  const options = { describe: true, versionStages: ['AWSCURRENT', 'AWSPREVIOUS'], resourceTags: { namespace: SessionTag.NAMESPACE } };
  return [
    ['SecretsManagerAccess.read', 'secret', SecretsManagerAccess.read(secret)],
    ['SecretsManagerAccess.read', 'partial', SecretsManagerAccess.read(partial)],
    ['SecretsManagerAccess.read', 'secret, { describe: true }', SecretsManagerAccess.read(secret, { describe: true })],
    ['SecretsManagerAccess.read', 'secret, { describe: true, versionStages: [\'AWSCURRENT\', \'AWSPREVIOUS\'], resourceTags: { namespace: SessionTag.NAMESPACE } }',
      SecretsManagerAccess.read(secret, options)],
    ['SecretsManagerAccess.readTagged', 'stack, { reason: \'teams make them\', describe: true, versionStages: [\'AWSCURRENT\', \'AWSPREVIOUS\'], resourceTags: { namespace: SessionTag.NAMESPACE } }',
      SecretsManagerAccess.readTagged(stack, { reason: 'teams make them', ...options })],
  ];
};
