import { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { Access } from './access';
import { exactArn } from './exact-arn';
import { nameInArn, relatedArn } from './related-arn';
import { LiteralRule, ruledText } from './ruled-text';
import { got, refuse } from '../private/errors';
import { isToken, mapLiterals } from '../private/tokens';

/** What an instance, a cluster or a proxy is known by, as L1 or L2. */
interface Database {
  readonly dbProxyRef?: { readonly dbProxyArn: string };
  readonly attrDbiResourceId?: string;
  readonly attrDbClusterResourceId?: string;
  /** On L2 instances and clusters, and on nothing else. */
  readonly addProxy?: unknown;
  readonly instanceResourceId?: string;
  readonly clusterResourceIdentifier?: string;
}

const DB_USER: LiteralRule = {
  prop: 'dbUser',
  code: 'InvalidDatabaseUser',
  allowed: /^[^*?]*$/,
  mustBe: 'the name of one database user, without "*" and "?": for more users call connect once for each',
};

/** `TESTID` is what a look-up of the CDK gives until its answer is in the context. */
const RESOURCE_ID = /^((db|cluster|prx)-[A-Za-z0-9]+|TESTID)$/;

/** What may stand of a resource id beside a token. */
const BESIDE_TOKEN = /^[A-Za-z0-9-]*$/;

/**
 * Builds access to RDS databases by IAM authentication, in place of a password.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrdsiamauthentication.html
 */
export abstract class RdsAccess {
  /**
   * Connects to a database as one of its users.
   *
   * - Action: `rds-db:connect` on `arn:PARTITION:rds-db:REGION:ACCOUNT:dbuser:RESOURCE_ID/DBUSER`. The resource id is
   *   `db-…` of an instance, `cluster-…` of a cluster, `prx-…` of a proxy.
   *
   * IAM authentication must be on (`iamAuthentication`), and the user must exist in the database with its IAM plugin or role.
   * Who connects through a proxy needs access to the proxy alone, not to what is behind it.
   *
   * @param database an RDS instance, an Aurora or Multi-AZ cluster or a proxy, L1 or L2. An import must bear the resource
   * id: `instanceResourceId`, `clusterResourceIdentifier`, or the `dbProxyArn` of a proxy.
   * @param dbUser the user, a literal but for session tags in it
   * @throws if `database` is something else, or an import without a resource id; if `dbUser` is empty or a pattern
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
   * @example
   * declare const database: rds.DatabaseInstance;
   * RdsAccess.connect(database, 'exporter');
   */
  public static connect(database: IConstruct, dbUser: string): Access {
    const user = ruledText(database, DB_USER, dbUser);
    const { dbProxyRef } = database as Database;
    const proxyArn = exactArn(database, dbProxyRef?.dbProxyArn ?? '');
    const id = exactResourceId(database, dbProxyRef ? nameInArn(proxyArn) : resourceIdOf(database));
    return Access._of('RdsConnect', {
      sid: 'RdsConnect',
      effect: 'Allow',
      actions: ['rds-db:connect'],
      resources: [relatedArn(database as IConstruct & IEnvironmentAware, proxyArn, 'rds-db', `dbuser:${id}/${user}`)],
    });
  }
}

/** The resource id of an instance or a cluster; of an L2 that the app makes by its L1, since some L2s give the ARN in its place. */
function resourceIdOf(database: IConstruct & Database): string | undefined {
  const isL2 = database.addProxy !== undefined;
  const l1 = (isL2 ? database.node.defaultChild : database) as Database | undefined;
  const made = l1?.attrDbiResourceId ?? l1?.attrDbClusterResourceId;
  if (made !== undefined || isL2) { return made ?? database.instanceResourceId ?? importedClusterId(database); }
  return refuse(database, 'InvalidResource', 'database must be an RDS instance, an Aurora or Multi-AZ cluster, or a proxy: others have no users that IAM authenticates by rds-db:connect, '
    + got(database.constructor.name));
}

/** The resource id that a cluster was imported with; reading it throws where there is none. */
function importedClusterId(database: Database): string | undefined {
  try {
    return database.clusterResourceIdentifier;
  } catch {
    return undefined;
  }
}

function exactResourceId(database: IConstruct, id: string | undefined): string {
  const refused = () => refuse(database, 'InvalidResource', 'the resource id of the database must be known, since IAM authentication goes by it and not by the identifier: give db-… as instanceResourceId, '
    + `cluster-… as clusterResourceIdentifier, or a dbProxyArn that ends with prx-…, ${got(id)}`);
  const allowed = isToken(id) ? BESIDE_TOKEN : RESOURCE_ID;
  return mapLiterals(id ?? '', (literal) => allowed.test(literal) ? literal : refused());
}
