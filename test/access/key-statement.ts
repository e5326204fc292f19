import { REGION } from '../fixtures';
import { KEY_ARN } from './catalogue/entry';

/** The conditions on what a service tells KMS of the data. */
interface Context {
  readonly StringEquals?: object;
  readonly StringLike?: object;
}

/** The statement by which a key is used through a service, for data of which the service tells KMS this. */
export function keyStatement(sid: string, service: string, actions: string | string[], { StringEquals, ...others }: Context): object {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: KEY_ARN,
    Condition: { StringEquals: { ...StringEquals, 'kms:ViaService': `${service}.${REGION}.amazonaws.com` }, ...others },
  };
}
