import { join } from 'node:path';
import { DigestMismatchError, verifyDigest } from '@margo-sdk/protocol';
import { MargoError, type Digest } from '@margo-sdk/spec-model';
import { FileTooLargeError, type FileSystem } from '../files/file-system.js';
import { makeFolder } from '../files/make-folder.js';
import { nodeFileSystem } from '../files/node-file-system.js';
import { writeAtomically } from '../files/write-atomically.js';
import { documentsOf, EMPTY_DEVICE_STATE, type DeviceState } from './device-state.js';
import type { DeviceStore, StoredDocument } from './device-store.js';
import { oneAtATime } from './one-at-a-time.js';
import { decodeState, encodeState } from './state-file.js';
import { StoreError } from './store-error.js';

/** Options of {@link createFileStore}. */
export interface FileStoreOptions {
  /** Folder of this store and of nothing else; it is made when it does not exist. Holds what may be secret. */
  readonly folder: string;
  /** Default: the file system of the machine. */
  readonly fileSystem?: FileSystem;
  /** Largest file that is written or read back, in bytes. Default 64 MiB. */
  readonly maxBytes?: number;
}

/**
 * Makes a store that keeps the state in one file, `state`, and each document in a file of its own,
 * `documents/<hex of its digest>`. A file is replaced as a whole, and documents are on the disk before the state that
 * refers to them, so stopping at any moment leaves one state or the next, and all its documents.
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
}: FileStoreOptions): DeviceStore => {
  const stateFile = join(folder, 'state');
  const documents = join(folder, 'documents');
  const documentFile = (digest: Digest): string => join(documents, digest.slice('sha256:'.length));
  const serially = oneAtATime();
  let current: DeviceState | undefined;
  let prepared = false;

  /** Deletes what the state does not refer to: superseded documents, and litter of a write that was cut off. */
  const collect = async (state: DeviceState): Promise<void> => {
    const kept = new Set([...documentsOf(state)].map(documentFile));
    for (const name of await files.list(documents)) {
      const path = join(documents, name);
      if (!kept.has(path)) await files.remove(path);
    }
  };

  const load = async (): Promise<DeviceState> => {
    if (current !== undefined) return current;
    const content = await files.readFile(stateFile, maxBytes);
    current = content === undefined ? EMPTY_DEVICE_STATE : await decodeState(content, stateFile);
    return current;
  };

  const prepare = async (state: DeviceState): Promise<void> => {
    if (prepared) return;
    await makeFolder(files, documents);
    // The last process may have ended between making the folder and waiting for it.
    await files.syncFolder(folder);
    await collect(state);
    prepared = true;
  };

  const getDocument = async (digest: Digest): Promise<Uint8Array | undefined> => {
    try {
      const bytes = await files.readFile(documentFile(digest), maxBytes);
      if (bytes !== undefined) await verifyDigest(bytes, digest);
      return bytes;
    } catch (error) {
      // Never written in this size, so it is not the document that was kept here.
      if (error instanceof FileTooLargeError) return undefined;
      throw error;
    }
  };

  /** Reading is cheaper than wearing out the flash; a damaged document is written anew. */
  const isHeld = (digest: Digest): Promise<boolean> =>
    getDocument(digest).then(
      (bytes) => bytes !== undefined,
      () => false,
    );

  const write = async (last: DeviceState, next: DeviceState, added: readonly StoredDocument[]): Promise<void> => {
    const content = await encodeState(next);
    if (content.byteLength > maxBytes)
      throw new StoreError('ERR_STORE_FAILED', `The device state has grown to more than ${maxBytes} bytes.`, {
        hint: 'Raise maxBytes, or let the fleet manager remove deployments.',
      });
    for (const { digest, bytes } of added)
      if (!(await isHeld(digest))) await writeAtomically(files, documentFile(digest), bytes);
    if (next !== last) await writeAtomically(files, stateFile, content);
  };

  const commit = async (
    change: (state: DeviceState) => DeviceState,
    added: readonly StoredDocument[],
  ): Promise<DeviceState> => {
    const last = await failing('read', load);
    const next = change(last);
    if (next === last && added.length === 0) return last;
    for (const { digest, bytes } of added) requireReadable(digest, bytes);
    await failing('written', async () => {
      await prepare(last);
      // Should this throw, either state may be on the disk: the next call has to look.
      current = undefined;
      prepared = false;
      await write(last, next, added);
      current = next;
      prepared = true;
    });
    // The commit stands; what cannot be deleted now is deleted with a later one.
    await collectIfSmaller(last, next).catch(() => undefined);
    return next;
  };

  /** What could not be read back must not be relied upon. */
  const requireReadable = (digest: Digest, bytes: Uint8Array): void => {
    if (bytes.byteLength <= maxBytes) return;
    throw new StoreError(
      'ERR_DOCUMENT_TOO_LARGE',
      `Expected documents of at most ${maxBytes} bytes, got ${bytes.byteLength} bytes for ${digest}.`,
      { hint: 'Raise maxBytes of the store, or let the fleet manager publish a smaller deployment.' },
    );
  };

  const collectIfSmaller = async (last: DeviceState, next: DeviceState): Promise<void> => {
    const kept = documentsOf(next);
    if ([...documentsOf(last)].some((digest) => !kept.has(digest))) await collect(next);
  };

  return {
    read: () => serially(() => failing('read', load)),
    commit: (change, added = []) => serially(() => commit(change, added)),
    getDocument: (digest) => serially(() => failing('read', () => getDocument(digest))),
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
