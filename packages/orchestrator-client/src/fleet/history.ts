import type { DeploymentId, DeviceId } from '@margo-sdk/spec-model';
import type { PublishedRun } from '@margo-sdk/state-machine';
import { mayHost, speaksFor } from '../placement.js';
import type { PublishedDeployment, PublishedManifest } from '../store/fleet-store.js';

/** From this version on, until the next form begins, the manifests held a deployment like this, or not at all. */
export interface PublishedForm {
  readonly from: bigint;
  readonly deployment: PublishedDeployment | undefined;
}

/**
 * Turns manifests around: what was published for each deployment, form by form, oldest first and from the first manifest
 * on. One pass, however many deployments there are.
 */
export const historiesOf = (
  manifests: readonly PublishedManifest[],
): ReadonlyMap<DeploymentId, readonly PublishedForm[]> => {
  const histories = new Map<DeploymentId, PublishedForm[]>();
  let before: ReadonlyMap<DeploymentId, PublishedDeployment> = new Map();
  for (const { version, deployments } of manifests) {
    const now = new Map(deployments.map((deployment) => [deployment.deploymentId, deployment]));
    for (const [deploymentId, deployment] of now) {
      const history = histories.get(deploymentId) ?? [
        { from: manifests[0]?.version ?? version, deployment: undefined },
      ];
      if (!isSameForm(history.at(-1)?.deployment, deployment)) history.push({ from: version, deployment });
      histories.set(deploymentId, history);
    }
    for (const deploymentId of before.keys())
      if (!now.has(deploymentId)) histories.get(deploymentId)?.push({ from: version, deployment: undefined });
    before = now;
  }
  return histories;
};

/** What a history means for one device: it is offered a form that is aimed at it, or that it may come to host. */
export const runsOn = (deviceId: DeviceId, history: readonly PublishedForm[]): readonly PublishedRun[] =>
  history.map(({ from, deployment }) => {
    const isMeant =
      deployment !== undefined && (speaksFor(deviceId, deployment.deviceId) || mayHost(deviceId, deployment.deviceId));
    return { from, digest: isMeant ? deployment.digest : null };
  });

/** Tells whether a manifest after this version aimed the deployment at a device. */
export const isAimedAfter = (version: bigint, deviceId: DeviceId, history: readonly PublishedForm[]): boolean =>
  history.some(
    ({ from, deployment }) => from > version && deployment !== undefined && speaksFor(deviceId, deployment.deviceId),
  );

/** Tells whether a deployment was published unchanged: the same bytes, and so the same target. */
const isSameForm = (one: PublishedDeployment | undefined, other: PublishedDeployment): boolean =>
  one?.digest === other.digest;
