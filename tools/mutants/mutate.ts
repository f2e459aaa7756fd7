import type { Plugin } from 'vitest/config';

/** A text of a source that stands there once, and what takes its place. */
export interface Mutant {
  readonly id: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Breaks one rule while the sources are loaded; none when no mutant is asked for. */
export const mutate = (root: string, mutants: readonly Mutant[], wanted: string | undefined): Plugin => {
  const mutant = mutants.find(({ id }) => id === wanted);
  if (wanted && !mutant) throw new Error(`There is no mutant ${wanted}.`);
  return {
    name: 'mutants',
    enforce: 'pre',
    transform: (code, path) => {
      if (mutant === undefined || path.split('?')[0] !== `${root}${mutant.file}`) return undefined;
      const [before = '', after, ...more] = code.split(mutant.find);
      if (after === undefined || more.length > 0)
        throw new Error(`The text of ${mutant.id} does not stand exactly once in ${mutant.file}.`);
      return { code: before + mutant.replace + after, map: null };
    },
  };
};
