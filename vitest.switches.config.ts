import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mutate, type Mutant } from './tools/mutants/mutate.js';
import everything from './vitest.config.js';

const root = fileURLToPath(new URL('./', import.meta.url));
const folder = `${root}conformance/switches/`;
const switches = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(folder + file, 'utf8')) as readonly Mutant[],
);

/** All tests, with one row of the specification switched off: `MARGO_MUTANT` names the switch. See tools/switches.mjs. */
export default defineConfig({
  ...everything,
  plugins: [mutate(root, switches, process.env['MARGO_MUTANT'])],
  test: { ...everything.test, reporters: ['default'] },
});
