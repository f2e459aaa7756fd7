import type { DeviceState, DeviceStore } from '@margo-sdk/device-client';

/** A store that shows each state as soon as it is kept. */
export const watchedStore = (store: DeviceStore, onCommit: (state: DeviceState) => void): DeviceStore => ({
  read: () => store.read(),
  getDocument: (digest) => store.getDocument(digest),
  commit: async (change, documents) => {
    const state = await store.commit(change, documents);
    onCommit(state);
    return state;
  },
});
