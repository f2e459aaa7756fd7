import type { SpiffeId } from '@margo-sdk/protocol';
import type { Digest } from '@margo-sdk/spec-model';
import type { DesiredState } from './desired-state.js';

/** What clients were to run when something was published to them last, so that a change needs to read only itself. */
export interface KnownStates {
  /** `undefined` when it was forgotten, or when somebody else has published since. */
  get(client: SpiffeId, manifest: Digest): DesiredState | undefined;
  put(client: SpiffeId, manifest: Digest, state: DesiredState): void;
}

interface Remembered {
  readonly manifest: Digest;
  readonly state: DesiredState;
  readonly weight: number;
}

/**
 * Remembers states up to a total weight; the client that nothing was published to for longest is forgotten first, and
 * what is too much on its own is not remembered at all. What is forgotten is read from the store again.
 *
 * @param maxBytes - about what all states together may take
 */
export const createKnownStates = (maxBytes: number): KnownStates => {
  const states = new Map<SpiffeId, Remembered>();
  let total = 0;
  const forget = (client: SpiffeId): void => {
    total -= states.get(client)?.weight ?? 0;
    states.delete(client);
  };
  return {
    get: (client, manifest) => {
      const known = states.get(client);
      return known?.manifest === manifest ? known.state : undefined;
    },
    put: (client, manifest, state) => {
      forget(client);
      const weight = state.reduce((sum, piece) => sum + (piece.content?.weight ?? 0) + 1, 0);
      if (weight > maxBytes) return;
      states.set(client, { manifest, state, weight });
      total += weight;
      for (const oldest of states.keys()) {
        if (total <= maxBytes) break;
        forget(oldest);
      }
    },
  };
};
