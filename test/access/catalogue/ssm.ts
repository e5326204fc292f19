import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Calls } from './entry';
import { SessionTag, SsmAccess } from '../../../src';

export const ssmCalls: Calls = (stack, encryptionKey) => {
  const simple = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Simple', { parameterName: 'password', encryptionKey });
  const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/finance/password', encryptionKey });
  return [
    ['SsmAccess.readParameter', 'parameter', SsmAccess.readParameter(parameter)],
    ['SsmAccess.readParameter', 'simple', SsmAccess.readParameter(simple)],
    ['SsmAccess.readParameter', 'parameter, { history: true }', SsmAccess.readParameter(parameter, { history: true })],
    ['SsmAccess.readPath', 'stack, \'/finance/exporter\'', SsmAccess.readPath(stack, '/finance/exporter')],
    ['SsmAccess.readPath', 'stack, `/${SessionTag.NAMESPACE}`, { recursive: true, encryptionKey }',
      SsmAccess.readPath(stack, `/${SessionTag.NAMESPACE}`, { recursive: true, encryptionKey })],
  ];
};
