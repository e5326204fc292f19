import { Stack } from 'aws-cdk-lib';
import { isToken } from '../private/tokens';

/** A statement of a trust policy as it stands in the document. */
export interface TrustStatementJson {
  readonly Effect: 'Allow';
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
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
  const keys = statements.flatMap(({ Condition }) => Object.values(Condition)).flatMap((condition) => Object.keys(condition));
  return keys.some(isToken) ? stack.toJsonString(document) : document;
}
