import {
  nextLifecycle,
  type DeploymentSnapshot,
  type LifecycleEffect,
  type LifecycleEvent,
  type LifecyclePolicy,
} from '@margo-sdk/state-machine';
import { enqueueReport, forgetIfGone } from '../outbox/outbox.js';
import type { DeviceState, PendingReport } from '../store/device-state.js';

/** What comes of an event: everything to be remembered in one state, and what is to be done once it is. */
export interface EventOutcome {
  readonly state: DeviceState;
  /** Where the deployment stood, and stands now; absent when nothing happened. */
  readonly moved?: { readonly before: DeploymentSnapshot; readonly after: DeploymentSnapshot };
  readonly effects: readonly LifecycleEffect[];
  /** Reports that made room for a newer one. */
  readonly dropped: readonly PendingReport[];
}

/** What {@link takeEvent} goes by. */
export interface TakeEventOptions {
  readonly policy: LifecyclePolicy;
  /** Most reports that wait for one deployment. */
  readonly maxPendingReports: number;
}

/**
 * Takes one deployment an event further. Pure: the snapshot and the report that it makes necessary change together or
 * not at all (L-17, L-19). Nothing happens when the deployment is not known.
 *
 * @throws TransitionError `ERR_TRANSITION_REFUSED`: the event cannot happen where the deployment stands
 */
export const takeEvent = (
  state: DeviceState,
  deploymentId: string,
  event: LifecycleEvent,
  { policy, maxPendingReports }: TakeEventOptions,
): EventOutcome => {
  const record = state.deployments[deploymentId];
  if (record === undefined) return { state, effects: [], dropped: [] };

  const { snapshot: lifecycle, effects } = nextLifecycle(record.lifecycle, event, policy);
  const next = { ...record, lifecycle, gone: effects.some(({ type }) => type === 'forget') };
  const told = { ...state, deployments: { ...state.deployments, [deploymentId]: next } };

  const report = effects.find((effect) => effect.type === 'report')?.report;
  const { state: reported, dropped } =
    report === undefined ? { state: told, dropped: [] } : enqueueReport(told, report, maxPendingReports);
  return {
    state: forgetIfGone(reported, deploymentId),
    moved: { before: record.lifecycle, after: lifecycle },
    effects,
    dropped,
  };
};
