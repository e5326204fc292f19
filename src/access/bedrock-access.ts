import { Aws } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import { Access } from './access';
import { allConditions, requireItems } from './conditions';
import { exactArn } from './exact-arn';
import { LiteralRule, ruledText } from './ruled-text';
import { Conditions, Statement } from '../policy/statement';
import { ArnParts, arnParts } from '../private/arns';
import { got, refuse } from '../private/errors';
import { isToken } from '../private/tokens';

/** An inference profile, by which Bedrock routes requests to a foundation model in several regions. One of the two profiles is given. */
export interface BedrockInferenceProfile {
  /**
   * The id of a profile that AWS defines for a geography, such as `eu.amazon.nova-lite-v1:0`. It is called in the region of the model.
   *
   * @default - `applicationProfile` is given
   */
  readonly systemProfileId?: string;

  /**
   * A profile of one's own.
   *
   * @default - `systemProfileId` is given
   */
  readonly applicationProfile?: bedrock.IApplicationInferenceProfileRef;

  /** The names of the regions that the profile routes to, at least one, as `aws bedrock get-inference-profile` tells. */
  readonly regions: string[];
}

/** A guardrail that every request must name. */
export interface BedrockGuardrail {
  /** The guardrail. */
  readonly guardrail: bedrock.IGuardrailRef;

  /** The number of its version, or `DRAFT`. */
  readonly version: string;
}

/** How a model is invoked. */
export interface BedrockInvokeOptions {
  /**
   * Whether answers are streamed as well: adds `bedrock:InvokeModelWithResponseStream`.
   *
   * @default false
   */
  readonly stream?: boolean;

  /**
   * The inference profile through which the model is invoked, and without which it is not.
   *
   * @default - the model is invoked itself
   */
  readonly inferenceProfile?: BedrockInferenceProfile;

  /**
   * The guardrail that every request must name.
   *
   * @default - requests may name none
   */
  readonly guardrail?: BedrockGuardrail;
}

const SCOPE = 'BedrockAccess.invokeModel';

const SYSTEM_PROFILE: LiteralRule = {
  prop: 'systemProfileId',
  code: 'InvalidInferenceProfile',
  allowed: /^(?!global\.)[A-Za-z0-9.:-]*$/,
  mustBe: 'the id of a profile for one geography, such as "eu.amazon.nova-lite-v1:0", no ARN and no pattern; a global one routes to any region, so allow that by Access.fromStatements',
};

const GUARDRAIL_VERSION: LiteralRule = {
  prop: 'guardrail.version',
  code: 'InvalidGuardrail',
  allowed: /^(DRAFT|[0-9]*)$/,
  mustBe: 'the number of a version, or "DRAFT"',
};

/**
 * Builds access to models of Amazon Bedrock.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
 */
export abstract class BedrockAccess {
  /**
   * Invokes a model, also by the Converse API, which has no actions of its own.
   *
   * - Action: `bedrock:InvokeModel`, with `stream` also `bedrock:InvokeModelWithResponseStream`, on the model.
   * - With `inferenceProfile`: the same on the profile; on the foundation model in its own region and in each of `regions`
   *   with the condition `StringEquals` `bedrock:InferenceProfileArn`, so that no request reaches the model otherwise.
   * - With `guardrail`: all of it with the condition `StringEquals` `bedrock:GuardrailIdentifier`, and `bedrock:ApplyGuardrail`
   *   on the guardrail.
   *
   * A profile that AWS defines is taken to be of the account that the role is in.
   *
   * @param model a foundation model, a provisioned model, or another one by its ARN
   * @throws if `model` is an inference profile, or with `inferenceProfile` no foundation model; if a profile isn't given exactly
   * once, or is a global one; if `regions` is empty or has what is no name of a region
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
   * @example
   * const model = bedrock.FoundationModel.fromFoundationModelId(this, 'Model', bedrock.FoundationModelIdentifier.AMAZON_NOVA_LITE_V1_0);
   * BedrockAccess.invokeModel(model, {
   *   inferenceProfile: { systemProfileId: 'eu.amazon.nova-lite-v1:0', regions: ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'] },
   * });
   */
  public static invokeModel(model: bedrock.IModel, options: BedrockInvokeOptions = {}): Access {
    const { stream, inferenceProfile, guardrail } = options;
    const actions = ['bedrock:InvokeModel', ...(stream ? ['bedrock:InvokeModelWithResponseStream'] : [])];
    const guarded = guardrail ? guardrailCondition(guardrail) : {};
    const invocations = inferenceProfile ? throughProfile(model, inferenceProfile) : [{ sid: 'BedrockInvoke', resources: [modelArn(model)], conditions: {} }];
    return Access._of('BedrockInvoke',
      ...invocations.map(({ sid, resources, conditions }): Statement => ({ sid, effect: 'Allow', actions, resources, conditions: allConditions(conditions, guarded) })),
      ...(guardrail ? [applyGuardrail(guardrail)] : []));
  }
}

/** What is invoked, and under which conditions. */
interface Invocation {
  readonly sid: string;
  readonly resources: string[];
  readonly conditions: Conditions;
}

function throughProfile(model: bedrock.IModel, profile: BedrockInferenceProfile): Invocation[] {
  const arn = modelArn(model);
  const parts = arnParts(arn);
  if (!parts?.resource.startsWith('foundation-model/')) {
    return refuse(SCOPE, 'InvalidInferenceProfile', `an inference profile routes to foundation models alone: give a bedrock.FoundationModel, or leave inferenceProfile out, ${got(arn)}`);
  }
  const regions = requireItems(SCOPE, 'inferenceProfile.regions', profile.regions, '').map(regionName);
  const models = [parts.region, ...regions].map((region) => `arn:${parts.partition}:bedrock:${region}::${parts.resource}`);
  const ofProfile = profileArn(profile, parts);
  return [
    { sid: 'BedrockInvokeProfile', resources: [ofProfile], conditions: {} },
    { sid: 'BedrockInvokeThroughProfile', resources: [...new Set(models)], conditions: { StringEquals: { 'bedrock:InferenceProfileArn': [ofProfile] } } },
  ];
}

function modelArn({ modelArn: arn }: bedrock.IModel): string {
  if (/:(application-)?inference-profile\//.test(arn)) {
    refuse(SCOPE, 'InvalidInferenceProfile', `model must be the model that the inference profile routes to: name the profile and its regions in inferenceProfile, ${got(arn)}`);
  }
  return exactArn(SCOPE, arn);
}

function profileArn({ systemProfileId, applicationProfile }: BedrockInferenceProfile, { partition, region }: ArnParts): string {
  if ((systemProfileId === undefined) === (applicationProfile === undefined)) {
    refuse(SCOPE, 'InvalidInferenceProfile', `inferenceProfile must name one profile, by systemProfileId or by applicationProfile, got: ${systemProfileId === undefined ? 'none' : 'both'}`);
  }
  return applicationProfile ? applicationProfileArn(applicationProfile)
    : `arn:${partition}:bedrock:${region}:${Aws.ACCOUNT_ID}:inference-profile/${ruledText(SCOPE, SYSTEM_PROFILE, systemProfileId!)}`;
}

/** The ARN of a profile: its own attribute, since the identifier may be the id alone. */
function applicationProfileArn(profile: bedrock.IApplicationInferenceProfileRef): string {
  const { attrInferenceProfileArn } = profile as Partial<bedrock.CfnApplicationInferenceProfile>;
  const arn = attrInferenceProfileArn ?? profile.applicationInferenceProfileRef.inferenceProfileIdentifier;
  return isToken(arn) || arnParts(arn)?.resource.startsWith('application-inference-profile/') ? exactArn(profile, arn)
    : refuse(profile, 'InvalidInferenceProfile', `applicationProfile must be known by its ARN, which conditions go by: give it as inferenceProfileIdentifier, ${got(arn)}`);
}

function regionName(region: string): string {
  return /^[a-z]{2,}(-[a-z]+)+-[0-9]+$/.test(region) ? region
    : refuse(SCOPE, 'InvalidRegion', `inferenceProfile.regions must be names of regions, such as "eu-central-1", known at synth, no pattern, ${got(region)}`);
}

function guardrailCondition({ guardrail, version }: BedrockGuardrail): Conditions {
  const exact = ruledText(guardrail, GUARDRAIL_VERSION, version);
  return { StringEquals: { 'bedrock:GuardrailIdentifier': [exact === 'DRAFT' ? guardrailArn(guardrail) : `${guardrailArn(guardrail)}:${exact}`] } };
}

function applyGuardrail({ guardrail }: BedrockGuardrail): Statement {
  return { sid: 'BedrockApplyGuardrail', effect: 'Allow', actions: ['bedrock:ApplyGuardrail'], resources: [guardrailArn(guardrail)] };
}

function guardrailArn(guardrail: bedrock.IGuardrailRef): string {
  return exactArn(guardrail, guardrail.guardrailRef.guardrailArn);
}
