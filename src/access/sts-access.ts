import * as iam from 'aws-cdk-lib/aws-iam';
import { Access } from './access';
import { ArnForm, exactArn } from './exact-arn';
import { literalText } from './literal-text';
import { Statement } from '../policy/statement';
import { requireValid } from '../private/validate';

const ROLE: ArnForm = { service: 'iam', resource: /^role\/.+$/, shown: 'iam::ACCOUNT:role/NAME' };

/** How a role is assumed. */
export interface StsAssumeRoleOptions {
  /**
   * The external id that the workload passes: 2 to 1,224 letters, digits and `_ + = , . @ : / -`.
   *
   * @default - the workload may pass any external id, or none
   */
  readonly externalId?: string;

  /**
   * Whether the session that is assumed may bear tags: adds `sts:TagSession`.
   *
   * EKS Pod Identity tags its sessions, and these tags go on to the next one, so that without this the role can't be
   * assumed. Under IRSA, or where session tags are disabled, `false` leaves it out.
   *
   * @default true
   */
  readonly tagSession?: boolean;
}

/** Builds access to other roles, in this account or in another. */
export abstract class StsAccess {
  /**
   * Assumes a role. The trust policy of that role must allow the same, `sts:TagSession` included.
   *
   * - Action: `sts:AssumeRole` on the role; with `externalId` under the condition `StringEquals` `sts:ExternalId`.
   * - Action: `sts:TagSession` on the role unless `tagSession` is `false`, in a statement of its own, since a request for
   *   it has no external id.
   *
   * @throws if `externalId` is not 2 to 1,224 letters, digits and `_ + = , . @ : / -`
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   * @example
   * declare const role: iam.Role;
   * StsAccess.assumeRole(role, { externalId: 'invoice-exporter' });
   */
  public static assumeRole(role: iam.IRoleRef, options: StsAssumeRoleOptions = {}): Access {
    const { externalId, tagSession = true } = options;
    const resources = [exactArn(role, role.roleRef.roleArn, ROLE)];
    requireValid(role, 'InvalidExternalId', 'externalId', externalId, externalIdProblem);
    const conditions = externalId === undefined ? undefined
      : { StringEquals: { 'sts:ExternalId': [literalText(role, 'InvalidExternalId', 'externalId', externalId)] } };
    const tagging: Statement = { sid: 'StsTagSession', effect: 'Allow', actions: ['sts:TagSession'], resources };
    return Access._of('StsAssumeRole',
      { sid: 'StsAssumeRole', effect: 'Allow', actions: ['sts:AssumeRole'], resources, conditions },
      ...(tagSession ? [tagging] : []));
  }
}

function externalIdProblem(literal: string): string | undefined {
  return /^[\w+=,.@:/-]{2,1224}$/.test(literal) ? undefined : 'must be 2 to 1,224 letters, digits and _ + = , . @ : / - (external id of a role)';
}
