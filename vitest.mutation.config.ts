import { defineConfig } from 'vitest/config';
import everything from './vitest.config.js';

/** The tests that mutation testing runs: those of documents and their rules, without generated and foreign ones. */
export default defineConfig({
  ...everything,
  test: {
    include: ['packages/spec-model/test/**/*.test.ts'],
    exclude: [
      'packages/spec-model/test/hostile/**',
      'packages/spec-model/test/corpus/**',
      'packages/spec-model/test/{yaml,edit,json,json-schema,write}/**',
    ],
    testTimeout: 20_000,
  },
});
