import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { DEFAULT_READ_LIMITS } from '@margo-sdk/spec-model';
import type { Context } from '../command.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';

/** One byte more than any document may have: enough to see that it is too long, whatever stands behind the name. */
const MAX_BYTES = DEFAULT_READ_LIMITS.maxBytes + 1;

/** What was read, or why nothing could be. */
export type Input = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string };

/** What reading needs to know. */
export type Source = Pick<Context, 'stdin' | 'folder' | 'signal'>;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it, or write a pattern such as "folder/*.yaml"',
  EACCES: 'you are not allowed to read it',
};

/** Reads a file, or standard input for `-`, up to the size that a document can have. */
export const readInput = async (name: string, { stdin, folder, signal }: Source): Promise<Input> => {
  try {
    if (name !== '-') return { ok: true, bytes: await readFile(resolve(folder, name), signal) };
    // It has one end, and whoever reads first gets all of it.
    if (stdin.readableEnded || stdin.destroyed) return { ok: false, reason: 'standard input was read already' };
    return { ok: true, bytes: await readStream(addAbortSignal(signal, stdin)) };
  } catch (error) {
    signal.throwIfAborted();
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return { ok: false, reason: REASONS[code] ?? code };
  }
};

/** The same for what a command cannot do without. */
export const readNeeded = async (name: string, source: Source): Promise<Uint8Array> => {
  const input = await readInput(name, source);
  if (input.ok) return input.bytes;
  throw new UsageError(`Cannot read ${printable(name)}: ${input.reason}.`);
};

const readFile = async (path: string, signal: AbortSignal): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    // A stream that is ended before anybody listens to it takes the process with it.
    signal.throwIfAborted();
    return await readStream(addAbortSignal(signal, file.createReadStream({ autoClose: false })));
  } finally {
    await file.close();
  }
};

const readStream = async (stream: Readable): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES);
};
