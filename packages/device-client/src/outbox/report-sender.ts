import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { ProblemError, TransportError } from '@margo-sdk/protocol';
import type { Clock } from '../clock.js';
import { asError, type DeviceEventListener, type ReportEvent } from '../device-event.js';
import type { DeviceState, PendingReport } from '../store/device-state.js';
import type { DeviceStore } from '../store/device-store.js';
import { keyOfReport, settleReport } from './outbox.js';
import { isLastWord } from './refusal.js';

/** What {@link createReportSender} needs. */
export interface ReportSenderOptions {
  readonly client: Pick<WorkloadManagementClient, 'profile' | 'postDeploymentStatus'>;
  readonly store: DeviceStore;
  /** Longest time that the fleet manager can make a report wait, in milliseconds. */
  readonly maxRetryAfterMs: number;
  /** Longest time that reports are held back by chance after a reconnect (L-19), in milliseconds. Default 5000. */
  readonly spreadMs?: number | undefined;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly emit: DeviceEventListener;
  readonly signal: AbortSignal;
}

/**
 * Empties the outbox: one report at a time, those of a deployment and device in the order in which they were made. What
 * is not taken now holds up only what is about the same deployment and device.
 */
export interface ReportSender {
  /** Sends what can be sent; resolves when the outbox is empty or what is left has to wait for the next poll. */
  send(): Promise<void>;
  /** Ends the waiting of what was kept: a poll is due. */
  retry(): void;
  /** Holds back what waits now for a time by chance, so that a fleet does not tell everything at once (L-19). */
  spread(): Promise<void>;
}

/** Makes the sender of an outbox. */
export const createReportSender = ({
  client,
  store,
  maxRetryAfterMs,
  spreadMs = 5000,
  clock,
  random,
  emit,
  signal,
}: ReportSenderOptions): ReportSender => {
  /** Deployments, by their keys, whose reports wait, and the time before which they must not be sent again (API-14). */
  const waiting = new Map<string, number>();
  /** Reports with lower numbers are not sent before this time: they were repeated after a reconnect. */
  let held = { below: 0, until: 0 };
  /**
   * Deployments, by their keys, at whose reports the connection has broken twice in a row; the one that was tried last
   * is the last. They come after all others: it may be the report that breaks it.
   */
  const breaking = new Set<string>();
  let lastBroken: string | undefined;
  let unreachable = false;
  let running: Promise<void> | undefined;
  let resting: Promise<void> | undefined;
  let again = false;

  const settle = async (report: PendingReport, event: ReportEvent): Promise<void> => {
    const { deploymentId } = report;
    breaking.delete(keyOfReport(report));
    const { deployments } = await store.commit((state) => settleReport(state, report));
    emit(event);
    if (!Object.hasOwn(deployments, keyOfReport(report))) emit({ type: 'deployment.forgotten', deploymentId });
  };

  const keep = (report: PendingReport, error: unknown): void => {
    if (signal.aborted) return;
    const key = keyOfReport(report);
    if (error instanceof TransportError) {
      // Without a connection the others would only wait for their time-outs, one after the other.
      unreachable = true;
      if (breaking.delete(key) || lastBroken === key) breaking.add(key);
      lastBroken = key;
    }
    const delay = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
    waiting.set(key, clock.now() + Math.min(delay, maxRetryAfterMs));
    emit({ type: 'report.kept', deploymentId: report.deploymentId, error: asError(error) });
  };

  const sendOne = async (report: PendingReport): Promise<void> => {
    const { deploymentId, body } = report;
    try {
      await client.postDeploymentStatus({ deploymentId, body, signal });
    } catch (error) {
      if (!isLastWord(error, await store.read(), keyOfReport(report), client.profile)) return keep(report, error);
      return settle(report, { type: 'report.rejected', deploymentId, error: asError(error) });
    }
    await settle(report, { type: 'report.sent', deploymentId });
  };

  /** A clock that was put back does not hold anything for longer than was meant. */
  const heldForMs = (): number => {
    const left = held.until - clock.now();
    return left > 0 && left <= spreadMs ? left : 0;
  };

  /** The oldest of which the deployment does not wait, and which is not behind one that is held back. */
  const nextOf = ({ outbox }: DeviceState): PendingReport | undefined => {
    const below = heldForMs() > 0 ? held.below : 0;
    const behind = new Set<string>();
    const last = new Map<string, PendingReport>();
    for (const report of outbox) {
      const key = keyOfReport(report);
      if (waiting.has(key) || behind.has(key)) continue;
      if (report.number >= below && !breaking.has(key)) return report;
      behind.add(key);
      if (report.number >= below) last.set(key, report);
    }
    const first = [...breaking].find((key) => last.has(key));
    return first === undefined ? undefined : last.get(first);
  };

  const nextReport = async (): Promise<PendingReport | undefined> =>
    unreachable || signal.aborted ? undefined : nextOf(await store.read());

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

  const start = (): Promise<void> => {
    again = true;
    running ??= drain();
    return running;
  };

  /** Waits until nothing is held back any more, and sends that. */
  const rest = async (): Promise<void> => {
    try {
      for (let left = heldForMs(); left > 0 && !signal.aborted; left = heldForMs()) await clock.sleep(left, signal);
    } catch (error) {
      if (!signal.aborted) emit({ type: 'outbox.failed', error: asError(error) });
    } finally {
      resting = undefined;
    }
    await start();
  };

  return {
    send: async () => {
      await start();
      if (heldForMs() === 0 || unreachable || signal.aborted) return;
      resting ??= rest();
      await resting;
    },
    retry: () => {
      unreachable = false;
      for (const [key, notBefore] of waiting) {
        if (notBefore <= clock.now()) waiting.delete(key);
        // Nothing is asked to wait for so long: the clock was put back.
        if (notBefore > clock.now() + maxRetryAfterMs) waiting.delete(key);
      }
    },
    spread: async () => {
      const { outbox, nextReport: below } = await store.read();
      if (outbox.length > 0) held = { below, until: clock.now() + spreadMs * random() };
    },
  };
};
