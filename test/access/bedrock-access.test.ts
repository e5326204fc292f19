import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import { Construct } from 'constructs';
import { testRefusals } from './refusals';
import { statementsBySid } from './statements';
import { BedrockAccess, BedrockInferenceProfile, BedrockInvokeOptions } from '../../src';
import { ACCOUNT, REGION } from '../fixtures';

const MODEL_ID = 'amazon.nova-lite-v1:0';
const PROFILE_ID = `eu.${MODEL_ID}`;
const arnOf = (resource: string, account = ACCOUNT, region = REGION) => `arn:aws:bedrock:${region}:${account}:${resource}`;
const modelArn = (region = REGION) => arnOf(`foundation-model/${MODEL_ID}`, '', region);
const PROVISIONED_ARN = arnOf('provisioned-model/abcdefghijkl');
const PROFILE_ARN = arnOf('application-inference-profile/abcdefghijkl');
const GUARDRAIL_ARN = arnOf('guardrail/abcdefghijkl');

const model = { modelArn: modelArn() };
const foundation = (stack: Stack) => bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', new bedrock.FoundationModelIdentifier(MODEL_ID));
const provisioned = (stack: Stack) => bedrock.ProvisionedModel.fromProvisionedModelArn(stack, 'Model', PROVISIONED_ARN);

const profile = (stack: Stack, inferenceProfileIdentifier = PROFILE_ARN) =>
  Object.assign(new Construct(stack, 'Profile'), { env: stack.env, applicationInferenceProfileRef: { inferenceProfileIdentifier } });
const cfnProfile = (stack: Stack) => new bedrock.CfnApplicationInferenceProfile(stack, 'Profile', { inferenceProfileName: 'exporter', modelSource: { copyFrom: modelArn() } });
const guardrail = (stack: Stack, version = '2') =>
  ({ version, guardrail: Object.assign(new Construct(stack, 'Guardrail'), { env: stack.env, guardrailRef: { guardrailArn: GUARDRAIL_ARN } }) });
const cfnGuardrail = (stack: Stack) => new bedrock.CfnGuardrail(stack, 'Guardrail', { name: 'g', blockedInputMessaging: 'no', blockedOutputsMessaging: 'no' });

const statement = (sid: string, resource: unknown, condition?: object) =>
  ({ Sid: sid, Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: resource, ...(condition && { Condition: { StringEquals: condition } }) });
const invoked = (options: (stack: Stack) => BedrockInvokeOptions, of: (stack: Stack) => bedrock.IModel = () => model) =>
  statementsBySid((stack) => BedrockAccess.invokeModel(of(stack), options(stack)));

/** An ARN of the stack's partition and account, which the CDK leaves to deployment. */
const deployed = (...parts: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] });

describe('a model is invoked by its ARN', () => {
  test.each<[string, (stack: Stack) => bedrock.IModel, unknown]>([
    ['a foundation model', foundation, deployed(`:bedrock:${REGION}::foundation-model/${MODEL_ID}`)],
    ['a foundation model by its ARN', () => model, modelArn()],
    ['a provisioned model', provisioned, PROVISIONED_ARN],
    ['a model that is a parameter', (stack) => ({ modelArn: new CfnParameter(stack, 'Arn').valueAsString }), { Ref: 'Arn' }],
  ])('%s', (_, of, resource) => {
    expect(statementsBySid((stack) => BedrockAccess.invokeModel(of(stack)))).toEqual([statement('BedrockInvoke', resource)]);
  });

  test('with streams', () => {
    expect(invoked(() => ({ stream: true }))).toEqual([{ ...statement('BedrockInvoke', modelArn()), Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] }]);
  });
});

describe('a model is invoked through an inference profile alone', () => {
  const models = [modelArn(), modelArn('eu-north-1'), modelArn('eu-west-1')];
  const regions = ['eu-north-1', 'eu-west-1'];
  const through = (profileArn: unknown, resources: unknown = models) => [
    statement('BedrockInvokeProfile', profileArn),
    statement('BedrockInvokeThroughProfile', resources, { 'bedrock:InferenceProfileArn': profileArn }),
  ];

  test.each<[string, (stack: Stack) => BedrockInferenceProfile, object[]]>([
    ['of one\'s own', (stack) => ({ applicationProfile: profile(stack), regions }), through(PROFILE_ARN)],
    ['of the app', (stack) => ({ applicationProfile: cfnProfile(stack), regions }), through({ 'Fn::GetAtt': ['Profile', 'InferenceProfileArn'] })],
    ['that is a parameter', (stack) => ({ applicationProfile: profile(stack, new CfnParameter(stack, 'Arn').valueAsString), regions }), through({ Ref: 'Arn' })],
    ['of AWS, in the account of the role', () => ({ systemProfileId: PROFILE_ID, regions }),
      through({ 'Fn::Join': ['', [`arn:aws:bedrock:${REGION}:`, { Ref: 'AWS::AccountId' }, `:inference-profile/${PROFILE_ID}`]] })],
    ['to the region that it is called in', (stack) => ({ applicationProfile: profile(stack), regions: [REGION] }), through(PROFILE_ARN, modelArn())],
  ])('%s', (_, inferenceProfile, expected) => {
    expect(invoked((stack) => ({ inferenceProfile: inferenceProfile(stack) }))).toEqual(expected);
  });

  test('in regions with longer names', () => {
    const longer = ['us-gov-west-1', 'xx-south-12'];

    expect(invoked((stack) => ({ inferenceProfile: { applicationProfile: profile(stack), regions: longer } })))
      .toEqual(through(PROFILE_ARN, [modelArn(), ...longer.map(modelArn)].sort()));
  });

  test('with a foundation model of the CDK, in its partition', () => {
    const of = (region: string) => deployed(`:bedrock:${region}::foundation-model/${MODEL_ID}`);
    const ofProfile = deployed(`:bedrock:${REGION}:`, { Ref: 'AWS::AccountId' }, `:inference-profile/${PROFILE_ID}`);

    expect(invoked(() => ({ inferenceProfile: { systemProfileId: PROFILE_ID, regions: ['eu-west-1'] } }), foundation)).toEqual(through(ofProfile, [of(REGION), of('eu-west-1')]));
  });
});

describe('a request must name the guardrail', () => {
  const apply = (arn: unknown = GUARDRAIL_ARN) => ({ Sid: 'BedrockApplyGuardrail', Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: arn });
  const names = (value: unknown) => ({ 'bedrock:GuardrailIdentifier': value });

  test.each<[string, (stack: Stack) => BedrockInvokeOptions, object[]]>([
    ['by a version', (stack) => ({ guardrail: guardrail(stack) }), [apply(), statement('BedrockInvoke', modelArn(), names(`${GUARDRAIL_ARN}:2`))]],
    ['by its draft', (stack) => ({ guardrail: guardrail(stack, 'DRAFT') }), [apply(), statement('BedrockInvoke', modelArn(), names(GUARDRAIL_ARN))]],
    ['by a version of the app', (stack) => {
      const of = cfnGuardrail(stack);
      return { guardrail: { guardrail: of, version: new bedrock.CfnGuardrailVersion(stack, 'Version', { guardrailIdentifier: of.attrGuardrailId }).attrVersion } };
    }, [
      apply({ Ref: 'Guardrail' }),
      statement('BedrockInvoke', modelArn(), names({ 'Fn::Join': ['', [{ Ref: 'Guardrail' }, ':', { 'Fn::GetAtt': ['Version', 'Version'] }]] })),
    ]],
    ['through an inference profile as well', (stack) => ({ guardrail: guardrail(stack), inferenceProfile: { applicationProfile: profile(stack), regions: [REGION] } }), [
      apply(),
      statement('BedrockInvokeProfile', PROFILE_ARN, names(`${GUARDRAIL_ARN}:2`)),
      statement('BedrockInvokeThroughProfile', modelArn(), { ...names(`${GUARDRAIL_ARN}:2`), 'bedrock:InferenceProfileArn': PROFILE_ARN }),
    ]],
  ])('%s', (_, options, expected) => {
    expect(invoked(options)).toEqual(expected);
  });
});

const SCOPE = '[BedrockAccess.invokeModel]';
const SYSTEM = `${SCOPE} systemProfileId must be the id of a profile for one geography, such as "eu.amazon.nova-lite-v1:0", no ARN and no pattern; a global one routes to any region, so allow that by `
  + 'Access.fromStatements';
const REGIONS = `${SCOPE} inferenceProfile.regions must be names of regions, such as "eu-central-1", known at synth, no pattern`;
const ONE = `${SCOPE} inferenceProfile must name one profile, by systemProfileId or by applicationProfile`;
const NO_MODEL = `${SCOPE} an inference profile routes to foundation models alone: give a bedrock.FoundationModel, or leave inferenceProfile out`;
const NO_PROFILE = `${SCOPE} model must be the model that the inference profile routes to: name the profile and its regions in inferenceProfile`;
const VERSION = '[Stack/Guardrail] guardrail.version must be the number of a version, or "DRAFT"';

const ofSystem = (systemProfileId: string, regions = [REGION]) =>
  BedrockAccess.invokeModel(model, { inferenceProfile: { systemProfileId, regions } });
const systemProfileArn = arnOf(`inference-profile/${PROFILE_ID}`);

testRefusals([
  ['models of a pattern', () => BedrockAccess.invokeModel({ modelArn: arnOf('foundation-model/*', '') }),
    `${SCOPE} a builder takes one resource, and the ARN of this one is a pattern: give it without "*", "?" and "\${", or say what it is for by Access.fromStatements, `
    + `got: "${arnOf('foundation-model/*', '')}" (InvalidResource)`],
  ['a profile of AWS as the model', () => BedrockAccess.invokeModel({ modelArn: systemProfileArn }), `${NO_PROFILE}, got: "${systemProfileArn}" (InvalidInferenceProfile)`],
  ['a profile of one\'s own as the model', () => BedrockAccess.invokeModel({ modelArn: PROFILE_ARN }), `${NO_PROFILE}, got: "${PROFILE_ARN}" (InvalidInferenceProfile)`],
  ['a profile for a provisioned model', (stack) => BedrockAccess.invokeModel(provisioned(stack), { inferenceProfile: { systemProfileId: PROFILE_ID, regions: [REGION] } }),
    `${NO_MODEL}, got: "${PROVISIONED_ARN}" (InvalidInferenceProfile)`],
  ['a profile for a model whose ARN is no ARN', () => BedrockAccess.invokeModel({ modelArn: MODEL_ID }, { inferenceProfile: { systemProfileId: PROFILE_ID, regions: [REGION] } }),
    `${NO_MODEL}, got: "${MODEL_ID}" (InvalidInferenceProfile)`],
  ['neither profile', () => BedrockAccess.invokeModel(model, { inferenceProfile: { regions: [REGION] } }), `${ONE}, got: none (InvalidInferenceProfile)`],
  ['both profiles', (stack) => BedrockAccess.invokeModel(model, { inferenceProfile: { systemProfileId: PROFILE_ID, applicationProfile: profile(stack), regions: [REGION] } }),
    `${ONE}, got: both (InvalidInferenceProfile)`],
  ['an empty profile id', () => ofSystem(''), `${SYSTEM}, got: "" (InvalidInferenceProfile)`],
  ['profiles of a pattern', () => ofSystem('eu.*'), `${SYSTEM}, got: "eu.*" (InvalidInferenceProfile)`],
  ['a profile id that is an ARN', () => ofSystem(systemProfileArn), `${SYSTEM}, got: "${systemProfileArn}" (InvalidInferenceProfile)`],
  ['a global profile', () => ofSystem(`global.${MODEL_ID}`), `${SYSTEM}, got: "global.${MODEL_ID}" (InvalidInferenceProfile)`],
  ['a profile of one\'s own by its id', (stack) => BedrockAccess.invokeModel(model, { inferenceProfile: { applicationProfile: profile(stack, 'abcdefghijkl'), regions: [REGION] } }),
    '[Stack/Profile] applicationProfile must be known by its ARN, which conditions go by: give it as inferenceProfileIdentifier, got: "abcdefghijkl" (InvalidInferenceProfile)'],
  ['no region', () => ofSystem(PROFILE_ID, []), `${SCOPE} inferenceProfile.regions must not be empty: name at least one, got: [] (EmptyList)`],
  ['any region', () => ofSystem(PROFILE_ID, ['*']), `${REGIONS}, got: "*" (InvalidRegion)`],
  ['a region with something before it', () => ofSystem(PROFILE_ID, ['1eu-central-1']), `${REGIONS}, got: "1eu-central-1" (InvalidRegion)`],
  ['a zone', () => ofSystem(PROFILE_ID, ['eu-central-1a']), `${REGIONS}, got: "eu-central-1a" (InvalidRegion)`],
  ['an ARN of another profile as one of one\'s own', (stack) => BedrockAccess.invokeModel(model, { inferenceProfile: { applicationProfile: profile(stack, systemProfileArn), regions: [REGION] } }),
    `[Stack/Profile] applicationProfile must be known by its ARN, which conditions go by: give it as inferenceProfileIdentifier, got: "${systemProfileArn}" (InvalidInferenceProfile)`],
  ['regions of a pattern', () => ofSystem(PROFILE_ID, ['eu-*-1']), `${REGIONS}, got: "eu-*-1" (InvalidRegion)`],
  ['a version that is none', (stack) => BedrockAccess.invokeModel(model, { guardrail: guardrail(stack, 'v1') }), `${VERSION}, got: "v1" (InvalidGuardrail)`],
  ['any version', (stack) => BedrockAccess.invokeModel(model, { guardrail: guardrail(stack, '*') }), `${VERSION}, got: "*" (InvalidGuardrail)`],
]);
