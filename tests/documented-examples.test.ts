import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
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
    name: `#${n + 1} of ${relative(root, file)}`,
    code,
  }));

const sources = readdirSync(join(root, 'packages'), { recursive: true, withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() && /^packages\/[a-z-]+\/src/.test(relative(root, entry.parentPath)) && entry.name.endsWith('.ts'),
  )
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const pages = [
  'README.md',
  'docs/device.md',
  'docs/faults.md',
  'docs/fleet-manager.md',
  'docs/identity.md',
  'docs/rendering.md',
  'docs/migration-symphony.md',
  'docs/signed-profile.md',
  'packages/spec-model/README.md',
  'packages/state-machine/README.md',
];
const examples = [...sources.flatMap(examplesOf), ...pages.flatMap((page) => blocksOf(join(root, page)))];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

describe('documented examples', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples.map((example, n) => ({ ...example, n })))('$name', async ({ name, code, n }) => {
    const file = join(folder, `example-${n}.ts`);
    writeFileSync(file, code);
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      await import(/* @vite-ignore */ pathToFileURL(file).href);
      // A page shows what is printed, so that is what has to be printed.
      if (name.endsWith('.md')) {
        const printed = log.mock.calls.map((call) =>
          call
            .map((value) => (typeof value === 'string' ? value : inspect(value)))
            .join(' ')
            .trim(),
        );
        const promised = [...code.matchAll(/^.*console\.log\(.*\); \/\/ (.*)$|^\/\/ (.*)$(?=\nfor \()/gm)].map(
          ([, after, above]) => after ?? above,
        );
        expect(printed).toEqual(promised);
      }
    } finally {
      log.mockRestore();
    }
  });
});
