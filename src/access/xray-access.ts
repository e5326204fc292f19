import { Access } from './access';

/** What of tracing a workload does. */
export interface XRayWriteTracesOptions {
  /**
   * Whether the workload asks X-Ray which requests to trace, by the sampling rules of the account.
   *
   * @default true
   */
  readonly sampling?: boolean;
}

/**
 * Builds access to AWS X-Ray.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
export abstract class XRayAccess {
  /**
   * Sends traces, and asks which requests to trace.
   *
   * - Actions: `xray:PutTraceSegments`, `xray:PutTelemetryRecords`, and unless `sampling` is false
   *   `xray:GetSamplingRules`, `xray:GetSamplingTargets`, `xray:GetSamplingStatisticSummaries`, on `*`, since traces have no ARN.
   *
   * @example
   * XRayAccess.writeTraces();
   */
  public static writeTraces(options: XRayWriteTracesOptions = {}): Access {
    const sampling = options.sampling ?? true ? ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'] : [];
    return Access._of('XRayWriteTraces',
      { sid: 'XRayWriteTraces', effect: 'Allow', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', ...sampling], resources: ['*'] });
  }
}
