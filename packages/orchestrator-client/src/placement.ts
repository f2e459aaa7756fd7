import { deviceOfTarget, type DeviceId, type DeviceTarget } from '@margo-sdk/spec-model';
import type { StatusRecord } from './store/fleet-store.js';

/** Tells whether a device is the target, or a gateway before it, which speaks for what it cannot reach (ST-08). */
export const speaksFor = (deviceId: DeviceId, target: DeviceTarget): boolean =>
  `${deviceOfTarget(target)}/`.startsWith(`${deviceId}/`);

/** Tells whether a device is behind the gateway that a target leaves the choice to. */
export const mayHost = (deviceId: DeviceId, target: DeviceTarget): boolean =>
  target.endsWith('/*') && deviceId.startsWith(`${deviceOfTarget(target)}/`);

/**
 * Where a deployment belongs: its target, or the child that its gateway chose, which is the last one to report on it
 * other than to get rid of it (L-26).
 *
 * @param reports - those on this deployment
 */
export const placeOf = (target: DeviceTarget, reports: readonly StatusRecord[]): DeviceId =>
  reports
    .filter((report) => !isOfRemoval(report))
    .filter(({ deviceId }) => mayHost(deviceId, target))
    .reduce<StatusRecord | undefined>((last, report) => (isLater(last, report) ? last : report), undefined)?.deviceId ??
  deviceOfTarget(target);

/** Tells whether a device reports on getting rid of a deployment. Of a failure only the reports before it can tell. */
export const isOfRemoval = ({ status, isOfRemoval: failed }: StatusRecord): boolean =>
  status.status.state === 'removing' || status.status.state === 'removed' || failed === true;

/**
 * Tells whether a gateway's own report is past, because the child that it chose has reported since (L-26).
 *
 * @param reports - those on the same deployment
 */
export const isSuperseded = (report: StatusRecord, target: DeviceTarget, reports: readonly StatusRecord[]): boolean =>
  report.deviceId === deviceOfTarget(target) &&
  reports.some((other) => mayHost(other.deviceId, target) && !isLater(report, other));

const isLater = (one: StatusRecord | undefined, other: StatusRecord): boolean =>
  one !== undefined && one.receivedAtMs > other.receivedAtMs;
