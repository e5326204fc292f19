import { Construct } from 'constructs';
import { apiObjectsIn, ownJson } from './api-objects';
import { KeyValueSources } from './key-value-sources';
import { findTemplate } from './pod-template';
import { StaticCredential } from './static-credential';
import { scanForCredentials } from './static-credentials-scan';

/**
 * Finds what keeps pods from using their identity: keys, and what SDKs take before it.
 *
 * In the containers of all pod templates, init containers too, it finds
 *
 * - the variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_PROFILE`,
 *   `AWS_SHARED_CREDENTIALS_FILE`, and `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` set by hand, unless they are empty;
 * - the same as keys of an `envFrom` whose ConfigMap or Secret the cdk8s app defines;
 * - files of ConfigMaps and Secrets of the app that are mounted as `.aws/credentials`, or that hold keys;
 * - other volumes mounted as `.aws` or `.aws/credentials`, of which it isn't certain what they hold.
 *
 * Pod templates are those of the kinds of Kubernetes, and what other kinds have at `spec.template`. Objects that the app
 * doesn't define are not seen, nor are images.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 * @example
 * for (const found of StaticCredentials.inChart(chart)) {
 *   Annotations.of(app).addError(`${found.object} (${found.container}): ${found.name}: ${found.message}`);
 * }
 */
export class StaticCredentials {
  /**
   * All that is found in the objects of a chart, also in containers that `bindPods` skips; nothing is changed.
   *
   * @param chart a cdk8s chart, a construct in it, or an app
   */
  public static inChart(chart: Construct): StaticCredential[] {
    const sources = new KeyValueSources(chart);
    return apiObjectsIn(chart).flatMap((object) => {
      const json = ownJson(object);
      const spec = findTemplate(json)?.spec;
      const found = spec === undefined ? [] : scanForCredentials(spec, sources, json.metadata.namespace);
      return found.map((each) => ({ object: object.node.path, ...each }));
    });
  }
}
