import { DigestMismatchError } from '@margo-sdk/protocol';
import { asError, type DeviceEventListener } from '../device-event.js';
import type { Schedule } from '../sync/schedule/schedule.js';
import type { SyncOutcome } from '../sync/synchronise.js';
import { UpdateRefusedError } from '../sync/update-refused-error.js';
import type { PollOutcome } from './poll-outcome.js';

/** What {@link createPoller} needs. */
export interface PollerOptions {
  /** Reports what has to be reported first, and asks for the desired state. */
  readonly ask: () => Promise<SyncOutcome>;
  /** Takes every deployment as far as it goes now. */
  readonly wake: () => Promise<void>;
  readonly schedule: Schedule;
  readonly now: () => number;
  readonly emit: DeviceEventListener;
  readonly signal: AbortSignal;
}

/** Nothing is above it (M-06). */
const HIGHEST_VERSION = 2n ** 64n - 1n;

/** Makes what polls once, tells what came of it, and never throws. */
export const createPoller = ({
  ask,
  wake,
  schedule,
  now,
  emit,
  signal,
}: PollerOptions): (() => Promise<PollOutcome>) => {
  const tellRefusal = (error: UpdateRefusedError | DigestMismatchError): void => {
    emit({ type: 'manifest.refused', error });
    // DS-43
    if (error instanceof UpdateRefusedError && error.code === 'ERR_MANIFEST_VERSION_NOT_HIGHER')
      emit({ type: 'security', error, offered: error.offered });
  };

  const tell = (outcome: SyncOutcome): void => {
    if (outcome.status === 'unchanged') return emit({ type: 'manifest.unchanged' });
    const { manifestVersion, deployments } = outcome;
    emit({ type: 'manifest.accepted', manifestVersion, deployments });
    if (manifestVersion === HIGHEST_VERSION) emit({ type: 'manifest.versionExhausted', manifestVersion });
  };

  const judge = async (): Promise<PollOutcome> => {
    try {
      const outcome = await ask();
      tell(outcome);
      return outcome;
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof UpdateRefusedError || error instanceof DigestMismatchError) {
        tellRefusal(error);
        return { status: 'refused', error };
      }
      if (!signal.aborted) emit({ type: 'poll.failed', error });
      return { status: 'failed', error };
    }
  };

  return async () => {
    const start = now();
    const untilMs = schedule.downUntil(start);
    // API-18
    if (untilMs > start) return { status: 'postponed', untilMs };
    const outcome = await judge();
    try {
      await wake();
    } catch (error) {
      emit({ type: 'poll.failed', error: asError(error) });
    }
    return outcome;
  };
};
