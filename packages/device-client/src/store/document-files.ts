import { join } from 'node:path';
import { verifyDigest } from '@margo-sdk/protocol';
import type { Digest } from '@margo-sdk/spec-model';
import { FileTooLargeError, type FileSystem } from '../files/file-system.js';
import { writeAtomically } from '../files/write-atomically.js';
import type { StoredDocument } from './device-store.js';

/** Documents on the disk, each in a file of its own that has its digest as its name. */
export interface DocumentFiles {
  /** Gives a document; undefined when it is not there. */
  get(digest: Digest): Promise<Uint8Array | undefined>;
  /** Keeps what is not kept yet, or was damaged; resolves when it is on the disk. */
  put(documents: readonly StoredDocument[]): Promise<void>;
  /** Deletes these. */
  remove(digests: readonly Digest[]): Promise<void>;
  /** Deletes all others: superseded documents, and what a write left that was cut off. */
  keepOnly(digests: ReadonlySet<Digest>): Promise<void>;
}

/** Makes the documents of a folder, which has to exist before any is put there. */
export const createDocumentFiles = (files: FileSystem, folder: string, maxBytes: number): DocumentFiles => {
  const fileOf = (digest: Digest): string => join(folder, digest.slice('sha256:'.length));

  const get = async (digest: Digest): Promise<Uint8Array | undefined> => {
    try {
      const bytes = await files.readFile(fileOf(digest), maxBytes);
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
    get(digest).then(
      (bytes) => bytes !== undefined,
      () => false,
    );

  return {
    get,
    put: async (documents) => {
      for (const { digest, bytes } of documents)
        if (!(await isHeld(digest))) await writeAtomically(files, fileOf(digest), bytes);
    },
    remove: async (digests) => {
      for (const digest of digests) await files.remove(fileOf(digest));
    },
    keepOnly: async (digests) => {
      const kept = new Set([...digests].map(fileOf));
      for (const name of await files.list(folder)) {
        const path = join(folder, name);
        if (!kept.has(path)) await files.remove(path);
      }
    },
  };
};
