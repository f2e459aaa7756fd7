/** Builds what is missing or stale, with one line of progress a package, in the order in which they import. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const ORDER = [
  ['spec-model'],
  ['protocol', 'state-machine'],
  ['device-client', 'orchestrator-client'],
  ['testkit'],
  ['cli'],
];

const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
const builtAt = (name) => {
  try {
    return statSync(join(root, 'packages', name, 'dist/index.d.ts')).mtimeMs;
  } catch {
    return 0;
  }
};
const recipe = Math.max(...['tsup.base.ts', 'tsconfig.base.json'].map((file) => statSync(join(root, file)).mtimeMs));

let below = recipe;
for (const level of ORDER) {
  const stale = level.filter((name) => builtAt(name) < Math.max(below, newest(join(root, 'packages', name, 'src'))));
  await Promise.all(
    stale.map(async (name) => {
      const started = performance.now();
      try {
        await run('pnpm', ['exec', 'tsup', '--silent'], { cwd: join(root, 'packages', name) });
      } catch (error) {
        console.error(`building ${name} failed\n${error.stdout ?? ''}${error.stderr ?? ''}`);
        process.exit(1);
      }
      console.error(`built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }),
  );
  below = Math.max(below, ...level.map(builtAt));
}
