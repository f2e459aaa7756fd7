import { defineConfig } from 'vitest/config';
import everything from './vitest.config.js';

/**
 * The tests that mutation testing runs: those that name what a rule says, and where. Left out is what takes long and
 * would kill a mutant only by chance: generated, hostile and foreign documents, and the examples that show rule by rule
 * that it is reported at all.
 */
export default defineConfig({
  ...everything,
  test: {
    include: [
      'packages/spec-model/test/{rules,application-description,application-deployment}/**/*.test.ts',
      'packages/spec-model/test/{application-package,compose-archive,wire,revisions,revisions-wire}/**/*.test.ts',
    ],
    exclude: [
      'packages/spec-model/test/rules/every-rule.test.ts',
      'packages/spec-model/test/revisions/hostile.test.ts',
    ],
    testTimeout: 20_000,
  },
});
