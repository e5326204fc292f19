import { TemplateJson, templateOf } from './templates';
import { ARN_SHAPES } from '../../src/policy/arn-shapes';
import { textOf } from '../../src/policy/intrinsics';
import { PolicyValue } from '../../src/policy/statement';
import { meaningIn, valueOf } from '../../src/policy/template';
import { isSymbol, literal, showText, symbolFamily, symbolKind } from '../../src/policy/text';

const KNOWN = { 'AWS::Partition': 'aws', 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '111122223333' };
const textIn = (template: TemplateJson, value: PolicyValue) => textOf(value, meaningIn(templateOf(template)));
const shown = (template: TemplateJson, value: PolicyValue) => showText(textIn(template, value));

/** The kinds and types of the symbols in a value. */
const symbolsIn = (template: TemplateJson, value: PolicyValue) => textIn(template, value).filter(isSymbol).map(symbolFamily);

describe('a reference', () => {
  const resources = {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'logs' } },
    ByParameter: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${P}-queue' } } },
    Odd: { Type: 'AWS::Odd::Thing' },
  };

  test('to a pseudo parameter is its value, or a part of an ARN', () => {
    expect(shown({ pseudoParameters: KNOWN }, { Ref: 'AWS::Region' })).toBe('eu-west-1');
    expect(shown({}, { Ref: 'AWS::Region' })).toBe('${AWS::Region}');
    expect(['AWS::Region', 'AWS::Partition', 'AWS::AccountId', 'AWS::URLSuffix', 'AWS::StackName'].flatMap((Ref) => textIn({}, { Ref }).map(symbolKind)))
      .toEqual(['flat', 'flat', 'flat', 'flat', 'any']);
  });

  test('to a parameter may be anything', () => {
    expect(textIn({}, { Ref: 'P' }).map(symbolKind)).toEqual(['any']);
    expect(shown({}, { 'Fn::GetAtt': ['Nested', 'Outputs.Name'] })).toBe('${Nested.Outputs.Name}');
  });

  test('to a parameter is what the template around gives it, and to an output what the nested template makes', () => {
    const outer = templateOf({ name: 'Outer', resources });
    const placed = { template: outer, value: { Ref: 'Bucket' } };

    expect(shown({ parameters: { P: placed } }, { Ref: 'P' })).toBe('${Outer.Bucket}');
    expect(shown({ parameters: { P: placed } }, { 'Fn::GetAtt': ['P', 'Outputs.P'] })).toBe('${P.Outputs.P}');
    expect(shown({ outputs: { 'Nested.Name': placed } }, { 'Fn::GetAtt': ['Nested', 'Outputs.Name'] })).toBe('${Outer.Bucket}');
    expect(shown({ outputs: { 'Nested.a.Outputs.b': placed } }, { 'Fn::GetAtt': ['Nested', 'a.Outputs.b'] })).toBe('${Outer.Bucket}');
    expect(shown({ outputs: { 'Nested.Name': placed } }, { 'Fn::GetAtt': 'Nested.Outputs.Name' })).toBe('${Outer.Bucket}');
    expect(shown({ outputs: { 'Nested.Ref': placed } }, { Ref: 'Nested' })).toBe('${Nested}');
  });

  test('to a resource is its name: the one that it is given, or one that is no other\'s', () => {
    expect(shown({ resources }, { Ref: 'Named' })).toBe('logs');
    expect(shown({ resources }, { 'Fn::GetAtt': ['ByParameter', 'QueueName'] })).toBe('${P}-queue');
    expect(shown({ name: 'S', resources }, { Ref: 'Bucket' })).toBe('${S.Bucket}');
    expect(symbolsIn({ resources }, { Ref: 'Bucket' })).toEqual(['name|AWS::S3::Bucket']);
  });

  test('to an attribute is read from a list and from a string', () => {
    const arn = 'arn:aws:s3:::${Bucket}';

    expect(shown({ resources, pseudoParameters: KNOWN }, { 'Fn::GetAtt': ['Bucket', 'Arn'] })).toBe(arn);
    expect(shown({ resources, pseudoParameters: KNOWN }, { 'Fn::GetAtt': 'Bucket.Arn' })).toBe(arn);
  });

  test('to an attribute whose name is a reference is the same value for the same name alone', () => {
    const named = (Ref: string) => textIn({ resources }, { 'Fn::GetAtt': ['Bucket', { Ref }] });
    const partlyNamed = (Ref: string) => textIn({ resources }, { 'Fn::GetAtt': ['Bucket', 'Outputs', { Ref }] });

    expect(named('P').map(symbolKind)).toEqual(['any']);
    expect(named('P')).toEqual(named('P'));
    expect(named('P')).not.toEqual(named('Q'));
    expect(partlyNamed('P')).not.toEqual(partlyNamed('Q'));
  });

  test('to a resource of which nothing more is known is an identifier if it is an ARN, else anything', () => {
    expect(symbolsIn({ resources }, { 'Fn::GetAtt': ['Odd', 'Arn'] })).toEqual(['arn|AWS::Odd::Thing']);
    expect(symbolsIn({ resources }, { 'Fn::GetAtt': ['Bucket', 'DomainName'] })).toEqual(['any|']);
    expect(['AWS::CloudFormation::Stack', 'Custom::Thing', 'My::AWS::Thing'].flatMap((Type) => symbolsIn({ resources: { It: { Type } } }, { 'Fn::GetAtt': ['It', 'Arn'] })))
      .toEqual(['any|', 'any|', 'any|']);
    expect(shown({ name: 'S', resources }, { 'Fn::GetAtt': ['Odd', 'StreamArn'] })).toBe('${S.Odd.StreamArn}');
  });

  test('to a partition is the same in two templates, to a region or an account may be to two', () => {
    const isSame = (Ref: string) => showText(textIn({ name: 'A' }, { Ref })) === showText(textIn({ name: 'B' }, { Ref })) && textIn({ name: 'A' }, { Ref })[0] === textIn({ name: 'B' }, { Ref })[0];

    expect(['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'P'].map(isSame)).toEqual([true, false, false, false]);
  });

  test('in two templates of the same id is to two resources', () => {
    expect(textIn({ name: 'A', resources }, { Ref: 'Bucket' })).not.toEqual(textIn({ name: 'B', resources }, { Ref: 'Bucket' }));
  });

  test('means the same as long as the template is the same', () => {
    const template = templateOf({ resources });

    expect(meaningIn(template)).toBe(meaningIn(template));
  });
});

describe('the ARN of', () => {
  const partition = 'arn:aws:';
  const regional = 'eu-west-1:111122223333:';
  /** The types whose names may have slashes. */
  const WITH_PATHS = ['AWS::ECR::Repository', 'AWS::Events::EventBus', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::Logs::LogGroup', 'AWS::SSM::Parameter', 'AWS::SecretsManager::Secret'];

  test.each<[string, string, string[], string[], string]>([
    ['AWS::DynamoDB::Table', `dynamodb:${regional}table/N`, ['Arn'], ['Ref'], 'TableName'],
    ['AWS::DynamoDB::GlobalTable', `dynamodb:${regional}table/N`, ['Arn'], ['Ref'], 'TableName'],
    ['AWS::ECR::Repository', `ecr:${regional}repository/N`, ['Arn'], ['Ref'], 'RepositoryName'],
    ['AWS::EKS::Cluster', `eks:${regional}cluster/N`, ['Arn'], ['Ref'], 'Name'],
    ['AWS::Events::EventBus', `events:${regional}event-bus/N`, ['Arn'], ['Ref', 'Name'], 'Name'],
    ['AWS::IAM::ManagedPolicy', 'iam::111122223333:policy/N', ['Ref', 'PolicyArn'], [], 'ManagedPolicyName'],
    ['AWS::IAM::Role', 'iam::111122223333:role/N', ['Arn'], ['Ref'], 'RoleName'],
    ['AWS::KMS::Key', `kms:${regional}key/\${It}`, ['Arn'], ['Ref', 'KeyId'], ''],
    ['AWS::Kinesis::Stream', `kinesis:${regional}stream/N`, ['Arn'], ['Ref'], 'Name'],
    ['AWS::Lambda::Function', `lambda:${regional}function:N`, ['Arn'], ['Ref'], 'FunctionName'],
    ['AWS::Logs::LogGroup', `logs:${regional}log-group:N:*`, ['Arn'], ['Ref'], 'LogGroupName'],
    ['AWS::RDS::DBCluster', '', [], ['DBClusterResourceId'], ''],
    ['AWS::RDS::DBInstance', '', [], ['DbiResourceId'], ''],
    ['AWS::S3::AccessPoint', `s3:${regional}accesspoint/N`, ['Arn'], ['Ref', 'Name'], 'Name'],
    ['AWS::S3::Bucket', 's3:::N', ['Arn'], ['Ref'], 'BucketName'],
    ['AWS::S3Express::DirectoryBucket', `s3express:${regional}bucket/N`, ['Arn'], ['Ref'], 'BucketName'],
    ['AWS::SNS::Topic', `sns:${regional}N`, ['Ref', 'TopicArn'], ['TopicName'], 'TopicName'],
    ['AWS::SQS::Queue', `sqs:${regional}N`, ['Arn'], ['QueueName'], 'QueueName'],
    ['AWS::SSM::Parameter', '', [], ['Ref'], 'Name'],
    ['AWS::SecretsManager::Secret', `secretsmanager:${regional}secret:\${It}`, ['Ref', 'Id'], [], ''],
    ['AWS::StepFunctions::StateMachine', `states:${regional}stateMachine:N`, ['Ref', 'Arn'], ['Name'], 'StateMachineName'],
  ])('%s is made of its parts', (Type, rest, arns, names, nameProperty) => {
    const given = { resources: { It: { Type, Properties: nameProperty === '' ? {} : { [nameProperty]: 'N' } } }, pseudoParameters: KNOWN };
    const made = { resources: { It: { Type } }, pseudoParameters: KNOWN };
    const reference = (attribute: string) => attribute === 'Ref' ? { Ref: 'It' } : { 'Fn::GetAtt': ['It', attribute] };
    const kind = WITH_PATHS.includes(Type) ? 'path' : 'name';

    expect(arns.map((attribute) => shown(given, reference(attribute)))).toEqual(arns.map(() => partition + rest));
    expect([...names, ...arns].map((attribute) => symbolsIn(made, reference(attribute)))).toEqual([...names, ...arns].map(() => [`${kind}|${Type}`]));
  });

  test('every type that is known is in the table above', () => expect(Object.keys(ARN_SHAPES)).toHaveLength(21));

  test('a parameter is made of its name, which may have a path', () => {
    const arn = { 'Fn::Join': ['', ['arn:aws:ssm:eu-west-1:111122223333:parameter', { Ref: 'It' }]] };

    expect(shown({ resources: { It: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a/b' } } } }, arn)).toBe('arn:aws:ssm:eu-west-1:111122223333:parameter/a/b');
  });

  test('a role has its path', () => {
    const role = (Path: PolicyValue) => ({ resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Path } } }, pseudoParameters: KNOWN });

    expect(shown(role('/team/app/'), { 'Fn::GetAtt': ['Role', 'Arn'] })).toBe('arn:aws:iam::111122223333:role/team/app/${Role}');
    expect(shown(role('/'), { 'Fn::GetAtt': ['Role', 'Arn'] })).toBe('arn:aws:iam::111122223333:role/${Role}');
    expect(shown(role({ Ref: 'P' }), { 'Fn::GetAtt': ['Role', 'Arn'] })).toBe('arn:aws:iam::111122223333:role/${P}${Role}');
    expect(shown(role({ 'Fn::Sub': '/${P}/' }), { 'Fn::GetAtt': ['Role', 'Arn'] })).toBe('arn:aws:iam::111122223333:role/${P}/${Role}');
  });

  test('a resource has symbols where region and account are not known', () => {
    expect(shown({ resources: { Queue: { Type: 'AWS::SQS::Queue' } } }, { 'Fn::GetAtt': ['Queue', 'Arn'] }))
      .toBe('arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Queue}');
  });
});

describe('an import', () => {
  const exporting = templateOf({ name: 'Storage', resources: { Bucket: { Type: 'AWS::S3::Bucket' } }, pseudoParameters: KNOWN });
  const imports = { 'Storage:Arn': [{ template: exporting, value: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }] };

  test('means what the other template exports', () => {
    expect(shown({ imports }, { 'Fn::ImportValue': 'Storage:Arn' })).toBe('arn:aws:s3:::${Storage.Bucket}');
    expect(shown({ imports, pseudoParameters: { S: 'Storage' } }, { 'Fn::ImportValue': { 'Fn::Sub': '${S}:Arn' } })).toBe('arn:aws:s3:::${Storage.Bucket}');
  });

  test('of what several templates export is that of its own account and region, as far as these are known', () => {
    const of = (environment: Record<string, string>, index: number) =>
      ({ template: templateOf({ name: `S${index}`, resources: { Bucket: { Type: 'AWS::S3::Bucket' } }, pseudoParameters: environment }), value: { Ref: 'Bucket' } });
    const read = (...environments: Record<string, string>[]) => shown({ imports: { X: environments.map(of) }, pseudoParameters: KNOWN }, { 'Fn::ImportValue': 'X' });

    expect(read({ ...KNOWN, 'AWS::Region': 'us-east-1' }, KNOWN)).toBe('${S1.Bucket}');
    expect(read({ 'AWS::AccountId': '444455556666' }, {})).toBe('${S1.Bucket}');
    expect(read({ 'AWS::Partition': 'aws-cn' })).toBe('${S0.Bucket}');
    expect(read({ 'AWS::Region': 'us-east-1' })).toBe('${ImportValue X}');
    expect(read(KNOWN, {})).toBe('${ImportValue X}');
  });

  test('of what nobody exports may be anything', () => {
    expect(symbolsIn({}, { 'Fn::ImportValue': 'Storage:Arn' })).toEqual(['any|']);
    expect(symbolsIn({ imports }, { 'Fn::ImportValue': { Ref: 'P' } })).toEqual(['any|']);
  });
});

describe('a value', () => {
  test.each<[string, PolicyValue, string]>([
    ['a string', 'a', 'a'],
    ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'P' }, 'b']] }, 'a-${P}-b'],
    ['a substitution', { 'Fn::Sub': 'a/${P}/${Q.Arn}' }, 'a/${P}/${Q.Arn}'],
    ['a substitution with its own variables', { 'Fn::Sub': ['${V}/${P}', { V: { 'Fn::Join': ['', ['x', 'y']] } }] }, 'xy/${P}'],
    ['an escape in a substitution', { 'Fn::Sub': '${!aws:username}/${P}' }, '${aws:username}/${P}'],
    ['any other function', { 'Fn::Select': [0, ['a']] }, '${{"Fn::Select":[0,["a"]]}}'],
    ['a join of what is not known', { 'Fn::Join': ['', { Ref: 'P' }] }, '${{"Fn::Join":["",{"Ref":"P"}]}}'],
    ['no value of a template', { a: '1', b: '2' }, '${{"a":"1","b":"2"}}'],
    ['one property that is no function', { a: '1' }, '${a 1}'],
    ['a function of a text', { 'Fn::Base64': 'a' }, '${Base64 a}'],
    ['two properties with a text', { 'Fn::A': 'a', 'b': 'c' }, '${{"Fn::A":"a","b":"c"}}'],
    ['a join beside another property', { 'Fn::Join': ['', ['a']], 'b': 'c' }, '${{"Fn::Join":["",["a"]],"b":"c"}}'],
    ['a join whose delimiter is not known', { 'Fn::Join': [{ Ref: 'D' }, ['a', 'b']] }, '${{"Fn::Join":[{"Ref":"D"},["a","b"]]}}'],
    ['a text with dynamic references', 'a-{{resolve:ssm:/b}}{{resolve:ssm:c}}/d', 'a-${resolve:ssm:/b}${resolve:ssm:c}/d'],
    ['a text with what only begins like one', '{{resolve:a', '{{resolve:a'],
    ['a text with other braces', '{{a}}', '{{a}}'],
    ['a substitution of what is no name', { 'Fn::Sub': '$P {P} ${P' }, '$P {P} ${P'],
    ['a substitution of an attribute of an attribute', { 'Fn::Sub': '${A.B.C}' }, '${A.B.C}'],
  ])('that is %s is read', (_, value, expected) => expect(shown({}, value)).toBe(expected));

  test('that is a substitution has the values that its references have', () => {
    const template = { resources: { Bucket: { Type: 'AWS::S3::Bucket' } }, pseudoParameters: KNOWN };

    expect(shown(template, { 'Fn::Sub': '${AWS::Region}/${Bucket.Arn}/${!Name}' })).toBe('eu-west-1/arn:aws:s3:::${Bucket}/${Name}');
  });

  test('that has a dynamic reference may be anything, and another thing where another template is deployed', () => {
    expect(symbolsIn({}, 'a{{resolve:ssm:b}}')).toEqual(['any|']);
    expect(symbolsIn({ name: 'Other' }, 'a{{resolve:ssm:b}}')).toEqual(['any|Other']);
  });

  test('of an unknown function is the same wherever its JSON is', () => {
    const value = (index: number) => ({ 'Fn::Select': [index, { Ref: 'List' }] });

    expect(textIn({}, value(0))).toEqual(textIn({}, value(0)));
    expect(textIn({}, value(0))).not.toEqual(textIn({}, value(1)));
  });

  test('is made of a text and read again', () => {
    const text = textIn({}, { 'Fn::Sub': 'a/${P}/b' });

    expect(textIn({}, valueOf(text))).toEqual(text);
    expect(valueOf(literal('ab'))).toBe('ab');
  });
});
