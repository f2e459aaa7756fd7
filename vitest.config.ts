import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run against the sources, so a failing line is the line that was written.
    alias: [
      { find: '@margo-sdk/spec-model/models', replacement: source('spec-model/src/models.ts') },
      { find: '@margo-sdk/spec-model/positions', replacement: source('spec-model/src/positions/index.ts') },
      { find: /^@margo-sdk\/protocol\/(client|node|signatures)$/, replacement: source('protocol/src/$1/index.ts') },
      { find: '@margo-sdk/orchestrator-client/node', replacement: source('orchestrator-client/src/serve/node.ts') },
      {
        find: '@margo-sdk/orchestrator-client/sqlite',
        replacement: source('orchestrator-client/src/store/sqlite/index.ts'),
      },
      { find: /^@margo-sdk\/([a-z-]+)$/, replacement: source('$1/src/index.ts') },
    ],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
    reporters: ['default', './tools/closing-line-reporter.mjs'],
    testTimeout: 20_000,
  },
});
