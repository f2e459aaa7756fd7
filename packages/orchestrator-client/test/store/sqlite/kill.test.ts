import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Digest } from '@margo-sdk/protocol';
import { parseDeploymentId, parseDeviceId } from '@margo-sdk/spec-model';
import Libsql from 'libsql';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore, publishDesiredState, type FleetStore, type Publication } from '../../../src/index.js';
import { createSqliteStore } from '../../../src/store/sqlite/index.js';
import { deployment, MONITOR, PRESS, VISION } from '../../fixture.js';

/** Called before and after everything that a store has the engine do. */
const { at } = vi.hoisted(() => ({ at: { point: (_: string): void => undefined } }));
vi.mock('libsql', async (original) => {
  const { default: Database } = await original<{ default: typeof Libsql }>();
  const around = <Result>(what: string, work: () => Result): Result => {
    at.point(`before ${what}`);
    const result = work();
    at.point(`after ${what}`);
    return result;
  };
  // The package exports a class that its types do not call one.
  const Interrupted = class extends (Database as unknown as new (...given: unknown[]) => Libsql.Database) {
    constructor(...given: unknown[]) {
      at.point('before opening');
      super(...given);
      at.point('after opening');
    }
    override exec(sql: string) {
      return around(sql.trim().slice(0, 30), () => super.exec(sql));
    }
    override prepare(sql: string): never {
      const statement = super.prepare(sql);
      return {
        get: (values: unknown[]) =>
          sql.startsWith('PRAGMA') ? around(sql, () => statement.get(values)) : statement.get(values),
        all: (values: unknown[]) => statement.all(values),
        run: (values: unknown[]) => around(sql.slice(0, 30), () => statement.run(values)),
      } as never;
    }
    override close() {
      return around('closing', () => super.close());
    }
  };
  return { default: Interrupted };
});

/** What a killed process leaves behind: its files, as they are at that moment. */
interface Remains {
  readonly point: string;
  readonly folder: string;
}

const root = mkdtempSync(join(tmpdir(), 'fleet-kill-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = join(root, 'running');
const fileIn = (of: string): string => join(of, 'fleet.db');

let copies = 0;
const copy = (): string => {
  const to = join(root, `copy-${copies++}`);
  cpSync(folder, to, { recursive: true });
  return to;
};

/** Does something, and gives what would be left had the process been killed at any point of it. */
const killedIn = async (work: () => Promise<unknown>): Promise<readonly Remains[]> => {
  const remains: Remains[] = [];
  at.point = (point) => void remains.push({ point, folder: copy() });
  try {
    await work();
  } finally {
    at.point = () => undefined;
  }
  return remains;
};

const deviceId = parseDeviceId('press-7');
const deploymentId = parseDeploymentId(MONITOR);
const putStatus = (store: FleetStore, version: bigint, receivedAtMs: number) => {
  const status = { deploymentId, adoptedManifestVersion: version, status: { state: 'installed' }, components: [] };
  return store.putStatus(PRESS, { deploymentId, deviceId, status: status as never, receivedAtMs });
};

/** Publications as a fleet manager makes them, one after the other. */
const publicationsOf = async (...wishes: readonly (readonly string[])[]): Promise<readonly Publication[]> => {
  const store = createMemoryStore();
  const publications: Publication[] = [];
  const noting: FleetStore = {
    ...store,
    publish: (client, publication) => {
      publications.push(publication);
      return store.publish(client, publication);
    },
  };
  for (const [at, deployments] of wishes.entries())
    await publishDesiredState({ store: noting, client: PRESS, deployments, now: () => 10 * (at + 1) });
  return publications;
};
const PUBLICATIONS = await publicationsOf(
  [deployment(), deployment(VISION)],
  [deployment(MONITOR, { revision: '2.0.0' }), deployment(VISION)],
  [deployment(VISION)],
  [deployment(), deployment(VISION)],
);
const DIGESTS = [...new Set(PUBLICATIONS.flatMap(({ artefacts }) => artefacts.map(({ digest }) => digest)))];
const publish = (store: FleetStore, number: number) => store.publish(PRESS, PUBLICATIONS[number] as Publication);

/** A day of a fleet manager: everything that writes, at least once on nothing and once on something. */
const DAY: readonly (readonly [string, (store: FleetStore) => Promise<unknown>])[] = [
  ['a first publication', (store) => publish(store, 0)],
  [
    'capabilities',
    (store) => store.putDevice(PRESS, { deviceId, capabilities: { properties: {} as never }, receivedAtMs: 1 }),
  ],
  ['a report', (store) => putStatus(store, 1n, 11)],
  ['a change', (store) => publish(store, 1)],
  ['another report', (store) => putStatus(store, 2n, 21)],
  ['a withdrawal', (store) => publish(store, 2)],
  [
    'somebody giving up',
    (store) =>
      store.putAbandonment(PRESS, {
        deploymentId,
        deviceId,
        by: 'erika',
        abandonedAtMs: 31,
        manifestVersion: 3n,
        lastReportAtMs: 21,
      }),
  ],
  ['pruning', (store) => store.prune(PRESS, 25)],
  ['the first state again', (store) => publish(store, 3)],
  ['a device that goes', (store) => store.removeDevices(PRESS, [deviceId])],
];

/** Everything that a store knows, in one value. */
const contentOf = async (store: FleetStore) => ({
  manifest: await store.latestManifest(PRESS),
  wanted: await store.wanted(PRESS),
  history: [await store.history(PRESS, deploymentId), await store.history(PRESS, parseDeploymentId(VISION))],
  artefacts: await Promise.all(
    DIGESTS.map(async (digest) => {
      const artefact = await store.artefact(PRESS, digest);
      return artefact && [artefact.kind, artefact.deploymentId, await sha256Digest(artefact.bytes)];
    }),
  ),
  devices: await store.devices(PRESS),
  statuses: await store.statuses(PRESS),
  abandonments: await store.abandonments(PRESS),
});

/** What a new process finds in what is left, after the engine has found no fault with it. */
const recover = async (of: string) => {
  const store = await createSqliteStore({ file: fileIn(of) });
  const content = await contentOf(store);
  await store.close();
  const raw = new Libsql(fileIn(of));
  const faults = [raw.prepare('PRAGMA integrity_check').all([]), raw.prepare('PRAGMA foreign_key_check').all([])];
  raw.close();
  expect(faults).toEqual([[expect.objectContaining({ integrity_check: 'ok' })], []]);
  return content;
};

beforeEach(() => mkdirSync(folder));
afterEach(() => rmSync(folder, { recursive: true }));

describe('a fleet manager that is killed', () => {
  it('while its file is made leaves none, or one that can be used', async () => {
    const remains = await killedIn(async () => (await createSqliteStore({ file: fileIn(folder) })).close());
    expect(remains.length).toBeGreaterThan(15);
    for (const { point, folder: left } of remains) expect((await recover(left)).manifest, point).toBeUndefined();
  });

  it('at any point has all that it has acknowledged, and nothing by halves (DS-07, M-26)', async () => {
    const store = await createSqliteStore({ file: fileIn(folder) });
    const model = createMemoryStore();
    let points = 0;
    for (const [what, act] of DAY) {
      const before = await contentOf(model);
      const remains = await killedIn(() => act(store));
      await act(model);
      const after = await contentOf(model);
      let isDone = false;
      for (const { point, folder: left } of remains) {
        isDone ||= point === 'after COMMIT';
        expect(await recover(left), `${what}, ${point}`).toEqual(isDone ? after : before);
        points += 1;
      }
      expect(await recover(copy()), what).toEqual(after);
    }
    expect(points).toBeGreaterThan(100);
    await store.close();
  });

  it('by a power cut in the middle of writing is where it was before', async () => {
    const store = await createSqliteStore({ file: fileIn(folder) });
    const logLength = (): number => statSync(`${fileIn(folder)}-wal`).size;
    for (const [what, act] of DAY) {
      const [before, begin] = [await contentOf(store), logLength()];
      await act(store);
      const end = logLength();
      expect(end, what).toBeGreaterThan(begin);
      for (const length of [begin, begin + 1, Math.floor((begin + end) / 2), end - 1]) {
        const left = copy();
        truncateSync(`${fileIn(left)}-wal`, length);
        expect(await recover(left), `${what}, ${length} bytes`).toEqual(before);
      }
    }
    await store.close();
  });
});
