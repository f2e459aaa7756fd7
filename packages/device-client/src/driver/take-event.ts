import {
  nextLifecycle,
  type DeploymentSnapshot,
  type LifecycleEffect,
  type LifecycleEvent,
  type LifecyclePolicy,
} from '@margo-sdk/state-machine';
import type { OutboxPolicy } from '../outbox/outbox-policy.js';
import { enqueueReport, forgetIfGone } from '../outbox/outbox.js';
import { withRecord, type DeviceState, type PendingReport } from '../store/device-state.js';
import { recordOf } from './record-of.js';

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
  /** What reports wait while nobody can be reached. */
  readonly outbox: OutboxPolicy;
}

/**
 * Takes one deployment an event further. Pure: the snapshot and the report that it makes necessary change together or
 * not at all (L-17, L-19). Nothing happens when the deployment is not known.
 *
 * @param key - of its record
 * @throws TransitionError `ERR_TRANSITION_REFUSED`: the event cannot happen where the deployment stands
 */
export const takeEvent = (
  state: DeviceState,
  key: string,
  event: LifecycleEvent,
  { policy, outbox }: TakeEventOptions,
): EventOutcome => {
  const record = recordOf(state, key);
  if (record === undefined) return { state, effects: [], dropped: [] };

  const { snapshot: lifecycle, effects } = nextLifecycle(record.lifecycle, event, policy);
  const next = { ...record, lifecycle, gone: effects.some(({ type }) => type === 'forget') };
  const told = withRecord(state, key, next);

  const report = effects.find((effect) => effect.type === 'report')?.report;
  const { state: reported, dropped } =
    report === undefined ? { state: told, dropped: [] } : enqueueReport(told, report, outbox, record.deviceId);
  return {
    state: forgetIfGone(reported, key),
    moved: { before: record.lifecycle, after: lifecycle },
    effects,
    dropped,
  };
};
