import * as aps from 'aws-cdk-lib/aws-aps';
import { requireItems } from '../access/conditions';
import { ArnForm, exactArn } from '../access/exact-arn';

const WORKSPACE: ArnForm = { service: 'aps', resource: /^workspace\/.+$/, shown: 'aps:REGION:ACCOUNT:workspace/ID' };

/** The ARNs of workspaces of Amazon Managed Service for Prometheus, at least one. */
export function workspaceArns(controller: string, workspaces: readonly aps.IWorkspaceRef[]): string[] {
  return requireItems(controller, 'workspaces', workspaces, '').map((workspace) => exactArn(workspace, workspace.workspaceRef.workspaceArn, WORKSPACE));
}
