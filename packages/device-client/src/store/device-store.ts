import type { Digest } from '@margo-sdk/spec-model';
import type { DeviceState } from './device-state.js';

/** A document and the digest that its bytes have. */
export interface StoredDocument {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/**
 * The memory of a device. Whoever brings another one keeps three promises: a commit is there as a whole or not at all,
 * also after a power cut; commits happen one after the other; a document is there as long as the state refers to it.
 * One process at a time uses a store.
 */
export interface DeviceStore {
  /** What was committed last; `EMPTY_DEVICE_STATE` if nothing ever was. */
  read(): Promise<DeviceState>;
  /**
   * Changes the state in one step.
   *
   * Every event of a deployment and every report that was answered is a commit: about 3c + 4 of them to install c
   * components. `createFileStore` writes what is different and nothing else, so one costs with a thousand deployments
   * about what it costs with one (`bench/device-store.mjs`). Records and reports that did not change are the same
   * objects in the next state, so a store can tell by identity what it has to write.
   *
   * @param change - pure; gives the next state, or the same one when there is nothing to change. When it throws,
   *   nothing happens.
   * @param documents - documents that the next state refers to; they are kept before it is. Those of which the right
   *   bytes are kept already need not be written again, those that are missing or damaged are, even if the state stays
   *   the same.
   * @returns the state that is now in force
   */
  commit(change: (state: DeviceState) => DeviceState, documents?: readonly StoredDocument[]): Promise<DeviceState>;
  /**
   * Gives the exact bytes of a document that the state refers to; undefined when it is not there.
   *
   * @throws DigestMismatchError `ERR_DIGEST_MISMATCH`: the bytes were damaged where they are kept
   */
  getDocument(digest: Digest): Promise<Uint8Array | undefined>;
}
