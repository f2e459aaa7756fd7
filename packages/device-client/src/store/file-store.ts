import { join } from 'node:path';
import { DigestMismatchError } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { FileTooLargeError, type FileSystem } from '../files/file-system.js';
import { makeFolder } from '../files/make-folder.js';
import { nodeFileSystem } from '../files/node-file-system.js';
import { documentsOf, type DeviceState } from './device-state.js';
import type { DeviceStore, StoredDocument } from './device-store.js';
import { createDocumentFiles } from './document-files.js';
import { oneAtATime } from './one-at-a-time.js';
import { changeOf, supersededDocuments } from './state-change.js';
import { createStateLog } from './state-log.js';
import { StoreError } from './store-error.js';

/** Options of {@link createFileStore}. */
export interface FileStoreOptions {
  /** Folder of this store and of nothing else; it is made when it does not exist. Holds what may be secret. */
  readonly folder: string;
  /** Default: the file system of the machine. */
  readonly fileSystem?: FileSystem;
  /** Largest file that is written or read back, in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
  /**
   * A journal that would grow beyond this, and beyond the size of its snapshot, becomes a new snapshot. In bytes.
   * Default 256 KiB.
   */
  readonly journalBytes?: number;
}

/**
 * Makes a store that keeps the state as a snapshot, `state`, and a journal of what changed since, `journal-<number>`, and
 * each document in a file of its own, `documents/<hex of its digest>`. A commit adds one line to the journal and waits
 * for the disk; now and then it writes a new snapshot instead. Documents are on the disk before the state that refers to
 * them. Stopping at any moment, a power cut included, leaves the state before a commit or the one after it, with all its
 * documents; and what was read once is there again after a power cut.
 *
 * @throws nothing itself; its methods throw {@link StoreError} `ERR_STATE_CORRUPT`, `ERR_STATE_FOREIGN`,
 *   `ERR_DOCUMENT_TOO_LARGE` and `ERR_STORE_FAILED`
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createFileStore } from '@margo-sdk/device-client';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'device-'));
 * const manifest = { version: 18446744073709551615n, etag: '"sha256:00"' };
 * await createFileStore({ folder }).commit((state) => ({ ...state, manifest }));
 * console.log((await createFileStore({ folder }).read()).manifest); // the same after a restart
 * await rm(folder, { recursive: true });
 * ```
 */
export const createFileStore = ({
  folder,
  fileSystem: files = nodeFileSystem,
  maxBytes = 64 * 1024 * 1024,
  journalBytes = 256 * 1024,
}: FileStoreOptions): DeviceStore => {
  const documentFolder = join(folder, 'documents');
  const documents = createDocumentFiles(files, documentFolder, maxBytes);
  const log = createStateLog({ files, folder, maxBytes, journalBytes });
  const serially = oneAtATime();
  let current: DeviceState | undefined;
  let prepared = false;

  const load = async (): Promise<DeviceState> => (current ??= await log.read());

  const prepare = async (state: DeviceState): Promise<void> => {
    if (prepared) return;
    await makeFolder(files, documentFolder);
    // The last process may have ended between making or renaming something and waiting for it.
    await files.syncFolder(folder);
    await files.syncFolder(documentFolder);
    await documents.keepOnly(documentsOf(state));
    await log.clean();
    prepared = true;
  };

  const commit = async (
    change: (state: DeviceState) => DeviceState,
    added: readonly StoredDocument[],
  ): Promise<DeviceState> => {
    const last = await failing('read', load);
    const next = change(last);
    const changed = changeOf(last, next);
    if (changed === undefined && added.length === 0) return (current = next);
    for (const document of added) requireReadable(document);
    await failing('written', async () => {
      await prepare(last);
      // Should this throw, either state may be on the disk: the next call has to look.
      current = undefined;
      prepared = false;
      await documents.put(added);
      if (changed) await log.write(changed, next);
      current = next;
      prepared = true;
    });
    // The commit stands; what cannot be deleted now is deleted after the next start.
    if (changed) await documents.remove(supersededDocuments(last, next, changed)).catch(() => undefined);
    return next;
  };

  /** What could not be read back must not be relied upon. */
  const requireReadable = ({ digest, bytes }: StoredDocument): void => {
    if (bytes.byteLength <= maxBytes) return;
    throw new StoreError(
      'ERR_DOCUMENT_TOO_LARGE',
      `Expected documents of at most ${maxBytes} bytes, got ${bytes.byteLength} bytes for ${digest}.`,
      { hint: 'Raise maxBytes of the store, or let the fleet manager publish a smaller deployment.' },
    );
  };

  return {
    read: () => serially(() => failing('read', load)),
    commit: (change, added = []) => serially(() => commit(change, added)),
    getDocument: (digest) => serially(() => failing('read', () => documents.get(digest))),
  };
};

const failing = async <T>(what: 'read' | 'written', work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError || error instanceof DigestMismatchError) throw error;
    const isTold = error instanceof FileTooLargeError || !MargoError.isInstance(error);
    const reason = error instanceof Error && isTold ? `: ${error.message}` : '';
    throw new StoreError('ERR_STORE_FAILED', `The device state could not be ${what}${reason}`, {
      cause: error,
      hint: 'Check the disk and the permissions of the folder; the device goes on when it can be used again.',
    });
  }
};
