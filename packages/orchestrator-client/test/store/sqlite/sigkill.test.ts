import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sha256Digest } from '@margo-sdk/protocol';
import Libsql from 'libsql';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqliteStore } from '../../../src/store/sqlite/index.js';
import { deploymentId, deploymentOf, deviceId, PRESS } from './writing-process-data.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Among the dependencies, so that the process finds libsql, and nobody else finds the file. */
const built = here('../../../node_modules/.writing-process');
const folder = mkdtempSync(join(tmpdir(), 'fleet-sigkill-'));
const file = join(folder, 'fleet.db');

beforeAll(async () => {
  await build({
    config: false,
    silent: true,
    clean: true,
    entry: { main: here('writing-process.ts') },
    outDir: built,
    format: 'cjs',
    outExtension: () => ({ js: '.cjs' }),
    tsconfig: here('../../../../../tsconfig.json'),
    noExternal: [/^@margo-sdk\//],
    external: ['libsql'],
  });
}, 60_000);
afterAll(() => {
  for (const left of [folder, built]) rmSync(left, { recursive: true, force: true });
});

type Acknowledged = Readonly<Record<'version' | 'status' | 'device', number>>;

/** Lets a process write until it has acknowledged so many writes, and kills it there. */
const writeUntil = async (writes: number, before: Acknowledged): Promise<Acknowledged> => {
  const child = spawn(process.execPath, [join(built, 'main.cjs'), file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged = { ...before };
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, number] = line.split(' ') as [keyof Acknowledged, string];
    acknowledged[what] = Number(number);
    count += 1;
    if (count === writes) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return acknowledged;
};

it('a fleet manager that is killed again and again forgets nothing that it has acknowledged (DS-07, M-26)', async () => {
  let acknowledged: Acknowledged = { version: 0, status: 0, device: 0 };
  for (const writes of [1, 2, 3, 7, 20, 45, 80, 4]) {
    acknowledged = await writeUntil(writes, acknowledged);

    const raw = new Libsql(file);
    expect(raw.prepare('PRAGMA integrity_check').all([])).toMatchObject([{ integrity_check: 'ok' }]);
    raw.close();
    const store = await createSqliteStore({ file });
    const version = Number((await store.latestManifest(PRESS))?.version ?? 0n);
    const kept = {
      version,
      status: (await store.status(PRESS, deploymentId, deviceId))?.receivedAtMs ?? 0,
      device: (await store.device(PRESS, deviceId))?.receivedAtMs ?? 0,
    };
    // One write may have been done and not acknowledged.
    for (const what of ['version', 'status', 'device'] as const)
      expect([acknowledged[what], acknowledged[what] + 1], what).toContain(kept[what]);
    const history = await store.history(PRESS, deploymentId);
    expect(history.map(({ from }) => Number(from))).toEqual(Array.from({ length: version }, (_, n) => n + 1));
    for (const { from, deployment } of history) {
      const digest = await sha256Digest(new TextEncoder().encode(deploymentOf(Number(from))));
      const artefact = await store.artefact(PRESS, digest);
      expect([deployment?.digest, artefact && (await sha256Digest(artefact.bytes))]).toEqual([digest, digest]);
    }
    acknowledged = kept;
    await store.close();
  }
  expect(acknowledged.version).toBeGreaterThan(50);
}, 60_000);
