import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceAgent } from '@margo-sdk/device-client';
import { createFleetManager } from '@margo-sdk/orchestrator-client';
import { parseDeploymentId } from '@margo-sdk/spec-model';
import { deviceStoreContract, fleetStoreContract } from '@margo-sdk/testkit';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { pressAgent, tableRuntime, tableStore } from '../../examples/agent-embedding/agent.js';
import { fleetServer, journalStore } from '../../examples/fleet-manager-embedding/fleet-manager.js';
import { atTheEnd, CLIENT, connect, deployment, fleetIdentity, listen } from './loopback.js';

const DEPLOYMENT = parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06');

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'embedding-'));
  atTheEnd(() => rmSync(folder, { recursive: true }));
  return folder;
};
/** A database that can be opened again: a process that has ended lets go of the file. */
const makeDatabase = (name = 'own.db') => {
  const file = join(makeFolder(), name);
  let db: Database.Database | undefined;
  const close = (): void => {
    if (db?.open) db.close();
  };
  atTheEnd(close);
  return (): Database.Database => {
    close();
    return (db = new Database(file));
  };
};

it.each(['agent-embedding/agent.ts', 'fleet-manager-embedding/fleet-manager.ts'])('%s has 60 lines at most', (path) => {
  const text = readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

describe('the store of the embedded agent', () => {
  deviceStoreContract({ describe, it, expect }, () => {
    const open = makeDatabase();
    return () => tableStore(open());
  });

  it('does not give bytes that the disk has damaged', async () => {
    const db = makeDatabase()();
    const digest = `sha256:${'0'.repeat(64)}` as const;
    const store = tableStore(db);
    db.prepare('INSERT INTO memory VALUES (?, ?)').run([digest, new TextEncoder().encode('something else')]);
    await expect(store.getDocument(digest as never)).rejects.toMatchObject({ code: 'ERR_DIGEST_MISMATCH' });
  });
});

describe('the store of the embedded fleet manager', () => {
  fleetStoreContract({ describe, it, expect }, async () => {
    const open = makeDatabase();
    return { store: await journalStore(open()), reopen: () => journalStore(open()) };
  });

  it('keeps a row for each device and deployment, however often they are reported', async () => {
    const db = makeDatabase()();
    const store = await journalStore(db);
    for (let atMs = 0; atMs < 10; atMs += 1)
      await store.putDevice(CLIENT, { deviceId: 'press-7' as never, capabilities: {} as never, receivedAtMs: atMs });
    expect(db.prepare('SELECT COUNT(*) AS rows FROM margo').get([])).toMatchObject({ rows: 1 });
  });
});

const openFleet = async (db: Database.Database, failures: unknown[]) => {
  const manager = createFleetManager({
    store: await journalStore(db),
    acceptClient: (caller) => caller === CLIENT,
    onError: (error) => failures.push(error),
  });
  return { manager, url: await listen(fleetServer(manager, fleetIdentity)) };
};

/** Lets a device poll and work until nothing is left to do, as one process of it. */
const converge = async (agent: DeviceAgent, failures: unknown[]): Promise<void> => {
  agent.subscribe((event) => {
    if ('error' in event) failures.push(event.error);
  });
  await agent.start();
  await agent.idle();
  await agent.stop();
};

describe('an embedded agent and an embedded fleet manager, over mutual TLS', () => {
  it('bring the device to what is wanted, and go on after both were restarted (DS-07, DS-20)', async () => {
    const [fleetFile, deviceFile] = [makeDatabase(), makeDatabase()];
    const failures: unknown[] = [];
    const first = await openFleet(fleetFile(), failures);
    await first.manager.publish(CLIENT, [deployment('1.0.0')]);
    const db = deviceFile();
    await converge(pressAgent(db, first.url, connect()), failures);
    expect(await first.manager.view(CLIENT)).toMatchObject([{ state: 'converged' }]);
    expect(await tableRuntime(db).inspect(DEPLOYMENT)).toMatchObject([{ name: 'hello' }]);
    expect(await (await connect()(new Request(`${first.url}/view`))).json()).toEqual([
      { deploymentId: DEPLOYMENT, state: 'converged' },
    ]);

    const second = await openFleet(fleetFile(), failures);
    expect(await second.manager.view(CLIENT)).toMatchObject([{ state: 'converged' }]);
    const again = deviceFile();
    await second.manager.publish(CLIENT, [deployment('2.0.0')]);
    await converge(pressAgent(again, second.url, connect()), failures);
    expect(await second.manager.view(CLIENT)).toMatchObject([{ state: 'converged' }]);

    await second.manager.publish(CLIENT, []);
    await converge(pressAgent(again, second.url, connect()), failures);
    expect(await second.manager.view(CLIENT)).toMatchObject([{ state: 'gone' }]);
    expect(await tableRuntime(again).inspect(DEPLOYMENT)).toEqual([]);
    expect(failures).toEqual([]);
  });
});
