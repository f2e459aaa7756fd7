import type { DeploymentReference, StateManifest } from '@margo-sdk/spec-model';
import { startLifecycle } from '@margo-sdk/state-machine';
import { recordKey, type DeploymentRecord, type DeviceState } from '../store/device-state.js';

/** Where each deployment belongs, by its id: a device behind this gateway. This very device where there is none. */
export type Placements = ReadonlyMap<string, string>;

const ALL_HERE: Placements = new Map();

/**
 * Makes a verified manifest the accepted one: its version, ETag and references at once (DS-20, M-16), and nothing of
 * what is known about what runs. A deployment that belongs to another device than before is wanted there, and no longer
 * where it was (L-26). Pure.
 *
 * @param placements - only a gateway has any
 */
export const acceptManifest = (
  state: DeviceState,
  { manifestVersion, deployments }: StateManifest,
  etag: string,
  placements: Placements = ALL_HERE,
): DeviceState => ({
  ...placeDeployments(state, { manifestVersion, deployments }, placements),
  manifest: { version: manifestVersion, etag },
});

/** What is wanted since a version of the manifest. */
export interface DesiredState {
  readonly manifestVersion: bigint;
  readonly deployments: readonly Pick<DeploymentReference, 'deploymentId' | 'digest'>[];
}

/** Wants each deployment where it belongs, and what is wanted elsewhere or no longer, not any more. Pure. */
export const placeDeployments = (
  state: DeviceState,
  { manifestVersion, deployments }: DesiredState,
  placements: Placements,
): DeviceState => {
  const records: Record<string, DeploymentRecord> = {};
  const reported = new Set(state.outbox.map(({ deploymentId, deviceId }) => recordKey(deploymentId, deviceId)));
  for (const [key, record] of Object.entries(state.deployments)) {
    // Absence removes (DS-24); the version stays that of the manifest that dropped it first (L-18).
    records[key] =
      record.accepted.digest === null ? record : { ...record, accepted: { digest: null, manifestVersion } };
  }
  for (const { deploymentId, digest } of deployments) {
    const deviceId = placements.get(deploymentId);
    const key = recordKey(deploymentId, deviceId);
    const accepted = { digest, manifestVersion };
    const known = Object.hasOwn(state.deployments, key) ? state.deployments[key] : undefined;
    records[key] = known
      ? { ...known, accepted }
      : { ...(deviceId && { deviceId }), accepted, lifecycle: startLifecycle({ deploymentId }), gone: false };
  }
  // One that was gone, wanted again and dropped before anybody took it up has nothing left that would end it (M-34).
  const left = Object.entries(records).filter(
    ([key, { accepted, gone }]) => !gone || accepted.digest !== null || reported.has(key),
  );
  return { ...state, deployments: Object.fromEntries(left) };
};
