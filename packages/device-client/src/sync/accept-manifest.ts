import type { StateManifest } from '@margo-sdk/spec-model';
import { startLifecycle } from '@margo-sdk/state-machine';
import type { DeploymentRecord, DeviceState } from '../store/device-state.js';

/**
 * Makes a verified manifest the accepted one: its version, ETag and references at once (DS-20, M-16), and nothing of
 * what is known about what runs. Pure.
 */
export const acceptManifest = (
  state: DeviceState,
  { manifestVersion, deployments }: StateManifest,
  etag: string,
): DeviceState => {
  const records: Record<string, DeploymentRecord> = {};
  for (const [id, record] of Object.entries(state.deployments)) {
    // Absence removes (DS-24); the version stays that of the manifest that dropped it first (L-18).
    records[id] = record.accepted.digest === null ? record : { ...record, accepted: { digest: null, manifestVersion } };
  }
  for (const { deploymentId, digest } of deployments) {
    const accepted = { digest, manifestVersion };
    const known = state.deployments[deploymentId];
    records[deploymentId] = known
      ? { ...known, accepted }
      : { accepted, lifecycle: startLifecycle({ deploymentId }), gone: false };
  }
  return { ...state, manifest: { version: manifestVersion, etag }, deployments: records };
};
