import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Access } from './access';
import { ArnForm, exactArn } from './exact-arn';

const REPOSITORY: ArnForm = { service: 'ecr', resource: /^repository\/.+$/, shown: 'ecr:REGION:ACCOUNT:repository/NAME' };

/** How images are pulled. */
export interface EcrPullOptions {
  /**
   * Whether the repository caches an upstream registry: adds `ecr:BatchImportUpstreamImage`.
   *
   * The repository must be there: the access doesn't make it at the first pull.
   *
   * @default false
   */
  readonly pullThroughCache?: boolean;
}

/**
 * Builds access to repositories of Amazon ECR.
 *
 * It is for workloads that pull images themselves, such as scanners and build tools: the images of pods are pulled by the
 * role of their node.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export abstract class EcrAccess {
  /**
   * Pulls images.
   *
   * - Action: `ecr:GetAuthorizationToken` on `*`, since the log-in is to the registry.
   * - Actions: `ecr:BatchGetImage`, `ecr:GetDownloadUrlForLayer`, `ecr:BatchCheckLayerAvailability` on the repository;
   *   with `pullThroughCache` also `ecr:BatchImportUpstreamImage`.
   *
   * A repository with a KMS key asks nothing more of who pulls from it.
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
   * @example
   * declare const repository: ecr.Repository;
   * EcrAccess.pull(repository);
   */
  public static pull(repository: ecr.IRepositoryRef, options: EcrPullOptions = {}): Access {
    const actions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability', ...(options.pullThroughCache ? ['ecr:BatchImportUpstreamImage'] : [])];
    return Access._of('EcrPull',
      { sid: 'EcrLogIn', effect: 'Allow', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      { sid: 'EcrPull', effect: 'Allow', actions, resources: [exactArn(repository, repository.repositoryRef.repositoryArn, REPOSITORY)] });
  }
}
