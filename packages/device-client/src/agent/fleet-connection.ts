import { retrying, type RetryLimits, type WorkloadManagementClient } from '@margo-sdk/protocol/client';
import type { Clock } from '../clock.js';
import { asError, type DeviceEventListener } from '../device-event.js';
import { silentClient } from './silent-client.js';
import { watchedClient } from './watched-client.js';

/** What {@link createFleetConnection} needs. */
export interface FleetConnectionOptions {
  readonly client: WorkloadManagementClient;
  readonly isDown: () => boolean;
  readonly retry: RetryLimits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: DeviceEventListener;
  /** Puts the reports there that have to be repeated after a reconnect (L-19). */
  readonly repeat: () => Promise<void>;
}

/** The client that an agent uses, and what is known of its connection. */
export interface FleetConnection {
  readonly client: WorkloadManagementClient;
  /** When it was lost, in milliseconds since 1970; null: it is not. */
  lostSinceMs(this: void): number | null;
}

/**
 * Makes of an embedder's client the one that the agent uses. Documents and capabilities are tried again at once, so
 * that one lost packet does not cost an update; polls and reports have a rhythm of their own. Nothing is sent, and
 * nothing is tried again, in a planned downtime (API-18), and its failures count for nothing (API-19).
 */
export const createFleetConnection = ({
  client,
  isDown,
  retry,
  clock,
  random,
  emit,
  repeat,
}: FleetConnectionOptions): FleetConnection => {
  let lostSinceMs: number | null = null;
  const once = silentClient(client, isDown);
  const again = retrying(once, { ...retry, clock, random });
  return {
    client: watchedClient(
      {
        ...again,
        profile: client.profile,
        getStateManifest: (options) => once.getStateManifest(options),
        postDeploymentStatus: (options) => once.postDeploymentStatus(options),
      },
      {
        onFailure: (error) => {
          if (lostSinceMs !== null || isDown()) return;
          lostSinceMs = clock.now();
          emit({ type: 'connection.lost', error: asError(error) });
        },
        onReconnect: async () => {
          try {
            await repeat();
          } catch (error) {
            emit({ type: 'outbox.failed', error: asError(error) });
            throw error;
          }
          if (lostSinceMs !== null) emit({ type: 'connection.restored', sinceMs: lostSinceMs });
          lostSinceMs = null;
        },
      },
    ),
    lostSinceMs: () => lostSinceMs,
  };
};
