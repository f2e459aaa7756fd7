import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MargoError } from '@margo-sdk/spec-model';
import * as z from 'zod';

/** A trust bundle as it came, with where it came from. */
export interface RetrievedBundle {
  /** The document byte by byte. */
  readonly bytes: Uint8Array;
  readonly url: string;
  readonly etag?: string;
}

/** Where a bundle outlives a restart (TB-18). */
export interface BundleCacheOptions {
  readonly path: string;
  /** Whose anchors they are. */
  readonly trustDomain: string;
  /** Secret of the device: with it the file is protected against changes, without it against damage (M-58). */
  readonly key?: Uint8Array;
  /** The most bytes that the bundle may have. */
  readonly maxBytes: number;
}

/** Keeps one bundle. */
export interface BundleCache {
  /**
   * Gives what was kept; undefined when there is no file.
   *
   * @throws MargoError `ERR_TRUST_CACHE_INVALID`: damaged, of another trust domain, or open to others
   */
  read(): Promise<RetrievedBundle | undefined>;
  /** Puts a bundle in the place of what was kept, and waits until it is on the disk. Throws what the platform says. */
  write(retrieved: RetrievedBundle): Promise<void>;
}

const FORMAT = 1;
/** Base64 takes four bytes for three; the rest of the file is small. */
const ROOM_FOR_THE_REST = 16 * 1024;

const fileSchema = z.object({
  format: z.literal(FORMAT),
  trustDomain: z.string(),
  url: z.string(),
  etag: z.string().optional(),
  bundle: z.base64(),
  proof: z.string(),
});

/** Keeps a bundle in a file that only its owner may read and write. */
export const createBundleCache = ({ path, trustDomain, key, maxBytes }: BundleCacheOptions): BundleCache => {
  /** Over everything that is kept, in an order that is ours, so that nothing of it can be exchanged. */
  const proofOf = ({ url, etag, bundle }: { url: string; etag?: string | undefined; bundle: string }): string => {
    const content = JSON.stringify([FORMAT, trustDomain, url, etag ?? null, bundle]);
    return (key === undefined ? createHash('sha256') : createHmac('sha256', key)).update(content).digest('base64');
  };

  return {
    read: async () => {
      const text = await readOwned(path, Math.ceil(maxBytes / 3) * 4 + ROOM_FOR_THE_REST);
      if (text === undefined) return undefined;
      const file = readShape(text);
      if (file.trustDomain !== trustDomain) throw invalid('it belongs to another trust domain');
      if (!isSame(file.proof, proofOf(file))) throw invalid('it was changed or damaged since it was written');
      const bytes = new Uint8Array(Buffer.from(file.bundle, 'base64'));
      return { bytes, url: file.url, ...(file.etag !== undefined && { etag: file.etag }) };
    },
    write: async ({ bytes, url, etag }) => {
      const content = { url, ...(etag !== undefined && { etag }), bundle: Buffer.from(bytes).toString('base64') };
      await replace(path, JSON.stringify({ format: FORMAT, trustDomain, ...content, proof: proofOf(content) }));
    },
  };
};

const readShape = (text: string): z.infer<typeof fileSchema> => {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid('it does not have the form that it is written in', cause);
  }
};

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Whoever can write the file decides whom the device trusts, so it has to be nobody else's (M-58). */
const readOwned = async (path: string, maxBytes: number): Promise<string | undefined> => {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw invalid('it cannot be opened', error);
  });
  if (file === undefined) return undefined;
  try {
    const { mode, uid, size } = await file.stat();
    const ownUid = process.getuid?.(); // Windows has none, and says nothing useful in mode either
    if (ownUid !== undefined && (uid !== ownUid || (mode & 0o077) !== 0))
      throw invalid('others than its owner may read or write it');
    if (size > maxBytes) throw invalid(`it has more than ${maxBytes} bytes`);
    return await file.readFile('utf8');
  } catch (error) {
    throw MargoError.isInstance(error) ? error : invalid('it cannot be read', error);
  } finally {
    await file.close();
  }
};

/** Whoever reads, also after a power cut, finds the old file or the new one. */
const replace = async (path: string, text: string): Promise<void> => {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await unlink(unfinished).catch(() => undefined); // it may never have been made
    throw error;
  }
  // Windows cannot open a folder; there the rename itself is all that can be asked for.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const invalid = (what: string, cause?: unknown): MargoError =>
  new MargoError('ERR_TRUST_CACHE_INVALID', `The trust bundle that was kept cannot be used: ${what}.`, {
    cause,
    hint: 'Remove the file, and let the device fetch the bundle from the identity service.',
  });
