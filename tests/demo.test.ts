import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readRun, timelineOf } from '@margo-sdk/state-machine';
import { afterAll, describe, expect, it } from 'vitest';

const margo = fileURLToPath(new URL('../packages/cli/dist/margo.js', import.meta.url));
const run = promisify(execFile);
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('margo-demo-'));

const folder = mkdtempSync(join(tmpdir(), 'margo-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Each run has a folder of its own, which has to be gone afterwards.
describe.sequential('the demo, as a user runs it', () => {
  it('plays the whole life of an application between two processes, in plain lines, records it, and cleans up', async () => {
    const before = leftovers();
    const record = join(folder, 'run.jsonl');
    writeFileSync(record, 'of another run');
    const { stdout, stderr } = await run(process.execPath, [margo, 'demo', '--run', record], { timeout: 120_000 });

    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/\nAll 7 scenes went as expected, in [\d.]+ s\.\n[^\n]+\n$/);
    expect(stdout).toContain(`What the device did is in ${record}; margo timeline ${record} -o run.svg draws it.\n`);
    expect(stdout.match(/as expected: converged/g)).toHaveLength(5);
    expect(leftovers()).toEqual(before);

    expect(stdout).toMatch(
      /broker is tried again {2}\(The registry does not answer\.\)\n +1\.2\.0 failed: database installed, broker failed, dashboard pending {2}\(broker: The chart cannot be rendered\.\)/,
    );
    expect(stdout).toMatch(/version 1\.4\.0 is published meanwhile\n +1\.4\.0 pending: database installed, /);
    expect(stdout).toContain('the device process was killed; starting it again\n   1.4.0 installed: ');
    expect(stdout).not.toContain('upgrade dashboard 1.3.0');
    expect(stdout).toContain('none removed: database removed, broker removed, dashboard removed');

    // What the device itself has recorded says the same, across the kill.
    const { deployments, outages } = timelineOf(readRun(readFileSync(record, 'utf8')));
    expect(outages).toMatchObject([{ unexpected: true }]);
    const [deployment, ...others] = deployments;
    expect(others).toEqual([]);
    expect(deployment?.adoptions).toHaveLength(8);
    const steps = deployment?.components.map(({ name, steps: taken }) => [
      name,
      taken.filter(({ kind }) => kind !== 'prepare').map(({ kind, outcome }) => `${kind} ${outcome}`),
    ]);
    expect(steps).toEqual([
      ['database', ['install', 'upgrade', 'upgrade', 'upgrade', 'remove'].map((kind) => `${kind} succeeded`)],
      [
        'broker',
        [
          'install succeeded',
          'upgrade succeeded',
          'upgrade failed',
          'upgrade failed',
          'install succeeded',
          'upgrade succeeded',
          'upgrade succeeded',
          'remove succeeded',
        ],
      ],
      [
        'dashboard',
        [
          'install succeeded',
          'upgrade succeeded',
          'upgrade succeeded',
          'reconfigure succeeded',
          'upgrade cut off',
          'upgrade succeeded',
          'remove succeeded',
        ],
      ],
    ]);
  }, 150_000);

  it('plays the same where every message is signed, and the device asks to be let in, once (LG-01, LG-03, M-57)', async () => {
    const before = leftovers();
    // They wait more than they work, so they wait together.
    const profiles = ['rc2-signed', 'pr1', 'symphony-2025'];
    const plays = profiles.map((profile) =>
      run(process.execPath, [margo, 'demo', '--profile', profile], { timeout: 120_000 }),
    );
    for (const [at, { stdout, stderr }] of (await Promise.all(plays)).entries()) {
      expect(stderr).toBe('');
      expect(stdout).toContain(`sign what they say (RFC 9421, profile ${profiles[at]}).\n`);
      expect(stdout.match(/The device asked to be let in, and is client [0-9a-f-]{36}\./g)).toHaveLength(1);
      expect(stdout).toContain('the device process was killed; starting it again\n   1.4.0 installed: ');
      expect(stdout).toMatch(/\nAll 7 scenes went as expected, in [\d.]+ s\.\n$/);
    }
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

  it('says at once when the record cannot be written', async () => {
    const nowhere = join(folder, 'missing', 'run.jsonl');
    await expect(run(process.execPath, [margo, 'demo', '--run', nowhere])).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: `margo: Cannot write ${nowhere}: there is no such folder.\n`,
    });
  });

  it('knows no other profile', async () => {
    await expect(run(process.execPath, [margo, 'demo', '--profile', 'rc2'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--profile is rc2, but must be one of rc3, rc2-signed, pr1, symphony-2025.'),
    });
  });

  it('takes no arguments', async () => {
    await expect(run(process.execPath, [margo, 'demo', 'x'])).rejects.toMatchObject({ code: 2 });
  });
});
