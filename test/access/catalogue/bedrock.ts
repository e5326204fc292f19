import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Calls } from './entry';
import { BedrockAccess } from '../../../src';
import { ACCOUNT, REGION } from '../../fixtures';

/** A reference of one's own, such as a platform library makes of what is elsewhere. */
function reference<T>(scope: Construct & IEnvironmentAware, id: string, of: T): Construct & IEnvironmentAware & T {
  return Object.assign(new Construct(scope, id), { env: scope.env, ...of });
}

export const bedrockCalls: Calls = (stack) => {
  const arn = (resource: string, account = ACCOUNT) => `arn:aws:bedrock:${REGION}:${account}:${resource}`;
  const model = { modelArn: arn('foundation-model/amazon.nova-lite-v1:0', '') };
  const provisioned = bedrock.ProvisionedModel.fromProvisionedModelArn(stack, 'Provisioned', arn('provisioned-model/abcdefghijkl'));
  const applicationProfile = reference(stack, 'Profile', { applicationInferenceProfileRef: { inferenceProfileIdentifier: arn('application-inference-profile/abcdefghijkl') } });
  const guardrail = { guardrail: reference(stack, 'Guardrail', { guardrailRef: { guardrailArn: arn('guardrail/abcdefghijkl') } }), version: '2' };
  const regions = ['eu-north-1', 'eu-west-1'];
  return [
    ['BedrockAccess.invokeModel', 'model', BedrockAccess.invokeModel(model)],
    ['BedrockAccess.invokeModel', 'provisioned, { stream: true, guardrail }', BedrockAccess.invokeModel(provisioned, { stream: true, guardrail })],
    ['BedrockAccess.invokeModel', 'model, { stream: true, guardrail, inferenceProfile: { applicationProfile, regions } }',
      BedrockAccess.invokeModel(model, { stream: true, guardrail, inferenceProfile: { applicationProfile, regions } })],
    ['BedrockAccess.invokeModel', 'model, { inferenceProfile: { systemProfileId: \'eu.amazon.nova-lite-v1:0\', regions } }',
      BedrockAccess.invokeModel(model, { inferenceProfile: { systemProfileId: 'eu.amazon.nova-lite-v1:0', regions } })],
  ];
};
