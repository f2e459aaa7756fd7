import { nextLifecycle, type LifecycleEffect, type LifecycleEvent } from '@margo-sdk/state-machine';
import { enqueueReport, forgetIfGone } from '../outbox/outbox.js';
import type { DeviceState, PendingReport } from '../store/device-state.js';

/** What comes of an event: everything to be remembered in one state, and what is to be done once it is. */
export interface EventOutcome {
  readonly state: DeviceState;
  readonly effects: readonly LifecycleEffect[];
  /** Reports that made room for a newer one. */
  readonly dropped: readonly PendingReport[];
}

/**
 * Takes one deployment an event further. Pure: the snapshot, the report that it makes necessary and the revision that
 * it proves installed change together or not at all (L-17, L-19). Nothing happens when the deployment is not known.
 *
 * @throws TransitionError `ERR_TRANSITION_REFUSED`: the event cannot happen where the deployment stands
 */
export const takeEvent = (
  state: DeviceState,
  deploymentId: string,
  event: LifecycleEvent,
  maxPendingReports: number,
): EventOutcome => {
  const record = state.deployments[deploymentId];
  if (record === undefined) return { state, effects: [], dropped: [] };

  const { snapshot: lifecycle, effects } = nextLifecycle(record.lifecycle, event);
  const isInstalled = lifecycle.phase === 'installed' && lifecycle.adopted !== null;
  const next = {
    ...record,
    lifecycle,
    lastInstalled: isInstalled ? lifecycle.adopted.digest : record.lastInstalled,
    gone: effects.some(({ type }) => type === 'forget'),
  };
  const told = { ...state, deployments: { ...state.deployments, [deploymentId]: next } };

  const report = effects.find((effect) => effect.type === 'report')?.report;
  const { state: reported, dropped } =
    report === undefined ? { state: told, dropped: [] } : enqueueReport(told, report, maxPendingReports);
  return { state: forgetIfGone(reported, deploymentId), effects, dropped };
};
