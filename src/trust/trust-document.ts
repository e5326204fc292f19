import { Stack } from 'aws-cdk-lib';
import { escapeLiteral } from '../policy/escape';
import { isToken, mapLiterals } from '../private/tokens';

/** A statement of a trust policy as it stands in the document. */
export interface TrustStatementJson {
  readonly Effect: 'Allow';
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A value that a condition of a trust policy compares as it is: "${" in it would begin a variable, which could equal anything. */
export function compared(value: string): string {
  return mapLiterals(value, escapeLiteral);
}

/** Values of which a condition compares any, each as it is; one stands as it is, and not in a list. */
export function comparedWithAny(values: readonly string[]): string | string[] {
  return values.length === 1 ? compared(values[0]) : values.map(compared);
}

/**
 * The trust policy of these statements.
 *
 * A cluster's issuer is part of condition keys, and the key of a CloudFormation object can't be an intrinsic. So a
 * document with a token issuer is given as one JSON string with tokens in it, which becomes an `Fn::Join` that IAM
 * reads as a document, with no custom resource; any other is given as an object.
 */
export function trustDocument(stack: Stack, statements: readonly TrustStatementJson[]): unknown {
  const document = { Version: '2012-10-17', Statement: statements };
  return hasTokenKeys(statements) ? stack.toJsonString(document) : document;
}

/** A trust policy whose tokens are resolved: where nothing is left to the deployment, what was given as a text is an object again, as `AWS::IAM::Role` asks for. */
export function resolvedTrust(document: unknown): unknown {
  return typeof document === 'string' ? JSON.parse(document) : document;
}

/** The statements as people read them, what is known at deploy time only as in a template. */
export function showTrust(stack: Stack, statements: readonly TrustStatementJson[]): string {
  return JSON.stringify(stack.resolve(hasTokenKeys(statements) ? JSON.stringify(statements) : statements));
}

/** Whether a condition's key is known at deploy time only. */
export function hasTokenKeys(statements: readonly TrustStatementJson[]): boolean {
  return statements.flatMap(({ Condition }) => Object.values(Condition)).flatMap((condition) => Object.keys(condition)).some(isToken);
}
