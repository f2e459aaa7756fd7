import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const margo = fileURLToPath(new URL('../packages/cli/dist/margo.js', import.meta.url));
const run = promisify(execFile);
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('margo-demo-'));

// Each run has a folder of its own, which has to be gone afterwards.
describe.sequential('the demo, as a user runs it', () => {
  it('plays the whole life of an application between two processes, in plain lines, and cleans up', async () => {
    const before = leftovers();
    const { stdout, stderr } = await run(process.execPath, [margo, 'demo'], { timeout: 120_000 });

    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/All 7 scenes went as expected, in [\d.]+ s\.\n$/);
    expect(stdout.match(/as expected: converged/g)).toHaveLength(5);
    expect(stdout).toContain('failed: broker installed, dashboard failed  (dashboard: The chart cannot be rendered.)');
    expect(stdout).toContain('the device process was killed; starting it again');
    expect(stdout).toContain('removed: broker removed, dashboard removed');
    expect(leftovers()).toEqual(before);
  }, 150_000);

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'cleans up when %s ends it',
    async (signal, code) => {
      const before = leftovers();
      const child = spawn(process.execPath, [margo, 'demo'], { stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      child.stderr.on('data', (chunk) => (said += String(chunk)));
      child.stdout.on('data', (chunk) => {
        if (String(chunk).includes('installed')) child.kill(signal);
      });
      const [exitCode] = (await once(child, 'exit')) as [number | null];
      expect(exitCode).toBe(code);
      expect(said).toBe('margo: stopped, and cleaned up.\n');
      expect(leftovers()).toEqual(before);
    },
    60_000,
  );

  it('cleans up when whoever reads it has gone', async () => {
    const before = leftovers();
    const child = spawn(process.execPath, [margo, 'demo'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    expect(exitCode).toBe(141);
    expect(said).not.toContain('EPIPE');
    expect(leftovers()).toEqual(before);
  }, 60_000);

  it('takes no arguments', async () => {
    await expect(run(process.execPath, [margo, 'demo', 'x'])).rejects.toMatchObject({ code: 2 });
  });
});
