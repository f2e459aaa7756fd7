import type { DeviceId } from '@margo-sdk/spec-model';
import type { PublishedRun } from '@margo-sdk/state-machine';
import { mayHost, speaksFor } from '../placement.js';
import type { PublishedForm } from '../store/fleet-store.js';

/**
 * What a history means for one device: it is offered a form that is aimed at it, or that it may come to host. Before the
 * first form the manifests did not hold the deployment, and before the first manifest nothing is known (M-32).
 */
export const runsOn = (
  deviceId: DeviceId,
  history: readonly PublishedForm[],
  firstVersion: bigint,
): readonly PublishedRun[] => {
  const runs = history.map(({ from, deployment }): PublishedRun => {
    const isMeant =
      deployment !== null && (speaksFor(deviceId, deployment.deviceId) || mayHost(deviceId, deployment.deviceId));
    return { from, digest: isMeant ? deployment.digest : null };
  });
  return runs[0]?.from === firstVersion ? runs : [{ from: firstVersion, digest: null }, ...runs];
};

/** Tells whether a manifest after this version aimed the deployment at a device. */
export const isAimedAfter = (version: bigint, deviceId: DeviceId, history: readonly PublishedForm[]): boolean =>
  history.some(
    ({ from, deployment }) => from > version && deployment !== null && speaksFor(deviceId, deployment.deviceId),
  );
