import { stringifyDeploymentStatusManifest, type DeploymentStatusManifest } from '@margo-sdk/spec-model';
import { statusReport, type LifecyclePolicy } from '@margo-sdk/state-machine';
import type { DeviceState, PendingReport } from '../store/device-state.js';

// The outbox is a part of the device state, so a report is there from the very commit that made it true (L-19).

/** An outbox with one more report, and the reports that had to make room for it. */
export interface Enqueued {
  readonly state: DeviceState;
  readonly dropped: readonly PendingReport[];
}

/**
 * Puts a report at the end. One that says the same as the newest waiting one of its deployment is not put there twice.
 *
 * @param maxPendingReports - most reports that wait for one deployment; the oldest of them makes room
 */
export const enqueueReport = (
  state: DeviceState,
  report: DeploymentStatusManifest,
  maxPendingReports: number,
): Enqueued => {
  const { deploymentId } = report;
  const body = stringifyDeploymentStatusManifest(report);
  const waiting = state.outbox.filter((pending) => pending.deploymentId === deploymentId);
  if (waiting.at(-1)?.body === body) return { state, dropped: [] };

  const dropped = waiting.slice(0, Math.max(0, waiting.length + 1 - maxPendingReports));
  const kept = state.outbox.filter((pending) => !dropped.includes(pending));
  const outbox = [...kept, { number: state.nextReport, deploymentId, body }];
  return { state: { ...state, outbox, nextReport: state.nextReport + 1 }, dropped };
};

/** Puts the current report of every deployment there, unless it waits already: after a reconnect (L-19). */
export const repeatReports = (
  state: DeviceState,
  { policy, maxPendingReports }: { readonly policy: LifecyclePolicy; readonly maxPendingReports: number },
): DeviceState => {
  let next = state;
  for (const [id, { lifecycle }] of Object.entries(state.deployments)) {
    const report = statusReport(lifecycle, policy);
    if (report === undefined || state.outbox.some(({ deploymentId }) => deploymentId === id)) continue;
    next = enqueueReport(next, report, maxPendingReports).state;
  }
  return next;
};

/** Takes a report out that was answered for good, and the record of a deployment that is done with (M-34). */
export const settleReport = (state: DeviceState, { number, deploymentId }: PendingReport): DeviceState =>
  forgetIfGone({ ...state, outbox: state.outbox.filter((pending) => pending.number !== number) }, deploymentId);

/**
 * Drops the record of a deployment of which nothing is left on the device, nothing is wanted and nothing is still to be
 * reported. Component names are needed until the last report was acknowledged (M-34).
 */
export const forgetIfGone = (state: DeviceState, deploymentId: string): DeviceState => {
  const record = state.deployments[deploymentId];
  if (!record?.gone || record.accepted.digest !== null) return state;
  if (state.outbox.some((pending) => pending.deploymentId === deploymentId)) return state;
  const { [deploymentId]: _gone, ...deployments } = state.deployments;
  return { ...state, deployments };
};
