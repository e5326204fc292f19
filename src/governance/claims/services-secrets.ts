import { resource } from './arn-kinds';
import { ClaimAccessLevel } from './claim-access-level';
import { ClaimedResources } from './claimed-resources';
import { choice, flag, list, naming, permission, plain, PLACEHOLDER, tagged, text } from './field';
import { encryptionKey, resourceTags } from './service-fields';
import { KmsAccess } from '../../access/kms-access';
import { KmsOperation, KmsService } from '../../access/kms-service';
import { RdsAccess } from '../../access/rds-access';
import { SecretsManagerAccess } from '../../access/secrets-manager-access';
import { SsmAccess } from '../../access/ssm-access';
import { StsAccess } from '../../access/sts-access';
import { partitionOf } from '../../private/partition';

const { READ, INVOKE, ASSUME } = ClaimAccessLevel;

/** A secret by its complete ARN, or by its name: then what Secrets Manager adds to it is not known. */
const secretOf = (resources: ClaimedResources, secret: string, key?: string) => resources.of('secret', secret, (secretId) =>
  ({ secretRef: { secretId }, secretFullArn: secret === secretId ? secretId : undefined, encryptionKey: resources.key(key) }));

export const secretsManager = permission('Secrets of Secrets Manager.', {
  secret: resource('The secret.', 'secret'),
  reason: plain('Why secrets are read that are not named one by one.'),
  describe: flag('Whether the workload asks what versions and tags a secret has.'),
  versionStages: list('The staging labels by which the value may be asked for.', plain('A staging label, such as AWSCURRENT.')),
  resourceTags: resourceTags('secret'),
  encryptionKey: encryptionKey('secret'),
}, {
  read: {
    doc: 'Reads the value of a secret.',
    builders: ['SecretsManagerAccess.read'],
    levels: [READ],
    needs: ['secret'],
    takes: ['describe', 'versionStages', 'resourceTags', 'encryptionKey'],
    build: (resources, { secret, encryptionKey: key, describe, versionStages, resourceTags: bears }) =>
      SecretsManagerAccess.read(secretOf(resources, secret, key), { describe, versionStages, resourceTags: bears }),
  },
  readTagged: {
    doc: 'Reads the values of all secrets of the account and region that bear the tags.',
    builders: ['SecretsManagerAccess.readTagged'],
    levels: [READ],
    needs: ['reason', 'resourceTags'],
    takes: ['describe', 'versionStages'],
    build: (resources, { reason, describe, versionStages, resourceTags: bears }) =>
      SecretsManagerAccess.readTagged(resources.stack, { reason, describe, versionStages, resourceTags: bears }),
  },
});

const LEVEL = `([A-Za-z0-9_.-]|${PLACEHOLDER})+`;
const PATH = `(/${LEVEL})+`;
const PARAMETER_ARN = `arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/${LEVEL}(/${LEVEL})*`;

function parameterOf(resources: ClaimedResources, parameter: string, key?: string) {
  const { stack } = resources;
  const arn = parameter.startsWith('arn:') ? parameter : `arn:${partitionOf(stack)}:ssm:${stack.region}:${stack.account}:parameter/${parameter.replace(/^\//, '')}`;
  return resources.at(arn, { parameterRef: { parameterName: parameter, parameterArn: arn }, parameterArn: arn, encryptionKey: resources.key(key) });
}

export const ssm = permission('Parameters of Systems Manager Parameter Store.', {
  parameter: naming('The parameter.', `[A-Za-z0-9_.-]+|${PATH}|${PARAMETER_ARN}`, 'the name of a parameter, such as /app/db/host, or its ARN'),
  path: naming('The path of the parameters.', PATH, 'a path such as /app/db, beginning with "/" and not ending with it'),
  history: flag('Whether former values are read as well.'),
  recursive: flag('Whether one request may ask for all levels below the path.'),
  encryptionKey: encryptionKey('parameter'),
}, {
  readParameter: {
    doc: 'Reads one parameter.',
    builders: ['SsmAccess.readParameter'],
    levels: [READ],
    needs: ['parameter'],
    takes: ['history', 'encryptionKey'],
    build: (resources, { parameter, history, encryptionKey: key }) => SsmAccess.readParameter(parameterOf(resources, parameter, key), { history }),
  },
  readPath: {
    doc: 'Reads the parameters below a path.',
    builders: ['SsmAccess.readPath'],
    levels: [READ],
    needs: ['path'],
    takes: ['recursive', 'encryptionKey'],
    build: (resources, { path, recursive, encryptionKey: key }) =>
      SsmAccess.readPath(resources.stack, path, { recursive, encryptionKey: resources.key(key) }),
  },
});

export const kms = permission('KMS keys, through a service.', {
  key: resource('The key.', 'key'),
  service: choice('The service through which the key is used.', Object.values(KmsService)),
  operations: list('The operations, by default kms:Decrypt.', choice('An operation.', Object.values(KmsOperation))),
}, {
  viaService: {
    doc: 'Uses a key through one service.',
    builders: ['KmsAccess.viaService'],
    levels: [INVOKE],
    needs: ['key', 'service'],
    takes: ['operations'],
    build: (resources, { key, service, operations }) => KmsAccess.viaService(resources.theKey(key), service, { operations }),
  },
});

export const sts = permission('Other roles.', {
  role: resource('The role.', 'role'),
  externalId: text('The external id that the workload passes.', '[A-Za-z0-9_+=,.@:/-]{2,}',
    '2 to 1,224 letters, digits and _ + = , . @ : / -', { maxLength: 1_224 }),
  tagSession: flag('Whether the session that is assumed may bear tags: by default it may.'),
}, {
  assumeRole: {
    doc: 'Assumes a role.',
    builders: ['StsAccess.assumeRole'],
    levels: [ASSUME],
    needs: ['role'],
    takes: ['externalId', 'tagSession'],
    build: (resources, { role, externalId, tagSession }) =>
      StsAccess.assumeRole(resources.of('role', role, (roleArn, roleName) => ({ roleRef: { roleArn, roleName } })), { externalId, tagSession }),
  },
});

/** A database of the account, by the id that IAM authentication goes by. */
function databaseOf(resources: ClaimedResources, resourceId: string) {
  const { stack } = resources;
  const arn = `arn:${partitionOf(stack)}:rds:${stack.region}:${stack.account}:db-proxy:${resourceId}`;
  return resources.at(arn, resourceId.startsWith('prx-') ? { dbProxyRef: { dbProxyArn: arn } } : { addProxy: true, instanceResourceId: resourceId });
}

export const rds = permission('Databases of RDS, by IAM authentication.', {
  database: text('The resource id of an instance, a cluster or a proxy.', '(db|cluster|prx)-[A-Za-z0-9]{1,60}', 'the resource id of an instance (db-…), a cluster (cluster-…) or a proxy (prx-…)'),
  user: tagged('The user in the database.', ' -#%-),->@-~', 'the name of one user, printable ASCII without "$", "*" and "?"'),
}, {
  connect: {
    doc: 'Connects as a user.',
    builders: ['RdsAccess.connect'],
    levels: [ASSUME],
    needs: ['database', 'user'],
    takes: [],
    build: (resources, { database, user }) => RdsAccess.connect(databaseOf(resources, database), user),
  },
});
