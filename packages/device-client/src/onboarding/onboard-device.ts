import { TransportError } from '@margo-sdk/protocol';
import { retryDecision, type OnboardingClient, type RetryLimits } from '@margo-sdk/protocol/client';
import { systemClock, type Clock } from '../clock.js';
import { asError } from '../device-event.js';
import { refuseOption } from '../sync/schedule/refuse-option.js';
import { fingerprintOf } from './fingerprint-of.js';
import type { OnboardingStore } from './onboarding-store.js';

/** What {@link onboardDevice} needs. */
export interface OnboardDeviceOptions {
  /** Asks to be let in; its `fetch` signs with the key of `certificate` (LG-12). */
  readonly client: Pick<OnboardingClient, 'onboard'>;
  /** Address of the fleet manager that `client` asks; with another one the device begins anew. */
  readonly fleetManager: string | URL;
  /** PEM of the certificate of this device; of a chain the first one counts. */
  readonly certificate: string;
  /** Where to remember what the fleet manager calls this device. */
  readonly store: OnboardingStore;
  /**
   * How often and when it asks again while nobody answers, or not now. Default: without an end, at first within a second,
   * then more and more seldom, at least once a minute; a `Retry-After` of more than an hour is not waited for.
   */
  readonly retry?: RetryLimits;
  /** Told of each attempt that failed and is followed by another one, and of the milliseconds until then. */
  readonly onRetry?: (error: Error, retryInMs: number) => void;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** From 0 to below 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Calls it off. */
  readonly signal?: AbortSignal;
}

/** A device that was let in. */
export interface OnboardedDevice {
  /** What the fleet manager calls it; for `createWorkloadManagementClient`. */
  readonly clientId: string;
  /** Whether the fleet manager was asked just now; if not, it had let the device in before. */
  readonly asked: boolean;
}

const PATIENT: RetryLimits = {
  maxAttempts: Infinity,
  firstDelayMs: 1000,
  maxDelayMs: 60_000,
  maxRetryAfterMs: 3_600_000,
};

/**
 * Has a device let in by a fleet manager of an older profile, once: the id is remembered before it is given, and asked
 * for again only where there is none, or where it belongs to another certificate or another fleet manager. An answer that
 * was lost, or could not be remembered, does no harm: whoever asks again with the same certificate gets the same id.
 *
 * While nobody answers it goes on asking. A refusal is final, for only a person can change it: it is thrown as it came,
 * and says what to do.
 *
 * A device gets a new certificate in this order: the operator adds it to the client at the fleet manager, then the device
 * signs with its key and calls this again. In the other order the fleet manager may take it for another device.
 *
 * @throws ProblemError, UnexpectedResponseError: it was refused, or something else answers there
 * @throws TransportError `ERR_ABORTED`, or what the last attempt failed with where `retry` ends the asking
 * @throws MargoError `ERR_CERTIFICATE_INVALID`, `ERR_OPTION_INVALID`; what the store throws
 *
 * @example
 * ```ts
 * import { onboardDevice, type OnboardingRecord } from '@margo-sdk/device-client';
 * import { createOnboardingClient } from '@margo-sdk/protocol/client';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
 * const { certificate } = await issuer.issueClient('wfm-1', 'press-7');
 * let kept: OnboardingRecord | undefined;
 * const fleetManager = 'https://wfm.example.com';
 * const options = {
 *   // A real device gives `fetch` what signs, over a connection that proves the server.
 *   client: createOnboardingClient({
 *     profile: 'rc2-signed',
 *     baseUrl: fleetManager,
 *     fetch: async () => Response.json({ clientId: 'client-1' }, { status: 201 }),
 *   }),
 *   fleetManager,
 *   certificate,
 *   store: { read: async () => kept, write: async (record: OnboardingRecord) => void (kept = record) },
 * };
 * console.log(await onboardDevice(options)); // { clientId: 'client-1', asked: true }
 * console.log(await onboardDevice(options)); // { clientId: 'client-1', asked: false }
 * ```
 */
export const onboardDevice = async (options: OnboardDeviceOptions): Promise<OnboardedDevice> => {
  const { certificate, store } = options;
  const fleetManager = addressOf(options.fleetManager);
  const fingerprint = fingerprintOf(certificate);
  const known = await store.read();
  if (known?.fleetManager === fleetManager && known.fingerprint === fingerprint)
    return { clientId: known.clientId, asked: false };
  const clientId = await askUntilAnswered(options);
  await store.write({ clientId, fleetManager, fingerprint });
  return { clientId, asked: true };
};

const addressOf = (address: string | URL): string =>
  URL.canParse(String(address))
    ? new URL(address).href
    : refuseOption('fleetManager', 'the address of a fleet manager');

const askUntilAnswered = async ({
  client,
  certificate,
  retry,
  onRetry,
  clock = systemClock,
  random = Math.random,
  signal,
}: OnboardDeviceOptions): Promise<string> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await client.onboard({ certificate, signal })).clientId;
    } catch (error) {
      const decision = signal?.aborted ? 'give-up' : retryDecision(error, attempt, { ...PATIENT, ...retry }, random());
      if (decision === 'give-up') throw error;
      onRetry?.(asError(error), decision.retryAfterMs);
      await pause(clock, decision.retryAfterMs, signal);
    }
  }
};

const pause = async (clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await clock.sleep(ms, signal);
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new TransportError('ERR_ABORTED', 'Onboarding was called off before anybody had answered.', { cause });
  }
};
