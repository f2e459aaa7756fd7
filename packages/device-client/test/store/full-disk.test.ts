import { describe, expect, it } from 'vitest';
import { createFileStore, type DeviceState } from '../../src/index.js';
import { LINE } from '../support/documents.js';
import { createMemoryFileSystem } from '../support/memory-file-system.js';

const more = (state: DeviceState): DeviceState => ({
  ...state,
  outbox: [...state.outbox, { number: state.nextReport, deploymentId: LINE, body: `report ${state.nextReport}` }],
  nextReport: state.nextReport + 1,
});

describe('a disk that is full', () => {
  it.each([
    ['a line of the journal', 256 * 1024],
    ['a new snapshot', 1],
  ])('leaves the state as it was, and the device goes on when there is space again: %s', async (_, journalBytes) => {
    const disk = createMemoryFileSystem();
    const store = createFileStore({ folder: '/device', fileSystem: disk, journalBytes });
    for (let turn = 0; turn < 3; turn += 1) await store.commit(more);
    const before = await store.read();

    for (let turn = 0; turn < 3; turn += 1) {
      disk.full = true;
      await expect(store.commit(more)).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' });
      // Also with a disk that is still full, and for another process.
      expect(await store.read()).toEqual(before);
      expect(await createFileStore({ folder: '/device', fileSystem: disk }).read()).toEqual(before);
      disk.full = false;
    }
    const after = await store.commit(more);
    expect(after).toEqual(more(before));
    expect(await createFileStore({ folder: '/device', fileSystem: disk }).read()).toEqual(after);
  });

  it('leaves the state as it was when the document of an update finds no space', async () => {
    const disk = createMemoryFileSystem();
    const store = createFileStore({ folder: '/device', fileSystem: disk });
    const before = await store.commit(more);
    disk.full = true;
    const bytes = new TextEncoder().encode('document');
    const digest = `sha256:${'a'.repeat(64)}` as Parameters<typeof store.getDocument>[0];
    await expect(store.commit(more, [{ digest, bytes }])).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' });
    expect(await store.read()).toEqual(before);
    expect(await store.getDocument(digest)).toBeUndefined();
  });
});
