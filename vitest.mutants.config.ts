import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { mutate, type Mutant } from './tools/mutants/mutate.js';
import everything from './vitest.config.js';

const root = fileURLToPath(new URL('./', import.meta.url));
const folder = 'packages/state-machine/';
const mutants = (JSON.parse(readFileSync(`${root}${folder}mutants/mutants.json`, 'utf8')) as readonly Mutant[]).map(
  (mutant) => ({ ...mutant, file: folder + mutant.file }),
);

/** The same order each time, so that the same test is named. */
class ByName extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)));
  }
}

/** The tests of the lifecycle against one mutant of it: `MARGO_MUTANT` names it. See tools/mutants.mjs. */
export default defineConfig({
  ...everything,
  plugins: [mutate(root, mutants, process.env['MARGO_MUTANT'])],
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
