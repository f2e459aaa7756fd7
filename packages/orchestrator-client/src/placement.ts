import { parseDeviceId, type DeviceId, type DeviceTarget } from '@margo-sdk/spec-model';
import type { PublishedDeployment, StatusRecord } from './store/fleet-store.js';

/** Ends a target that leaves the choice of the child to the gateway. */
const ANY_CHILD = '/*';

const isForAnyChild = (target: DeviceTarget): boolean => target.endsWith(ANY_CHILD);

/** The device that stands for a target: itself, or the gateway as long as it has not placed the deployment (L-26). */
export const deviceOf = (target: DeviceTarget): DeviceId =>
  parseDeviceId(isForAnyChild(target) ? target.slice(0, -ANY_CHILD.length) : target);

/** Tells whether a device is the target, or a gateway before it, which speaks for what it cannot reach (ST-08). */
export const speaksFor = (deviceId: DeviceId, target: DeviceTarget): boolean =>
  `${deviceOf(target)}/`.startsWith(`${deviceId}/`);

/** Tells whether a device is behind the gateway that a target leaves the choice to. */
export const mayHost = (deviceId: DeviceId, target: DeviceTarget): boolean =>
  isForAnyChild(target) && deviceId.startsWith(`${deviceOf(target)}/`);

/**
 * Where a deployment belongs: its target, or the child that its gateway chose, which is the last one to report on it
 * other than to get rid of it (L-26).
 */
export const placeOf = (
  { deploymentId, deviceId: target }: PublishedDeployment,
  statuses: readonly StatusRecord[],
): DeviceId =>
  statuses
    .filter(({ status }) => status.status.state !== 'removing' && status.status.state !== 'removed')
    .filter((record) => record.deploymentId === deploymentId && mayHost(record.deviceId, target))
    .reduce<StatusRecord | undefined>((last, record) => (isLater(last, record) ? last : record), undefined)?.deviceId ??
  deviceOf(target);

/** Tells whether a gateway's own report is past, because the child that it chose has reported since (L-26). */
export const isSuperseded = (
  report: StatusRecord,
  { deploymentId, deviceId: target }: PublishedDeployment,
  statuses: readonly StatusRecord[],
): boolean =>
  report.deviceId === deviceOf(target) &&
  statuses.some(
    (other) => other.deploymentId === deploymentId && mayHost(other.deviceId, target) && !isLater(report, other),
  );

const isLater = (one: StatusRecord | undefined, other: StatusRecord): boolean =>
  one !== undefined && one.receivedAtMs > other.receivedAtMs;
