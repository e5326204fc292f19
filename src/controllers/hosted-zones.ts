import * as route53 from 'aws-cdk-lib/aws-route53';
import { PolicyScope } from './policy-scope';
import { requireItems } from '../access/conditions';
import { ArnForm, exactArn } from '../access/exact-arn';
import { got, refuse } from '../private/errors';

const ZONE: ArnForm = { service: 'route53', resource: /^hostedzone\/[^/]+$/, shown: 'route53:::hostedzone/ID' };

/** In place of a list of zones: all of the account. */
export const ALL_ZONES: route53.IHostedZoneRef[] = [];

/** Refuses an empty list, which would be an identity for nothing. */
export function requireZones(controller: string, zones: readonly route53.IHostedZoneRef[]): void {
  if (zones !== ALL_ZONES) { requireItems(controller, 'hostedZones', zones, `, or say by ${controller}.ofAllHostedZones why it is to be all`); }
}

/** Refuses to take all of something without a reason. */
export function requireReason(controller: string, reason: string, all: string): void {
  if (!reason?.trim()) { refuse(controller, 'InvalidReason', `reason must say in a few words why the controller gets ${all}, ${got(reason)}`); }
}

/** The ARNs of hosted zones. */
export function zoneArns(scope: PolicyScope, zones: readonly route53.IHostedZoneRef[]): string[] {
  if (zones === ALL_ZONES) { return [scope.globalArn('route53', 'hostedzone/*')]; }
  return zones.map((zone) => exactArn(zone, scope.globalArn('route53', `hostedzone/${zone.hostedZoneRef.hostedZoneId}`), ZONE));
}
