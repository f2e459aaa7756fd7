import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import everything from './vitest.config.js';

interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const folder = fileURLToPath(new URL('./packages/state-machine', import.meta.url));
const mutants = JSON.parse(readFileSync(`${folder}/mutants/mutants.json`, 'utf8')) as readonly Mutant[];

/** Breaks one rule while the sources are loaded; none when no mutant is asked for. */
const mutate = (wanted: string | undefined): Plugin => {
  const mutant = mutants.find(({ id }) => id === wanted);
  if (wanted && !mutant) throw new Error(`There is no mutant ${wanted}.`);
  return {
    name: 'mutants',
    enforce: 'pre',
    transform: (code, path) => {
      if (mutant === undefined || path.split('?')[0] !== `${folder}/${mutant.file}`) return undefined;
      const [before = '', after, ...more] = code.split(mutant.find);
      if (after === undefined || more.length > 0)
        throw new Error(`The text of ${mutant.id} does not stand exactly once in ${mutant.file}.`);
      return { code: before + mutant.replace + after, map: null };
    },
  };
};

/** The same order each time, so that the same test is named. */
class ByName extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)));
  }
}

/** The tests of the lifecycle against one mutant of it: `MARGO_MUTANT` names it. See tools/mutants.mjs. */
export default defineConfig({
  ...everything,
  plugins: [mutate(process.env['MARGO_MUTANT'])],
  test: {
    include: ['packages/state-machine/test/**/*.test.ts'],
    // Pictures of the machine and of runs differ as soon as anything does, which says nothing about the rules.
    exclude: ['packages/state-machine/test/{diagram.test.ts,mutants.test.ts,timeline/**}'],
    sequence: { sequencer: ByName },
    // One after the other in one thread: the sources are loaded once, and nothing goes on when the run is ended.
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    bail: 1,
    testTimeout: 20_000,
  },
});
