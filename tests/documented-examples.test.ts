import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'tests/.examples');

interface Example {
  readonly name: string;
  readonly code: string;
}

/** The code of every `@example` block of a source file. */
const examplesOf = (file: string): Example[] =>
  [...readFileSync(file, 'utf8').matchAll(/@example[^\n]*\n\s*\* ```ts\n([\s\S]*?)\n\s*\* ```/g)].map(
    ([, block = ''], n) => ({
      name: `${relative(root, file)} #${n + 1}`,
      code: block.replace(/^\s*\* ?/gm, ''),
    }),
  );

/** The code of every fenced TypeScript block of a page. */
const blocksOf = (file: string): Example[] =>
  [...readFileSync(file, 'utf8').matchAll(/^```ts\n([\s\S]*?)\n```$/gm)].map(([, code = ''], n) => ({
    name: `${relative(root, file)} #${n + 1}`,
    code,
  }));

const sources = readdirSync(join(root, 'packages'), { recursive: true, withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() && /^packages\/[a-z-]+\/src/.test(relative(root, entry.parentPath)) && entry.name.endsWith('.ts'),
  )
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const examples = [...sources.flatMap(examplesOf), ...blocksOf(join(root, 'README.md'))];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

describe('documented examples', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples.map((example, n) => ({ ...example, n })))('$name', async ({ code, n }) => {
    const file = join(folder, `example-${n}.ts`);
    writeFileSync(file, code);
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      await import(/* @vite-ignore */ pathToFileURL(file).href);
    } finally {
      log.mockRestore();
    }
  });
});
