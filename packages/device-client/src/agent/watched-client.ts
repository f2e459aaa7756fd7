import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { ProblemError, TransportError } from '@margo-sdk/protocol';
import { hasNoForm, judgesReport } from '../outbox/refusal.js';

/** Who hears of what {@link watchedClient} notices. */
export interface ConnectionObserver {
  /** Called when an exchange has failed. */
  onFailure(this: void, error: unknown): void;
  /**
   * Called before the call that succeeded resolves. When it rejects, the connection still counts as lost, and this is
   * called again after the next exchange that succeeds; it has to tell of that itself.
   */
  onReconnect(this: void): Promise<void>;
}

/**
 * Makes of a client one that notices a reconnect: the first exchange that succeeds after one that failed, for whatever
 * reason (L-19). A gateway without anybody behind it answers too, so an answer alone proves nothing.
 */
export const watchedClient = (
  client: WorkloadManagementClient,
  { onFailure, onReconnect }: ConnectionObserver,
): WorkloadManagementClient => {
  let lost = false;
  /** Exchanges that have failed: one that fails while a reconnect is dealt with makes another one. */
  let failures = 0;

  const reconnect = async (): Promise<void> => {
    const before = failures;
    try {
      await onReconnect();
      if (failures === before) lost = false;
    } catch {
      // It was told, and is done again after the next exchange.
    }
  };

  const watched =
    <Options, Answer>(call: (options: Options) => Promise<Answer>, saysNothing: (error: unknown) => boolean) =>
    async (options: Options): Promise<Answer> => {
      let answer;
      try {
        answer = await call(options);
      } catch (error) {
        if (saysNothing(error)) throw error;
        failures += 1;
        lost = true;
        onFailure(error);
        throw error;
      }
      if (lost) await reconnect();
      return answer;
    };

  return {
    profile: client.profile,
    getStateManifest: watched((options) => client.getStateManifest(options), isOwnDoing),
    getDeployment: watched((options) => client.getDeployment(options), isOwnDoingOrGone),
    getBundle: watched((options) => client.getBundle(options), isOwnDoingOrGone),
    putCapabilities: watched((options) => client.putCapabilities(options), isOwnDoing),
    deleteCapabilities: watched((options) => client.deleteCapabilities(options), isOwnDoing),
    postDeploymentStatus: watched(
      (options) => client.postDeploymentStatus(options),
      (error) => isOwnDoing(error) || judgesReport(error),
    ),
  };
};

const isOwnDoing = (error: unknown): boolean =>
  (error instanceof TransportError && error.code === 'ERR_ABORTED') || hasNoForm(error);

/** A fleet manager that says that it does not have a document any more was reached. */
const isOwnDoingOrGone = (error: unknown): boolean =>
  isOwnDoing(error) || (error instanceof ProblemError && error.problem !== undefined && error.status === 404);
