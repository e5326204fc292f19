import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Calls } from './entry';
import { LambdaAccess, SessionTag } from '../../../src';

export const lambdaCalls: Calls = (stack) => {
  const fn = lambda.Function.fromFunctionName(stack, 'Function', 'render');
  const version = lambda.Version.fromVersionAttributes(stack, 'Version', { lambda: fn, version: '7' });
  const alias = lambda.Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'live', aliasVersion: version });
  const resourceTags = { 'kubernetes-namespace': SessionTag.NAMESPACE };
  return [
    ['LambdaAccess.invoke', 'fn', LambdaAccess.invoke(fn)],
    ['LambdaAccess.invoke', 'fn, { qualifier: \'live\', resourceTags }', LambdaAccess.invoke(fn, { qualifier: 'live', resourceTags })],
    ['LambdaAccess.invoke', 'fn, { qualifier: \'$LATEST\' }', LambdaAccess.invoke(fn, { qualifier: '$LATEST' })],
    ['LambdaAccess.invoke', 'version', LambdaAccess.invoke(version)],
    ['LambdaAccess.invoke', 'alias, { resourceTags }', LambdaAccess.invoke(alias, { resourceTags })],
  ];
};
