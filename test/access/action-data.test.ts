import { Stack } from 'aws-cdk-lib';
import { problemsOf, StatementJson } from './action-problems';
import { catalogue } from './catalogue';
import * as library from '../../src';

/*
 * Every statement of every builder against AWS's own action data (the Service Authorization Reference).
 */

test.each(catalogue().map(({ builder, call, access }) => [`${builder}(${call})`, access]))('%s has known actions, their resources and their condition keys alone', async (_, access) => {
  const found = await Promise.all(access.statements.map((statement) => problemsOf(new Stack().resolve(statement.toStatementJson()))));

  expect(found.flat()).toEqual([]);
});

test('every builder of the library is looked at', () => {
  const builders = Object.entries(library).filter(([name]) => name.endsWith('Access') && name !== 'Access')
    .flatMap(([name, of]) => Object.getOwnPropertyNames(of).filter((method) => typeof (of as any)[method] === 'function' && method !== 'prototype').map((method) => `${name}.${method}`));

  expect([...new Set(catalogue().map(({ builder }) => builder))].sort()).toEqual(builders.sort());
});

test.each<[string, StatementJson, string]>([
  ['a wildcard', { Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' }, 's3:Get* is a wildcard'],
  ['an action that doesn\'t exist', { Action: 'sqs:SendMessageBatch', Resource: 'arn:aws:sqs:r:1:q' }, 'sqs:SendMessageBatch doesn\'t exist'],
  ['an object\'s action on a bucket', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b' }, 's3:GetObject has no resource arn:aws:s3:::b'],
  ['a bucket\'s action on objects', { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b/*' }, 's3:ListBucket has no resource arn:aws:s3:::b/*'],
  ['a parameter without the slash before its name', { Action: 'ssm:GetParameter', Resource: 'arn:aws:ssm:r:1:parametername' }, 'ssm:GetParameter has no resource arn:aws:ssm:r:1:parametername'],
  ['a parameter with two slashes before its name', { Action: 'ssm:GetParameter', Resource: 'arn:aws:ssm:r:1:parameter//app' }, 'ssm:GetParameter has no resource arn:aws:ssm:r:1:parameter//app'],
  ['a secret with a colon in its name', { Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:r:1:secret:a:b' }, 'secretsmanager:GetSecretValue has no resource arn:aws:secretsmanager:r:1:secret:a:b'],
  ['a role with a region', { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam:r:1:role/team/app' }, 'sts:AssumeRole has no resource arn:aws:iam:r:1:role/team/app'],
  ['a consumer\'s action on a stream', { Action: 'kinesis:SubscribeToShard', Resource: 'arn:aws:kinesis:r:1:stream/s' }, 'kinesis:SubscribeToShard has no resource arn:aws:kinesis:r:1:stream/s'],
  ['an external id on tags', { Action: 'sts:TagSession', Resource: 'arn:aws:iam::1:role/r', Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }, 'sts:TagSession has no condition key sts:ExternalId'],
  ['a tag where no resource has tags', { Action: 'polly:GetLexicon', Resource: 'arn:aws:polly:r:1:lexicon/l', Condition: { StringEquals: { 'aws:ResourceTag/team': 'x' } } }, 'polly:GetLexicon has no condition key aws:ResourceTag/team'],
  ['a log group for a log stream', { Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:r:1:log-group:/eks/g:*' }, 'logs:PutLogEvents has no resource arn:aws:logs:r:1:log-group:/eks/g:*'],
  ['a log stream of the whole of a log group\'s ARN', { Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:r:1:log-group:g:*:log-stream:s' }, 'logs:PutLogEvents has no resource arn:aws:logs:r:1:log-group:g:*:log-stream:s'],
  ['an image for a repository', { Action: 'ecr:BatchGetImage', Resource: 'arn:aws:ecr:r:1:repository/team/app:latest' }, 'ecr:BatchGetImage has no resource arn:aws:ecr:r:1:repository/team/app:latest'],
  ['a function that is qualified twice', { Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:r:1:function:f:live:2' }, 'lambda:InvokeFunction has no resource arn:aws:lambda:r:1:function:f:live:2'],
  ['a state machine that is qualified', { Action: 'states:StartExecution', Resource: 'arn:aws:states:r:1:stateMachine:s:live' }, 'states:StartExecution has no resource arn:aws:states:r:1:stateMachine:s:live'],
  ['a foundation model with an account', { Action: 'bedrock:InvokeModel', Resource: 'arn:aws:bedrock:r:1:foundation-model/amazon.m-v1:0' }, 'bedrock:InvokeModel has no resource arn:aws:bedrock:r:1:foundation-model/amazon.m-v1:0'],
  ['everything for an action that takes a resource', { Action: 'ecr:BatchGetImage', Resource: '*' }, 'ecr:BatchGetImage has no resource *'],
  ['a resource for an action that takes none', { Action: 'ecr:GetAuthorizationToken', Resource: 'arn:aws:ecr:r:1:repository/app' }, 'ecr:GetAuthorizationToken has no resource arn:aws:ecr:r:1:repository/app'],
  ['a condition key of another action', { Action: 's3:ListBucketMultipartUploads', Resource: 'arn:aws:s3:::b', Condition: { StringLike: { 's3:prefix': 'x' } } }, 's3:ListBucketMultipartUploads has no condition key s3:prefix'],
  ['a stream\'s action on its table', { Action: 'dynamodb:GetRecords', Resource: 'arn:aws:dynamodb:r:1:table/t' }, 'dynamodb:GetRecords has no resource arn:aws:dynamodb:r:1:table/t'],
  ['a stream without its label', { Action: 'dynamodb:GetRecords', Resource: 'arn:aws:dynamodb:r:1:table/t/stream/latest' }, 'dynamodb:GetRecords has no resource arn:aws:dynamodb:r:1:table/t/stream/latest'],
  ['an object of an access point as one of a bucket', { Action: 's3:GetObject', Resource: 'arn:aws:s3:r:1:accesspoint/a/in/x' }, 's3:GetObject has no resource arn:aws:s3:r:1:accesspoint/a/in/x'],
  ['a tag key without a tag', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/x', Condition: { StringEquals: { 's3:ExistingObjectTag/': 'x' } } }, 's3:GetObject has no condition key s3:ExistingObjectTag/'],
])('the check finds %s', async (_, statement, problem) => {
  expect(await problemsOf(statement)).toEqual([problem]);
});
