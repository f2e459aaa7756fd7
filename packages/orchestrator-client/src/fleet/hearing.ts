import type { SpiffeId } from '@margo-sdk/protocol';
import type { FleetStore } from '../store/fleet-store.js';

/** How exactly it is known when a client was last heard, in milliseconds: `silentAfterMs` is minutes. */
const RESOLUTION_MS = 1000;

/**
 * Notes when clients were heard, at most once a second for each: a poll shall not cost a write. Only for those that are
 * accepted: whoever is not could fill the store. What fails here costs nobody an answer.
 */
export const createHearing = (store: FleetStore, now: () => number) => {
  const noted = new Map<SpiffeId, number>();
  return async (client: SpiffeId, onError: (error: unknown) => void): Promise<void> => {
    const atMs = now();
    const last = noted.get(client);
    // A clock may also have been set back.
    if (last !== undefined && atMs >= last && atMs - last < RESOLUTION_MS) return;
    noted.set(client, atMs);
    try {
      await store.putLastHeard(client, atMs);
    } catch (error) {
      noted.delete(client);
      onError(error);
    }
  };
};
