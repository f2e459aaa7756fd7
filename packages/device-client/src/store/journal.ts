import { sha256Digest } from '@margo-sdk/protocol';
import type { Digest } from '@margo-sdk/spec-model';

// A line for each commit: how many bytes of text it has, a digest, and the text. The digest covers the digest of the
// line before, the first one that of the snapshot, so no line is taken for one of another journal or another place.

/** A line of a journal, ready to be written. */
export interface JournalLine {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** What a journal says. */
export interface Journal {
  readonly texts: readonly string[];
  /** Digest of the last line; that of the snapshot if there is none. */
  readonly digest: Digest;
  /** Bytes of all whole lines. What is behind them was never acknowledged. */
  readonly length: number;
}

const NEWLINE = 0x0a;
const HEAD = /^([1-9]\d{0,9}) (sha256:[0-9a-f]{64}) /;
const LONGEST_HEAD = 10 + 1 + 'sha256:'.length + 64 + 1;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const digestOf = (previous: Digest, text: string): Promise<Digest> => sha256Digest(encode(`${previous} ${text}`));

/**
 * Makes the next line.
 *
 * @param text - without line breaks
 */
export const journalLine = async (previous: Digest, text: string): Promise<JournalLine> => {
  const digest = await digestOf(previous, text);
  return { digest, bytes: encode(`${encode(text).byteLength} ${digest} ${text}\n`) };
};

/**
 * Reads a journal up to where its last commit was cut off, if it was.
 *
 * @param snapshot - digest of the snapshot that it goes on from
 * @throws Error: a line is damaged that others were written behind, so it had been acknowledged
 */
export const readJournal = async (bytes: Uint8Array, snapshot: Digest): Promise<Journal> => {
  const texts: string[] = [];
  let digest = snapshot;
  let length = 0;
  while (length < bytes.byteLength) {
    const head = headAt(bytes, length);
    const text = head && bytes[head.to] === NEWLINE ? decode(bytes.subarray(head.from, head.to)) : undefined;
    if (head === undefined || text === undefined || head.digest !== (await digestOf(digest, text))) {
      requireTorn(bytes, length, head?.to);
      break;
    }
    texts.push(text);
    digest = head.digest;
    length = head.to + 1;
  }
  return { texts, digest, length };
};

/** Where the text of the line that begins there is said to be, and its digest. */
const headAt = (
  bytes: Uint8Array,
  start: number,
): { readonly digest: Digest; readonly from: number; readonly to: number } | undefined => {
  const head = HEAD.exec(decode(bytes.subarray(start, start + LONGEST_HEAD)));
  if (head === null) return undefined;
  const from = start + head[0].length;
  return { digest: head[2] as Digest, from, to: from + Number(head[1]) };
};

/** A commit that was cut off is the last thing in the file and one line at most: the one before had been waited for. */
const requireTorn = (bytes: Uint8Array, start: number, end: number | undefined): void => {
  const last = bytes.byteLength - 1;
  const newline = bytes.indexOf(NEWLINE, start);
  if ((newline === -1 || newline === last) && (end === undefined || end >= last)) return;
  throw new Error('a line before the last one is damaged');
};
