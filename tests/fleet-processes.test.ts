import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const margo = fileURLToPath(new URL('../packages/cli/dist/margo.js', import.meta.url));
const run = promisify(execFile);

let folder = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'margo-processes-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Starts a command that goes on. */
const begin = (...argv: string[]) => {
  const child = spawn(process.execPath, [margo, ...argv], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  return {
    line: async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const found = pattern.exec(out);
        if (found) return found;
        await once(child.stdout, 'data');
      }
    },
    endsBy: async (signal: NodeJS.Signals) => {
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
      return { code: child.exitCode, out };
    },
  };
};

describe.each(['rc3', 'rc2-signed'])('a fleet manager and a device as processes that speak %s', (profile) => {
  const spoken = ['--dev', '--profile', profile];

  it(
    'talk to each other, and end in order at the signals of a service manager and of a person',
    { timeout: 60_000 },
    async () => {
      const wfm = begin('wfm', ...spoken, '--port', '0');
      const [, url = ''] = await wfm.line(/listens at (https:\S+)\n/);
      const agent = begin('agent', ...spoken, '--wfm', url);
      await agent.line(/manifest 1 accepted/);
      const { stdout } = await run(process.execPath, [margo, 'status'], { cwd: folder });
      expect(stdout).toMatch(/client\/(device-1|[0-9a-f-]{36}) is to run nothing, by manifest 1\./);

      const device = await agent.endsBy('SIGINT');
      expect(device.code).toBe(130);
      expect(device.out).toMatch(/\nstopping: [^\n]*\n$/);
      const manager = await wfm.endsBy('SIGTERM');
      expect(manager.code).toBe(143);
      expect(manager.out).toMatch(/\nclosing: [^\n]*\n$/);

      // What was promised is there for the next processes.
      const again = begin('wfm', ...spoken, '--port', '0');
      const [, elsewhere = ''] = await again.line(/listens at (https:\S+)\n/);
      const once = await run(process.execPath, [margo, 'agent', ...spoken, '--once', '--wfm', elsewhere], {
        cwd: folder,
      });
      expect(once.stdout).toContain('nothing new');
    },
  );
});
