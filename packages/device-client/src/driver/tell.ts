import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import type { DeviceEventListener } from '../device-event.js';

/** Tells the embedder what a report does not say, or not in so many words. */
export const tell = (before: DeploymentSnapshot, after: DeploymentSnapshot, emit: DeviceEventListener): void => {
  const { deploymentId, refusal, rollback, lastInstalled } = after;
  if (refusal !== null && before.refusal === null) emit({ type: 'deployment.refused', deploymentId, error: refusal });
  // L-16
  if (rollback !== null && before.rollback === null && lastInstalled !== null)
    emit({ type: 'deployment.rollingBack', deploymentId, to: lastInstalled.digest });
  if (before.phase === 'rollingBack' && after.phase === 'failed')
    emit({ type: 'deployment.rolledBack', deploymentId, failure: rollback?.failure?.error ?? null });
};
