import { defineConfig, type Options } from 'tsup';

/** The one build recipe: ESM first, CJS beside it, types for both. `splitting` keeps a class one class across subpaths. */
export const library = (entry: Record<string, string>, more: Options = {}): ReturnType<typeof defineConfig> =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    dts: process.env['MARGO_BUILD_TYPES'] !== 'skip',
    splitting: true,
    sourcemap: true,
    clean: true,
    target: 'node20',
    treeshake: true,
    tsconfig: '../../tsconfig.build.json',
    ...more,
  });
