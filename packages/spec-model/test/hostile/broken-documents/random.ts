/** Numbers that look random and are the same in every run: what fails once fails again. */
export interface Random {
  /** A whole number from 0 up, below `end`. */
  below(end: number): number;
  chance(part: number): boolean;
  pick<Entry>(entries: readonly Entry[]): Entry;
  /** A name that no document has. */
  word(): string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Mulberry32: 32 bits of state, and good enough for choosing what to break. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    chance: (part) => next() < part,
    pick: <Entry>(entries: readonly Entry[]): Entry => {
      const entry = entries[below(entries.length)];
      if (entries.length === 0) throw new Error('There is nothing to pick from.');
      return entry as Entry;
    },
    word: () => Array.from({ length: 3 + below(6) }, () => LETTERS[below(LETTERS.length)]).join(''),
  };
};
