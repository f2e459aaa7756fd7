import type { LoadedPiece } from './desired-state.js';
import type { Piece } from './piece.js';

/** Entries of deployments that follow each other in a manifest, with a comma after each. */
interface EntryRun {
  readonly pieces: readonly LoadedPiece[];
  readonly bytes: Uint8Array;
}

/** How many deployments share a run, on average: more make a change more work, and fewer everything around it. */
const LENGTH = 32;

/** What was written, by the first piece: it lives as long as whoever publishes remembers that piece. */
const KEPT = new WeakMap<Piece, EntryRun>();

/**
 * Tells whether a deployment is the last of its run. That is its own affair, drawn from its id, so that one that comes or
 * goes changes no runs but its own and the next.
 *
 * @param key - a UUID
 */
export const endsRun = (key: string): boolean => Number.parseInt(key.slice(-2), 16) % LENGTH === 0;

/** Writes the entries of a manifest; those of runs that are the same as last time are given as they were written then. */
export const writeEntries = (pieces: readonly LoadedPiece[]): readonly Uint8Array[] => {
  const runs: Uint8Array[] = [];
  let start = 0;
  for (const [index, piece] of pieces.entries())
    if (piece.content.endsRun || index === pieces.length - 1) {
      runs.push(writeRun(pieces.slice(start, index + 1)));
      start = index + 1;
    }
  return runs;
};

const writeRun = (pieces: readonly LoadedPiece[]): Uint8Array => {
  const [first] = pieces;
  const kept = first && KEPT.get(first);
  if (kept && isSame(kept.pieces, pieces)) return kept.bytes;
  const bytes = new TextEncoder().encode(pieces.map(({ content }) => `${content.entry},`).join(''));
  if (first) KEPT.set(first, { pieces, bytes });
  return bytes;
};

const isSame = (some: readonly Piece[], others: readonly Piece[]): boolean =>
  some.length === others.length && some.every((piece, index) => piece === others[index]);
