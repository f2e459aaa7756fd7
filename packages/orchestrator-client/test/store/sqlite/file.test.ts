import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSpiffeId } from '@margo-sdk/protocol';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { publishDesiredState } from '../../../src/index.js';
import { createSqliteStore, type SqliteStore } from '../../../src/store/sqlite/index.js';
import { deployment, PRESS } from '../../fixture.js';

let folder: string;
let file: string;
const stores: SqliteStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  file = join(folder, 'fleet.db');
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

const open = async (path = file): Promise<SqliteStore> => {
  const store = await createSqliteStore({ file: path, busyTimeoutMs: 50 });
  stores.push(store);
  return store;
};
const publish = (store: SqliteStore, revision: string) =>
  publishDesiredState({ store, client: PRESS, deployments: [deployment(undefined, { revision })] });
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: { code: unknown }) => error.code,
  );

describe('the file of a SQLite store', () => {
  it('is one file once the store was closed, and can be copied then', async () => {
    const store = await open();
    await publish(store, '1.0.0');
    await store.close();
    const copy = join(folder, 'copy.db');
    writeFileSync(copy, readFileSync(file));
    expect((await (await open(copy)).latestManifest(PRESS))?.version).toBe(1n);
    expect(readdirSync(folder).filter((name) => !/^(fleet|copy)\.db(-wal|-shm)?$/.test(name))).toEqual([]);
  });

  it('tells which clients there are, also those that another process has published to', async () => {
    const [one, two] = [await open(), await open()];
    expect(await one.clients()).toEqual([]);
    const other = parseSpiffeId(`${PRESS}-b`);
    await publishDesiredState({ store: two, client: other, deployments: [] });
    await publish(two, '1.0.0');
    await publish(two, '1.1.0');
    expect(await one.clients()).toEqual([PRESS, other]);
  });

  it('is made once, also by several at the same time', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    await publish(one, '1.0.0');
    expect((await two.latestManifest(PRESS))?.version).toBe(1n);
  });

  it('can be open several times: no version exists twice, and what one writes the other has (DS-07)', async () => {
    const [one, two] = [await open(), await open()];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => publish(n % 2 === 0 ? one : two, `1.0.${n}`)),
    );
    const versions = outcomes.map(({ manifestVersion }) => Number(manifestVersion)).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(await one.latestManifest(PRESS)).toEqual(await two.latestManifest(PRESS));
  });

  it('is synced with every commit, and keeps its references', async () => {
    const opened = vi.spyOn(Database.prototype, 'prepare');
    await open();
    const pragmas = opened.mock.calls.map(([sql]) => sql).filter((sql) => sql.startsWith('PRAGMA'));
    opened.mockRestore();
    expect(pragmas).toEqual(['PRAGMA journal_mode = WAL', 'PRAGMA synchronous = FULL', 'PRAGMA foreign_keys = ON']);
  });

  it('that is none of a database is refused and left as it is (M-26)', async () => {
    writeFileSync(file, 'These are the minutes of a meeting. '.repeat(300));
    const before = readFileSync(file);
    expect(await codeOf(open())).toBe('ERR_STORE_CORRUPT');
    expect(readFileSync(file)).toEqual(before);
  });

  it('that was emptied, or whose log alone is left, is not begun anew (M-26)', async () => {
    await publish(await open(), '1.0.0');
    await stores[0]?.close();
    truncateSync(file, 0);
    expect(await codeOf(open())).toBe('ERR_STORE_CORRUPT');
    rmSync(file);
    writeFileSync(`${file}-wal`, 'log');
    expect(await codeOf(open())).toBe('ERR_STORE_CORRUPT');
    expect(existsSync(file)).toBe(false);
  });

  it('that is damaged in the middle fails what needs it, and says so', async () => {
    const store = await open();
    await publish(store, '1.0.0');
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096);
    writeFileSync(file, bytes);
    const damaged = open().then((again) => again.latestManifest(PRESS));
    expect(await codeOf(damaged)).toBe('ERR_STORE_CORRUPT');
  });

  it('of something else is refused and left as it is', async () => {
    const other = new Database(file);
    other.exec('CREATE TABLE recipe (name TEXT)');
    other.close();
    expect(await codeOf(open())).toBe('ERR_STORE_FOREIGN');
  });

  it('of a later version is refused', async () => {
    await (await open()).close();
    const later = new Database(file);
    later.exec('INSERT INTO margo_schema (version) VALUES (1000)');
    later.close();
    expect(await codeOf(open())).toBe('ERR_STORE_FOREIGN');
  });

  it('in a folder that is not there is not made, with an error that names it', async () => {
    const nowhere = createSqliteStore({ file: join(folder, 'no', 'fleet.db') });
    await expect(nowhere).rejects.toMatchObject({ code: 'ERR_STORE_FAILED', message: expect.stringContaining('no') });
  });

  it('is made only by the name that was given, which is no address', async () => {
    const odd = join(folder, 'file:fleet?mode=memory');
    await publish(await open(odd), '1.0.0');
    expect(existsSync(odd)).toBe(true);
  });

  it('that somebody else keeps locked makes writing wait, and then fail with nothing done', async () => {
    const store = await open();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    expect(await codeOf(publish(store, '1.0.0'))).toBe('ERR_STORE_BUSY');
    expect(await store.latestManifest(PRESS)).toBeUndefined(); // reading does not wait
    other.exec('ROLLBACK');
    other.close();
    expect((await publish(store, '1.0.0')).manifestVersion).toBe(1n);
  });

  it('lets nobody else write between what is asked and what is written because of it (DS-07)', async () => {
    const store = await open();
    const other = new Database(file);
    const refusals: unknown[] = [];
    type Execute = (this: Database.Database, sql: string) => Database.Database;
    const execute: Execute = Reflect.get<typeof Database.prototype, 'exec'>(Database.prototype, 'exec');
    const exec = vi.spyOn(Database.prototype, 'exec').mockImplementation(function (this: Database.Database, sql) {
      const result = execute.call(this, sql);
      if (!sql.startsWith('BEGIN')) return result;
      try {
        other.prepare('INSERT INTO heard VALUES (?, ?)').run(['somebody', 1]);
      } catch (error) {
        refusals.push((error as { code: unknown }).code);
      }
      return result;
    });
    await publish(store, '1.0.0');
    exec.mockRestore();
    other.close();
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals)).toEqual(new Set(['SQLITE_BUSY']));
  });

  it('has nothing of a publication that fails half-way, and takes it again', async () => {
    const store = await open();
    const other = new Database(file);
    other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON artefact BEGIN SELECT RAISE(ABORT, 'no'); END`);
    expect(await codeOf(publish(store, '1.0.0'))).toBe('ERR_STORE_FAILED');
    expect([await store.latestManifest(PRESS), await store.wanted(PRESS), await store.history(PRESS)]).toEqual([
      undefined,
      [],
      [],
    ]);
    other.exec('DROP TRIGGER refuse');
    other.close();
    expect((await publish(store, '1.0.0')).manifestVersion).toBe(1n);
  });

  it('is let go of once, and nothing goes on with it afterwards', async () => {
    const store = await open();
    await store.close();
    await store.close();
    expect(await codeOf(store.latestManifest(PRESS))).toBe('ERR_STORE_CLOSED');
    expect(await codeOf(publish(store, '1.0.0'))).toBe('ERR_STORE_CLOSED');
  });

  it('tells when clients were heard, once a second and before it is let go of (L-24)', async () => {
    const [store, other] = [await open(), await open()];
    for (const atMs of [10_000, 10_500, 10_999]) await store.putLastHeard(PRESS, atMs);
    expect([await store.lastHeard(PRESS), await other.lastHeard(PRESS)]).toEqual([10_999, 10_000]);
    await store.putLastHeard(PRESS, 11_000);
    expect(await other.lastHeard(PRESS)).toBe(11_000);
    await store.putLastHeard(PRESS, 400); // the clock was set back
    expect(await other.lastHeard(PRESS)).toBe(400);
    await store.putLastHeard(PRESS, 800);
    await store.close();
    expect(await other.lastHeard(PRESS)).toBe(800);
  });
});

it('says that libsql is not installed where it is not', async () => {
  vi.resetModules();
  vi.doMock('libsql', () => {
    throw new Error('Cannot find package');
  });
  const { createSqliteStore: create } = await import('../../../src/store/sqlite/index.js');
  await expect(create({ file })).rejects.toMatchObject({ code: 'ERR_SQLITE_MISSING' });
  vi.doUnmock('libsql');
});
