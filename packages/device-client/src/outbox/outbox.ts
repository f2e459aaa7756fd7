import { stringifyDeploymentStatusManifest, type DeploymentStatusManifest } from '@margo-sdk/spec-model';
import { statusReport, type LifecyclePolicy } from '@margo-sdk/state-machine';
import { recordKey, type DeviceState, type PendingReport } from '../store/device-state.js';
import type { OutboxPolicy } from './outbox-policy.js';

// The outbox is a part of the device state, so a report is there from the very commit that made it true (L-19).

/** An outbox with one more report, and the reports that had to make room for it. */
export interface Enqueued {
  readonly state: DeviceState;
  /** Those that a limit has cut off; that the latest takes the place of an older one is no loss. */
  readonly dropped: readonly PendingReport[];
}

/** Names the deployment and device that a report is about, as in {@link DeviceState.deployments}. */
export const keyOfReport = ({ deploymentId, deviceId }: PendingReport): string => recordKey(deploymentId, deviceId);

/**
 * Puts a report at the end. One that says the same as the newest waiting one of its deployment and device is not put
 * there twice.
 *
 * @param deviceId - the device behind this gateway that it is about; absent for this very device (L-26)
 */
export const enqueueReport = (
  state: DeviceState,
  report: DeploymentStatusManifest,
  policy: OutboxPolicy,
  deviceId?: string,
): Enqueued => {
  const body = stringifyDeploymentStatusManifest(report);
  const added: PendingReport = {
    number: state.nextReport,
    deploymentId: report.deploymentId,
    ...(deviceId === undefined ? {} : { deviceId }),
    body,
  };
  const key = keyOfReport(added);
  const waiting = state.outbox.filter((pending) => keyOfReport(pending) === key);
  if (waiting.at(-1)?.body === body) return { state, dropped: [] };

  const outdone = policy.keep === 'latest' ? waiting : [];
  const dropped = policy.keep === 'latest' ? [] : makeRoom(state.outbox, waiting, policy);
  const leaving = new Set([...outdone, ...dropped]);
  const outbox = [...state.outbox.filter((pending) => !leaving.has(pending)), added];
  return { state: { ...state, outbox, nextReport: state.nextReport + 1 }, dropped };
};

/** What has to go before one more can come: never the newest of a deployment and device. */
const makeRoom = (
  outbox: readonly PendingReport[],
  waiting: readonly PendingReport[],
  { maxPerDeployment, maxTotal }: OutboxPolicy,
): readonly PendingReport[] => {
  const own = Math.max(0, waiting.length + 1 - maxPerDeployment);
  let missing = outbox.length - own + 1 - maxTotal;
  if (missing <= 0) return waiting.slice(0, own);

  const older = waiting.slice(0, own + missing);
  missing -= older.length - own;
  return missing <= 0 ? older : [...older, ...outOfDate(outbox, new Set(older)).slice(0, missing)];
};

/** Reports that a later one of their deployment and device has made out of date, oldest first. */
const outOfDate = (outbox: readonly PendingReport[], gone: ReadonlySet<PendingReport>): readonly PendingReport[] => {
  const newest = new Map(outbox.map((pending) => [keyOfReport(pending), pending.number]));
  return outbox.filter((pending) => !gone.has(pending) && newest.get(keyOfReport(pending)) !== pending.number);
};

/** Puts the current report of every deployment there, unless one of it waits already: after a reconnect (L-19). */
export const repeatReports = (
  state: DeviceState,
  { policy, outbox }: { readonly policy: LifecyclePolicy; readonly outbox: OutboxPolicy },
): DeviceState => {
  const waiting = new Set(state.outbox.map(keyOfReport));
  const repeated: PendingReport[] = [];
  for (const [key, { lifecycle, deviceId }] of Object.entries(state.deployments)) {
    const report = waiting.has(key) ? undefined : statusReport(lifecycle, policy);
    if (report === undefined) continue;
    // Each is the newest of its own, so no limit takes it, and nothing has to make room that will not be sent with it.
    repeated.push({
      number: state.nextReport + repeated.length,
      deploymentId: report.deploymentId,
      ...(deviceId === undefined ? {} : { deviceId }),
      body: stringifyDeploymentStatusManifest(report),
    });
  }
  if (repeated.length === 0) return state;
  const excess = Math.max(0, state.outbox.length + repeated.length - outbox.maxTotal);
  const dropped = new Set(excess === 0 ? [] : outOfDate(state.outbox, new Set()).slice(0, excess));
  return {
    ...state,
    outbox: [...state.outbox.filter((pending) => !dropped.has(pending)), ...repeated],
    nextReport: state.nextReport + repeated.length,
  };
};

/** Takes a report out that was answered for good, and the record of a deployment that is done with (M-34). */
export const settleReport = (state: DeviceState, report: PendingReport): DeviceState =>
  forgetIfGone(
    { ...state, outbox: state.outbox.filter(({ number }) => number !== report.number) },
    keyOfReport(report),
  );

/**
 * Drops the record of a deployment of which nothing is left on the device, nothing is wanted and nothing is still to be
 * reported. Component names are needed until the last report was acknowledged (M-34).
 *
 * @param key - of the record, as {@link recordKey} makes it
 */
export const forgetIfGone = (state: DeviceState, key: string): DeviceState => {
  const record = Object.hasOwn(state.deployments, key) ? state.deployments[key] : undefined;
  if (!record?.gone || record.accepted.digest !== null) return state;
  if (state.outbox.some((pending) => keyOfReport(pending) === key)) return state;
  const { [key]: _gone, ...deployments } = state.deployments;
  return { ...state, deployments };
};
