import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import type { DeviceEventListener } from '../device-event.js';
import type { Whose } from './lane.js';

/** Tells the embedder what a report does not say, or not in so many words. */
export const tell = (
  whose: Whose,
  before: DeploymentSnapshot,
  after: DeploymentSnapshot,
  emit: DeviceEventListener,
): void => {
  const { refusal, rollback, lastInstalled } = after;
  if (refusal !== null && before.refusal === null) emit({ type: 'deployment.refused', ...whose, error: refusal });
  // L-16
  if (rollback !== null && before.rollback === null && lastInstalled !== null)
    emit({ type: 'deployment.rollingBack', ...whose, to: lastInstalled.digest });
  if (before.phase === 'rollingBack' && after.phase === 'failed')
    emit({ type: 'deployment.rolledBack', ...whose, failure: rollback?.failure?.error ?? null });
};
