import { directoryOf, run } from './command';

/*
 * Resources, parameters and operators may have the names of what every object of JavaScript has.
 */

const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'];

/** A template in which a role, what it may do and what binds it have a name; as a text, since an object literal would take one of them for its prototype. */
const template = (name: string) => JSON.stringify({
  Parameters: { NAME: { Type: 'String' } },
  Outputs: { NAME: { Value: 'x', Export: { Name: 'NAME' } } },
  Resources: {
    NAME: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] },
        Policies: [{
          PolicyName: 'NAME',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: { NAME: 'y' } } },
              { Sid: 'List', Effect: 'Allow', Action: 's3:ListBucket', Resource: '*', Condition: { NAME: { 'aws:username': 'y' } } },
              { Sid: 'Send', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::Sub': ['${NAME}', { other: 'x' }] } },
            ],
          },
        }],
        Tags: [{ Key: 'NAME', Value: 'NAME' }],
      },
    },
    Association: {
      Type: 'AWS::EKS::PodIdentityAssociation',
      Properties: { ClusterName: 'NAME', Namespace: 'shop', ServiceAccount: 'web', RoleArn: { 'Fn::GetAtt': ['NAME', 'Arn'] } },
    },
    Other: { Type: 'NAME', Properties: { NAME: { 'Fn::GetAtt': ['NAME', 'NAME'] } } },
  },
}).replace(/NAME/g, name);

const file = (name: string) => `${directoryOf({ 'shop.template.json': template(name) })}/shop.template.json`;

test.each(NAMES)('a template full of "%s" is audited', (name) => {
  const { code, err, out } = run(['audit', file(name)]);

  expect([code, err]).toEqual([1, '']);
  expect(out).toContain(`shop/web  pod-identity in ${name}\n    role ${name}\n`);
  expect(out).toContain(`OpenPodIdentityTrust at ${name}: `);
});

test.each(NAMES)('no condition on "%s" is overlooked', (name) => {
  const can = (...args: string[]) => run(['can', file(name), 'shop/web', ...args]);

  expect(can('s3:GetObject', 'arn:aws:s3:::b/x').out).toContain(`its condition StringEquals ${name} "y" does not hold: the request has no ${name}`);
  expect(can('s3:ListBucket', 'arn:aws:s3:::b').out).toMatch(/^(denied|not decided|unknown)/i);
  expect(can('sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:q').code).toBe(1);
});
