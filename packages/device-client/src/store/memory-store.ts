import type { Digest } from '@margo-sdk/spec-model';
import { EMPTY_DEVICE_STATE } from './device-state.js';
import type { DeviceStore } from './device-store.js';
import { oneAtATime } from './one-at-a-time.js';
import { changeOf, supersededDocuments } from './state-change.js';

/**
 * Makes a store that forgets everything with the process: for tests and demonstrations only, because a device has to
 * remember what it accepted across restarts (DS-20).
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@margo-sdk/device-client';
 *
 * const store = createMemoryStore();
 * await store.commit((state) => ({ ...state, manifest: { version: 7n, etag: '"sha256:00"' } }));
 * console.log((await store.read()).manifest?.version); // 7n
 * ```
 */
export const createMemoryStore = (): DeviceStore => {
  let current = EMPTY_DEVICE_STATE;
  const documents = new Map<Digest, Uint8Array>();
  const serially = oneAtATime();

  return {
    read: () => Promise.resolve(current),
    commit: (change, added = []) =>
      serially(() => {
        const last = current;
        current = change(last);
        for (const { digest, bytes } of added) documents.set(digest, bytes);
        const changed = changeOf(last, current);
        for (const digest of changed ? supersededDocuments(last, current, changed) : []) documents.delete(digest);
        return Promise.resolve(current);
      }),
    getDocument: (digest) => Promise.resolve(documents.get(digest)),
  };
};
