import { CfnResource, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IConstruct } from 'constructs';
import { Access } from './access';
import { allConditions } from './conditions';
import { exactArn } from './exact-arn';
import { impliedKeyUse } from './key-use';
import { KmsOperation, KmsService } from './kms-service';
import { beginsWithSessionTag } from './principal-tags';
import { Statement } from '../policy/statement';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';
import { partitionOf } from '../private/partition';
import { beginsWithToken, mapLiterals } from '../private/tokens';

/** What of a parameter is read. */
export interface SsmReadParameterOptions {
  /**
   * Whether former values are read as well: adds `ssm:GetParameterHistory`, which also tells the present value, that of a
   * `SecureString` included.
   *
   * @default false
   */
  readonly history?: boolean;
}

/** How the parameters below a path are read. */
export interface SsmReadPathOptions {
  /**
   * Whether one request may ask for all levels below the path, and requests may ask for paths below it.
   *
   * @default false - requests by path tell the parameters of its first level alone, as requests do that don't say
   * `Recursive`; deeper ones can be read by their names
   */
  readonly recursive?: boolean;

  /**
   * The KMS key of the `SecureString` parameters below the path: adds `kms:Decrypt` on it.
   *
   * @default - none: plain parameters, and those that the AWS managed key encrypts, which needs no permission
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/**
 * Builds access to parameters of Systems Manager Parameter Store.
 *
 * A parameter whose `encryptionKey` is known (an import that names it) brings the use of that key through Parameter Store.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export abstract class SsmAccess {
  /**
   * Reads one parameter by its name.
   *
   * - Actions: `ssm:GetParameter`, `ssm:GetParameters` on the parameter; with `history` also `ssm:GetParameterHistory`.
   * - Resource: `parameter/a/b` for the name `/a/b`, `parameter/x` for the name `x`; of what AWS publishes below
   *   `/aws/service/`, without an account.
   * - With a known key: `kms:Decrypt` on the key through Parameter Store, for this parameter alone.
   *
   * To name a parameter that this stack should not read itself, or one whose name names the pod, import it by
   * `fromSecureStringParameterAttributes`, whether it is a `SecureString` or not: the other imports of the CDK make a
   * template parameter, which CloudFormation looks up when it deploys.
   *
   * @throws if the parameter is imported by a pattern; if its reference has no ARN and a name that is not a literal, so that
   * nobody knows whether it begins with `/`, or one with a `/` inside that doesn't begin with `/`;
   * if a name with slashes begins with a session tag
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-retrieval-authorization.html
   * @example
   * declare const parameter: ssm.StringParameter;
   * SsmAccess.readParameter(parameter);
   */
  public static readParameter(parameter: ssm.IParameterRef, options: SsmReadParameterOptions = {}): Access {
    const { encryptionKey, parameterArn } = parameter as { readonly encryptionKey?: kms.IKeyRef; readonly parameterArn?: string };
    const arn = authorizedArn(exactArn(parameter, parameterArn ?? arnOf(parameter)));
    requireSlash(parameter, arn);
    const history = options.history ? ['ssm:GetParameterHistory'] : [];
    return Access._of('SsmReadParameter',
      { sid: 'SsmReadParameter', effect: 'Allow', actions: ['ssm:GetParameter', 'ssm:GetParameters', ...history], resources: [arn] },
      ...impliedKeyUse(parameter, encryptionKey, KmsService.SSM, [KmsOperation.DECRYPT], { name: 'PARAMETER_ARN', values: [arn] }));
  }

  /**
   * Reads the parameters below a path, in the account and region of a stack: all of them, at any depth.
   *
   * Parameter Store authorizes a request by path against that path alone, so even an explicit denial of a parameter below
   * doesn't keep its value out of the answer. Keep what a workload must not read under another path.
   *
   * - Actions on `parameter/PATH/*`: `ssm:GetParameter`, `ssm:GetParameters`.
   * - Action on `parameter/PATH`: `ssm:GetParametersByPath` under the condition `StringNotEquals` `ssm:Recursive` `true`;
   *   with `recursive` on `parameter/PATH` and `parameter/PATH/*`, without the condition.
   * - Below `/aws/service/` stand the parameters that AWS publishes: their ARNs have no account.
   * - With `encryptionKey`: `kms:Decrypt` on the key through Parameter Store, for the parameters below the path.
   *
   * @param scope a construct in the stack, such as the stack itself
   * @param path begins with `/` and doesn't end with it; it may name the pod, such as `/${SessionTag.NAMESPACE}/exporter`
   * @throws if the path doesn't begin with `/`, ends with it, or has anything but letters, digits and `_ . -` between
   * single slashes
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-retrieval-authorization.html
   * @example
   * SsmAccess.readPath(this, `/${SessionTag.NAMESPACE}/exporter`);
   */
  public static readPath(scope: IConstruct, path: string, options: SsmReadPathOptions = {}): Access {
    requirePath(scope, path);
    const stack = Stack.of(scope);
    const arn = authorizedArn(stack.formatArn({ partition: partitionOf(stack), service: 'ssm', resource: `parameter${path}` }));
    const below = `${arn}/*`;
    const list: Statement = { sid: 'SsmListPath', effect: 'Allow', actions: ['ssm:GetParametersByPath'] };
    return Access._of('SsmReadPath',
      { sid: 'SsmReadPath', effect: 'Allow', actions: ['ssm:GetParameter', 'ssm:GetParameters'], resources: [below] },
      options.recursive ? { ...list, resources: [arn, below] }
        : { ...list, resources: [arn], conditions: allConditions({ StringNotEquals: { 'ssm:Recursive': ['true'] } }) },
      ...impliedKeyUse(stack, options.encryptionKey, KmsService.SSM, [KmsOperation.DECRYPT], { name: 'PARAMETER_ARN', values: [below] }));
  }
}

/** The ARN by which requests are authorized: parameters that AWS publishes are of no account. */
function authorizedArn(arn: string): string {
  const parts = arnParts(arn);
  return parts?.resource.startsWith('parameter/aws/service/') ? `arn:${parts.partition}:ssm:${parts.region}::${parts.resource}` : arn;
}

/** Refuses a name that was imported as one with slashes, and begins with a session tag. */
function requireSlash(parameter: ssm.IParameterRef, arn: string): void {
  if (beginsWithSessionTag(arn.replace(/.*:parameter/, ''))) {
    refuse(parameter, 'InvalidParameterName', `the name of a parameter must begin with "/" if it has one inside: begin it with "/" before the session tag, ${got(arn)}`);
  }
}

/** The ARN of a parameter of which the reference alone is known: whether its name begins with `/` decides where slashes stand. */
function arnOf(parameter: ssm.IParameterRef): string {
  const { parameterName } = parameter.parameterRef;
  const name = nameOf(parameter);
  if (beginsWithToken(name)) {
    refuse(parameter, 'InvalidParameterName', 'the name of the parameter is known at deploy time only, so nobody knows whether it begins with "/", on which its ARN depends: '
      + `import it by StringParameter.fromStringParameterAttributes with simpleName, ${got(name)}`);
  }
  if (!name.startsWith('/') && name.includes('/')) {
    refuse(parameter, 'InvalidParameterName', `the name of a parameter must begin with "/" if it has one inside, ${got(name)}`);
  }
  const stack = Stack.of(parameter);
  const { account, region } = parameter.env;
  const resource = name.startsWith('/') ? `parameter${parameterName}` : `parameter/${parameterName}`;
  return stack.formatArn({ partition: partitionOf(stack, region), service: 'ssm', region, account, resource });
}

/** The name as it was given; CloudFormation makes one without slashes where none was. */
function nameOf(parameter: ssm.IParameterRef): string {
  return CfnResource.isCfnResource(parameter) ? (parameter as ssm.CfnParameter).name ?? 'made-by-cloudformation' : parameter.parameterRef.parameterName;
}

function requirePath(scope: IConstruct, path: string): void {
  if (!path.startsWith('/') && (!beginsWithToken(path) || beginsWithSessionTag(path))) {
    refuse(scope, 'InvalidParameterPath', `path must begin with "/": a path is the beginning of names such as "/app/db/host", up to a slash, ${got(path)}`);
  }
  if (path.endsWith('/')) {
    refuse(scope, 'InvalidParameterPath', `path must not end with "/": leave that slash out, and name at least one level, since "/" would be all parameters, ${got(path)}`);
  }
  mapLiterals(path, (literal) => /^[\w./-]*$/.test(literal) && !literal.includes('//') ? literal
    : refuse(scope, 'InvalidParameterPath', `path must be letters, digits and _ . - between single slashes, no pattern, ${got(path)}`));
}
