import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access } from './access';
import { allConditions, tagConditions } from './conditions';
import { ArnForm, exactArn } from './exact-arn';
import { LiteralRule, ruledText } from './ruled-text';
import { arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';

const FUNCTION: ArnForm = { service: 'lambda', resource: /^function:.+$/, shown: 'lambda:REGION:ACCOUNT:function:NAME' };

/** What of a function is invoked. */
export interface LambdaInvokeOptions {
  /**
   * The alias or the version that is invoked: an alias's name, a version's number, or `$LATEST`.
   *
   * @default - what `fn` is: a function unqualified, a `Version` or an `Alias` as such
   */
  readonly qualifier?: string;

  /**
   * Tags that the function must have, each value a literal but for session tags in it.
   *
   * @default - none
   */
  readonly resourceTags?: { [key: string]: string };
}

/** What an L2 version or alias bears; the version of an alias is another construct. A function that bears a `version` of the user's has no `lambda`. */
interface Qualified {
  readonly lambda?: lambda.IFunctionRef;
  readonly aliasName?: string;
  readonly version?: string;
}

const LATEST = '$LATEST';

const QUALIFIER: LiteralRule = {
  prop: 'qualifier',
  code: 'InvalidQualifier',
  allowed: /^[A-Za-z0-9_-]*$/,
  mustBe: 'the name of an alias (letters, digits, "-" and "_"), the number of a version, or "$LATEST", no ARN and no pattern',
};

/**
 * Builds access to Lambda functions.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export abstract class LambdaAccess {
  /**
   * Invokes a function, one version or one alias of it.
   *
   * - Action: `lambda:InvokeFunction` on exactly what is invoked: `FUNCTION` of a function, `FUNCTION:QUALIFIER` of a
   *   `Version`, an `Alias`, or with `qualifier`.
   * - Condition: with `resourceTags`, `StringEquals` `aws:ResourceTag/KEY`.
   *
   * The two don't cover each other: access to the function alone denies a call that names a qualifier, `$LATEST` too, and
   * access to an alias denies a call that names none. Calls of function URLs are not part of it.
   *
   * @throws if `qualifier` is no name of an alias or version, or is given for what is qualified already
   * @see https://docs.aws.amazon.com/lambda/latest/dg/versioning-aliases-permissions.html
   * @example
   * declare const fn: lambda.Function;
   * LambdaAccess.invoke(fn, { qualifier: 'live' });
   */
  public static invoke(fn: lambda.IFunctionRef, options: LambdaInvokeOptions = {}): Access {
    return Access._of('LambdaInvoke', {
      sid: 'LambdaInvoke',
      effect: 'Allow',
      actions: ['lambda:InvokeFunction'],
      resources: [invokedArn(fn, options.qualifier)],
      conditions: allConditions(tagConditions(fn, 'resourceTags', options.resourceTags)),
    });
  }
}

/** The ARN that a call names. An L2 alias or version is named by its function, of which more is known than of its own reference. */
function invokedArn(fn: lambda.IFunctionRef, qualifier: string | undefined): string {
  const { lambda: of, aliasName, version } = fn as Qualified;
  const own = of && (aliasName ?? version);
  const { functionArn } = (of ?? fn).functionRef;
  const arn = exactArn(fn, own === undefined ? functionArn : `${functionArn}:${own}`, FUNCTION);
  if (qualifier === undefined) { return arn; }
  if (own !== undefined || arnParts(arn)?.resource.split(':')[2] !== undefined) {
    refuse(fn, 'InvalidQualifier', `qualifier must be left out for a version or an alias, which has its own: give the function itself, or no qualifier, ${got(qualifier)}`);
  }
  return `${arn}:${qualifier === LATEST ? LATEST : ruledText(fn, QUALIFIER, qualifier)}`;
}
