import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { ProblemError, TransportError } from '@margo-sdk/protocol';
import { asError, type DeviceEventListener, type ReportEvent } from '../device-event.js';
import type { PendingReport } from '../store/device-state.js';
import type { DeviceStore } from '../store/device-store.js';
import { settleReport } from './outbox.js';
import { isLastWord } from './refusal.js';

/** What {@link createReportSender} needs. */
export interface ReportSenderOptions {
  readonly client: Pick<WorkloadManagementClient, 'postDeploymentStatus'>;
  readonly store: DeviceStore;
  /** Longest time that the fleet manager can make a report wait, in milliseconds. */
  readonly maxRetryAfterMs: number;
  readonly now: () => number;
  readonly emit: DeviceEventListener;
  readonly signal: AbortSignal;
}

/** Empties the outbox: one report at a time, those of a deployment in the order in which they were made. */
export interface ReportSender {
  /** Sends what can be sent; resolves when the outbox is empty or what is left has to wait for the next poll. */
  send(): Promise<void>;
  /** Ends the waiting of what was kept: a poll is due. */
  retry(): void;
}

/** Makes the sender of an outbox. */
export const createReportSender = ({
  client,
  store,
  maxRetryAfterMs,
  now,
  emit,
  signal,
}: ReportSenderOptions): ReportSender => {
  /** Deployments whose reports wait, and the time before which they must not be sent again (API-14). */
  const waiting = new Map<string, number>();
  let unreachable = false;
  let running: Promise<void> | undefined;
  let again = false;

  const settle = async (report: PendingReport, event: ReportEvent): Promise<void> => {
    const { deploymentId } = report;
    const { deployments } = await store.commit((state) => settleReport(state, report));
    emit(event);
    if (!Object.hasOwn(deployments, deploymentId)) emit({ type: 'deployment.forgotten', deploymentId });
  };

  const keep = ({ deploymentId }: PendingReport, error: unknown): void => {
    if (signal.aborted) return;
    // Without a connection the others would only wait for their time-outs, one after the other.
    if (error instanceof TransportError) unreachable = true;
    const delay = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
    waiting.set(deploymentId, now() + Math.min(delay, maxRetryAfterMs));
    emit({ type: 'report.kept', deploymentId, error: asError(error) });
  };

  const sendOne = async (report: PendingReport): Promise<void> => {
    const { deploymentId, body } = report;
    try {
      await client.postDeploymentStatus({ deploymentId, body, signal });
    } catch (error) {
      if (!isLastWord(error, await store.read(), deploymentId)) return keep(report, error);
      return settle(report, { type: 'report.rejected', deploymentId, error: asError(error) });
    }
    await settle(report, { type: 'report.sent', deploymentId });
  };

  const nextReport = async (): Promise<PendingReport | undefined> => {
    if (unreachable || signal.aborted) return undefined;
    return (await store.read()).outbox.find(({ deploymentId }) => !waiting.has(deploymentId));
  };

  const drain = async (): Promise<void> => {
    try {
      do {
        again = false;
        for (let next = await nextReport(); next !== undefined; next = await nextReport()) {
          const report = next;
          // A report that was sent but could not be struck off is sent twice, which does no harm (M-38).
          await sendOne(report).catch((error: unknown) => keep(report, error));
        }
      } while (again);
    } catch (error) {
      emit({ type: 'outbox.failed', error: asError(error) });
    } finally {
      // In the same breath as the last look at `again`, or a call in between would be lost.
      running = undefined;
    }
  };

  return {
    send: () => {
      again = true;
      running ??= drain();
      return running;
    },
    retry: () => {
      unreachable = false;
      for (const [deploymentId, notBefore] of waiting) if (notBefore <= now()) waiting.delete(deploymentId);
    },
  };
};
