import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const margo = fileURLToPath(new URL('../packages/cli/dist/margo.js', import.meta.url));
const example = fileURLToPath(new URL('../examples/two-charts/margo.yaml', import.meta.url));

describe('margo as a process', () => {
  it.skipIf(!existsSync('/dev/full'))('does not say that all is well when its output is lost', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [margo, 'schema'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'margo: Cannot write to standard output: ENOSPC.\n' });
  });

  it('ends quietly between two files when whoever reads it has gone', async () => {
    const names = Array.from({ length: 40 }, (_, at) =>
      example.replace('/two-charts/', `${'/.'.repeat(at)}/two-charts/`),
    );
    const child = spawn(process.execPath, [margo, 'validate', ...names], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    await once(child, 'close');
    expect({ said, code: child.exitCode }).toEqual({ said: '', code: 141 });
  });
});
