import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { DEFAULT_READ_LIMITS } from '@margo-sdk/spec-model';

/** One byte more than any document may have: enough to see that it is too long, whatever stands behind the name. */
const MAX_BYTES = DEFAULT_READ_LIMITS.maxBytes + 1;

/** What was read, or why nothing could be. */
export type Input = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string };

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'you are not allowed to read it',
};

/** Reads a file, or standard input for `-`, up to the size that a document can have. */
export const readInput = async (name: string, stdin: Readable): Promise<Input> => {
  try {
    return { ok: true, bytes: await (name === '-' ? readStream(stdin) : readFile(name)) };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return { ok: false, reason: REASONS[code] ?? code };
  }
};

const readFile = async (path: string): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    return await readStream(file.createReadStream({ autoClose: false }));
  } finally {
    await file.close();
  }
};

const readStream = async (stream: Readable): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES);
};
