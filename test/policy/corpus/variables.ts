import { Case, allow, conditions, deny, iam, page } from './case';

const { yes, no, never } = page(iam('reference_policies_variables'));
const { met, missed, stops, passes } = conditions(iam('reference_policies_variables'));
const version = page(iam('reference_policies_elements_version'));
const older = conditions(iam('reference_policies_elements_version'));
const old = { version: '2008-10-17' };

const HOME = allow('s3:*', 'arn:aws:s3:::mybucket/${aws:username}/*');
const get = (name: string) => ['s3:GetObject', `arn:aws:s3:::mybucket/${name}`] as const;
const user = (name: string) => ({ context: { 'aws:username': name } });
const TEAM = allow('s3:GetObject', "arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}/*");
const team = (name: string) => ['s3:GetObject', `arn:aws:s3:::amzn-s3-demo-bucket-${name}/plan`] as const;
const tag = (value: string) => ({ context: { 'aws:PrincipalTag/team': value } });
const object = (...names: string[]) => allow('s3:GetObject', names.map((name) => `arn:aws:s3:::mybucket/${name}`));
const SAME = (operator: string) => ({ [operator]: { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' } });
const PREFIX = (operator: string, value: string) => ({ [operator]: { 's3:prefix': value } });

export const VARIABLES: Case[] = [
  // In a resource
  yes('a variable in a resource is the value of the request', HOME, get('david/a'), user('david')),
  no('a variable in a resource is no other value', HOME, get('susan/a'), user('david')),
  no('a variable in a resource keeps the case of the value', HOME, get('David/a'), user('david')),
  no('a variable in a resource is the whole of its part', HOME, get('david2/a'), user('david')),
  yes('the case of the key of a variable does not matter', allow('s3:*', 'arn:aws:s3:::mybucket/${AWS:UserName}/*'), get('david/a'), user('david')),
  yes('a variable may stand next to text', allow('sqs:*', 'arn:aws:sqs:us-east-2:*:${aws:username}-queue'),
    ['sqs:SendMessage', 'arn:aws:sqs:us-east-2:111122223333:david-queue'], user('david')),
  no('the text next to a variable is needed', allow('sqs:*', 'arn:aws:sqs:us-east-2:*:${aws:username}-queue'),
    ['sqs:SendMessage', 'arn:aws:sqs:us-east-2:111122223333:david'], user('david')),
  yes('two variables in a resource are two values', object('${aws:PrincipalTag/team}/${aws:username}/*'), get('red/david/a'),
    { context: { 'aws:username': 'david', 'aws:PrincipalTag/team': 'red' } }),
  no('two variables in a resource keep their places', object('${aws:PrincipalTag/team}/${aws:username}/*'), get('david/red/a'),
    { context: { 'aws:username': 'david', 'aws:PrincipalTag/team': 'red' } }),
  yes('a tag is a variable', object('${aws:PrincipalTag/department}/*'), get('sales/a'), { context: { 'aws:PrincipalTag/department': 'sales' } }),
  never('a variable in the resource of a Deny is the value of the request', [allow('s3:*', '*'), deny('s3:*', 'arn:aws:s3:::mybucket/${aws:username}/*')],
    get('david/a'), user('david')),
  yes('a variable in the resource of a Deny is no other value', [allow('s3:*', '*'), deny('s3:*', 'arn:aws:s3:::mybucket/${aws:username}/*')], get('susan/a'),
    user('david')),
  no('a variable in NotResource leaves out the value of the request', { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::mybucket/${aws:username}/*' },
    get('david/a'), user('david')),
  yes('a variable in NotResource leaves out no other value', { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::mybucket/${aws:username}/*' },
    get('susan/a'), user('david')),

  // Absent, in a resource
  no('a resource with an absent variable matches nothing', HOME, get('david/a')),
  no('an absent variable in a resource is not an empty value', HOME, get('/a')),
  no('an absent variable in a resource is not its own text', HOME, get('${aws:username}/a')),
  yes('an absent variable of one resource leaves the other resources', object('${aws:username}/*', 'shared/*'), get('shared/a')),
  yes('the resource of a Deny with an absent variable denies nothing', [allow('s3:*', '*'), deny('s3:*', 'arn:aws:s3:::mybucket/${aws:username}/*')], get('david/a')),
  no('one absent variable of two is enough to match nothing', object('${aws:PrincipalTag/team}/${aws:username}/*'), get('red/david/a'), user('david')),

  // Defaults
  yes('a default stands in for an absent variable', TEAM, team('company-wide')),
  no('a default stands in for nothing but itself', TEAM, team('yellow')),
  yes('a value goes before the default', TEAM, team('yellow'), tag('yellow')),
  no('a default is no further value', TEAM, team('company-wide'), tag('yellow')),
  met('a default stands in for an absent variable of a condition', PREFIX('StringLike', "${aws:PrincipalTag/team, 'common'}/*"), { 's3:prefix': 'common/a' }),
  missed('a default of a condition gives way to the value', PREFIX('StringLike', "${aws:PrincipalTag/team, 'common'}/*"),
    { 's3:prefix': 'common/a', 'aws:PrincipalTag/team': 'red' }),
  missed('a default of a condition is compared as any value', PREFIX('StringEquals', "${aws:PrincipalTag/team, 'common'}"), { 's3:prefix': 'other' }),
  missed('a negated operator compares with the default', PREFIX('StringNotEquals', "${aws:PrincipalTag/team, 'common'}"), { 's3:prefix': 'common' }),

  // In a condition
  met('a variable in StringEquals is the value of the request', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'red' }),
  missed('a variable in StringEquals is no other value', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'blue' }),
  met('a variable in StringLike stands next to wildcards', PREFIX('StringLike', '${aws:username}/*'), { 's3:prefix': 'david/docs', 'aws:username': 'david' }),
  missed('a variable in StringLike is no other value', PREFIX('StringLike', '${aws:username}/*'), { 's3:prefix': 'susan/docs', 'aws:username': 'david' }),
  met('a variable in StringNotEquals is unlike another value', SAME('StringNotEquals'), { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'blue' }),
  missed('a variable in StringNotEquals is not unlike its value', SAME('StringNotEquals'), { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'red' }),
  met('a variable in StringEqualsIgnoreCase ignores the case', SAME('StringEqualsIgnoreCase'), { 's3:ExistingObjectTag/Team': 'RED', 'aws:PrincipalTag/Team': 'red' }),
  missed('a variable in StringEquals looks at the case', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': 'RED', 'aws:PrincipalTag/Team': 'red' }),
  met('a variable in ArnLike is the value of the request', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:${aws:username}-topic' } },
    { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:david-topic', 'aws:username': 'david' }),
  missed('a variable in ArnEquals is no other value', { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:*:*:${aws:username}-topic' } },
    { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:david-topic', 'aws:username': 'susan' }),
  met('a variable among several values is one of them', { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/*'] } },
    { 's3:prefix': 'home/david/a', 'aws:username': 'david' }),

  // Absent, in a condition
  missed('StringEquals with an absent variable is false', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': 'red' }),
  missed('StringEquals with an absent variable is false of an empty value too', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': '' }),
  missed('StringEquals with an absent variable and an absent key is false', SAME('StringEquals'), {}),
  missed('StringEquals does not take an absent variable as its own text', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' }),
  missed('StringLike with an absent variable is false', PREFIX('StringLike', '${aws:username}/*'), { 's3:prefix': 'david/a' }),
  missed('StringLike does not take an absent variable as an empty value', PREFIX('StringLike', '${aws:username}/*'), { 's3:prefix': '/a' }),
  met('StringNotEquals with an absent variable is true', SAME('StringNotEquals'), { 's3:ExistingObjectTag/Team': 'red' }),
  met('StringNotLike with an absent variable is true', PREFIX('StringNotLike', '${aws:username}/*'), { 's3:prefix': 'david/a' }),
  stops('a Deny of StringNotEquals with an absent variable is in effect', SAME('StringNotEquals'), { 's3:ExistingObjectTag/Team': 'red' }),
  passes('a Deny of StringNotEquals with an equal variable is without effect', SAME('StringNotEquals'),
    { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'red' }),
  passes('a Deny of StringEquals with an absent variable is without effect', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': 'red' }),

  // Characters with a meaning
  yes('${*} in a resource is a *', object('a${*}/b'), get('a*/b')),
  no('${*} in a resource is no wildcard', object('a${*}/b'), get('abc/b')),
  yes('${?} in a resource is a ?', object('a${?}'), get('a?')),
  no('${?} in a resource is no wildcard', object('a${?}'), get('ab')),
  yes('${$} in a resource is a $', object('a${$}b'), get('a$b')),
  no('${$} in a resource is nothing else', object('a${$}b'), get('ab')),
  yes('${*} in a resource leaves the wildcard beside it', object('a${*}/*'), get('a*/b/c')),
  no('${*} in a resource beside a wildcard is needed', object('a${*}/*'), get('ab/c')),
  met('${*} in StringLike is a *', PREFIX('StringLike', 'a${*}/*'), { 's3:prefix': 'a*/b' }),
  missed('${*} in StringLike is no wildcard', PREFIX('StringLike', 'a${*}/*'), { 's3:prefix': 'ab/b' }),
  met('${?} in StringLike is a ?', PREFIX('StringLike', 'a${?}*'), { 's3:prefix': 'a?b' }),
  missed('${?} in StringLike is no wildcard', PREFIX('StringLike', 'a${?}*'), { 's3:prefix': 'abc' }),
  met('${$} in StringEquals is a $', PREFIX('StringEquals', '5${$}'), { 's3:prefix': '5$' }),
  met('${*} in StringEquals is a *', PREFIX('StringEquals', 'a${*}'), { 's3:prefix': 'a*' }),
  yes('${$} before a brace is no variable', object('${$}{aws:username}'), get('${aws:username}'), user('david')),
  no('${$} before a brace is not the value of a key', object('${$}{aws:username}'), get('david'), user('david')),

  // The older version of the language
  version.no('the older version does not know variables', HOME, get('david/a'), { ...user('david'), ...old }),
  version.yes('the older version takes a variable as its own text', HOME, get('${aws:username}/a'), { ...user('david'), ...old }),
  older.missed('the older version does not know variables of a condition', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/Team': 'red' },
    old),
  older.met('the older version takes a variable of a condition as its own text', SAME('StringEquals'), { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' }, old),
  version.yes('the older version knows wildcards', object('home/*'), get('home/a'), old),

  // In the other types of policies
  yes('a variable of a boundary is the value of the request', allow('s3:*', '*'), get('david/a'), { ...user('david'), boundary: HOME }),
  no('a variable of a boundary is no other value', allow('s3:*', '*'), get('susan/a'), { ...user('david'), boundary: HOME }),
  yes('a variable of a session policy is the value of the request', allow('s3:*', '*'), get('david/a'), { ...user('david'), session: HOME }),
  no('an absent variable of a session policy matches nothing', allow('s3:*', '*'), get('david/a'), { session: HOME }),
];
