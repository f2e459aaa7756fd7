import { MargoError } from '../errors.js';

/** A piece of a text that is replaced. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Replaces pieces of a text; of two that start at one place, the one that was said first comes first. */
export const applySplices = (text: string, splices: readonly Splice[]): string => {
  const sorted = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, text: piece } of sorted) {
    if (start < done) throw new MargoError('ERR_EDIT_FAILED', 'Two changes meet in one place of the text.');
    pieces.push(text.slice(done, start), piece);
    done = end;
  }
  return pieces.join('') + text.slice(done);
};
