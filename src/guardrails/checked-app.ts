import { Association, associationsIn, byArn, RolesByArn } from './association';
import { CheckedRole } from './checked-role';
import { manifestsIn, ServiceAccountManifest } from './service-account-manifest';
import { AppTemplates } from '../workload/app-templates';
import { JsonTemplate } from '../workload/json-template';

/** What the checks are told beside the templates. */
export interface CheckSettings {
  readonly ownerTag: string;
}

/** The templates of an app as the checks see them: its roles, who becomes them, and what the cluster is told of that. */
export class CheckedApp {
  public readonly associations: readonly Association[];
  public readonly rolesByArn: RolesByArn;
  public readonly roles: readonly CheckedRole[];
  public readonly serviceAccounts: readonly ServiceAccountManifest[];

  constructor(private readonly app: AppTemplates, public readonly settings: CheckSettings) {
    const { all, policies } = app;
    const placed = all.flatMap((template) => template.ofTypes('AWS::IAM::Role'));
    this.rolesByArn = byArn(placed);
    this.associations = all.flatMap((template) => associationsIn(template, this.rolesByArn));
    this.roles = placed.map((role) => new CheckedRole(role, policies, all));
    this.serviceAccounts = all.flatMap(manifestsIn);
  }

  /** The templates, of all stacks and nested stacks. */
  public get templates(): readonly JsonTemplate[] {
    return this.app.all;
  }

  /** The roles that pods become: by their trust, or since an association names them. */
  public get workloadRoles(): CheckedRole[] {
    return this.roles.filter((role) => role.ofPods.length > 0 || role.ofTokens.length > 0 || this.associationsOf(role).length > 0
      || this.associations.some(({ target }) => target === role.placed));
  }

  /** The associations by which pods become a role at first. */
  public associationsOf({ placed }: CheckedRole): Association[] {
    return this.associations.filter(({ role }) => role === placed);
  }
}
