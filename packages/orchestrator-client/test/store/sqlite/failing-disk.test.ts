import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSqliteStore, type SqliteStore } from '../../../src/store/sqlite/index.js';
import {
  capabilities,
  createFleet,
  deployment,
  expectProblem,
  HOSTING,
  MONITOR,
  PRESS,
  report,
} from '../../fixture.js';

/** The connections that were opened, so that the engine itself can be told to fail. */
const { opened } = vi.hoisted(() => ({ opened: [] as Libsql.Database[] }));
vi.mock('libsql', async (original) => {
  const { default: Database } = await original<{ default: typeof Libsql }>();
  const Watched = class extends Database {
    constructor(...given: ConstructorParameters<typeof Libsql>) {
      super(...given);
      opened.push(this);
    }
  };
  return { default: Watched };
});

const STATUS = `/api/v1/deployments/${MONITOR}/status`;
let folder: string;
let store: SqliteStore;
let connection: Libsql.Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  store = await createSqliteStore({ file: join(folder, 'fleet.db') });
  connection = opened.at(-1) as Libsql.Database;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const everything = async () => [
  await store.latestManifest(PRESS),
  await store.history(PRESS),
  await store.devices(PRESS),
  await store.statuses(PRESS),
];

describe.each([
  [
    'a disk that is full',
    () => connection.exec(`PRAGMA max_page_count = 1`),
    () => connection.exec(`PRAGMA max_page_count = 100000`),
  ],
  [
    'a file that may not be written',
    () => connection.exec('PRAGMA query_only = ON'),
    () => connection.exec('PRAGMA query_only = OFF'),
  ],
])('%s', (_, begin, end) => {
  it('answers 500, loses nothing, and takes the same again once there is room', async () => {
    const errors: unknown[] = [];
    const fleet = createFleet({ store, onError: (error) => void errors.push(error) });
    await fleet.publish(PRESS, [deployment()]);
    await fleet.ask('POST', STATUS, { body: report({ state: 'installing' }) });
    const before = await everything();

    begin();
    const large = capabilities('press-7', { vendor: 'V'.repeat(20_000), resources: HOSTING });
    const put = await fleet.ask('PUT', '/api/v1/capabilities/press-7', { body: large });
    await expectProblem(put, 500, 'about:blank');
    const many = Array.from({ length: 40 }, (__, n) =>
      deployment(`7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b${(n + 4096).toString(16)}`, {
        revision: `1.0.0-${'x'.repeat(100)}`,
      }),
    );
    await expect(fleet.publish(PRESS, many)).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' });
    expect(await everything()).toEqual(before);
    expect(errors).not.toEqual([]);
    expect((await fleet.ask('GET', '/api/v1/deployments')).status).toBe(200);

    end();
    expect((await fleet.publish(PRESS, many)).manifestVersion).toBe(2n);
    const again = await fleet.ask('POST', STATUS, { body: report({ state: 'installed' }) });
    expect(again.status).toBe(200);
  });
});
