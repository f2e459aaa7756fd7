import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createFileStore,
  createMemoryStore,
  documentsOf,
  EMPTY_DEVICE_STATE,
  restoreDeviceState,
  storeDeviceState,
  type DeviceState,
  type DeviceStore,
  type StoredDocument,
} from '../../src/index.js';
import { createBench, round } from '../support/bench.js';
import { deploymentText, PUMP } from '../support/documents.js';
import { createMemoryFileSystem, type MemoryFileSystem } from '../support/memory-file-system.js';

/** One commit of a device: what it left, and the documents that came with it. */
interface Chapter {
  readonly state: DeviceState;
  readonly documents: readonly StoredDocument[];
}

/** Everything that a real device commits while it installs, updates, loses its fleet manager, and removes. */
const record = async (): Promise<readonly Chapter[]> => {
  const chapters: Chapter[] = [];
  const store = createMemoryStore();
  const recording: DeviceStore = {
    ...store,
    commit: async (change, documents = []) => {
      const before = await store.read();
      const state = await store.commit(change, documents);
      if (state !== before) chapters.push({ state, documents });
      return state;
    },
  };
  const { fleet, boot } = createBench();
  const { agent } = boot({ store: recording });
  const one = [{ name: 'broker' }];
  const pump = deploymentText({ id: PUMP, type: 'compose', components: [{ name: 'pump' }] });
  await fleet.publish([deploymentText({ components: one, settings: { broker: 'a' } })]);
  await round(agent);
  fleet.intercept = ({ method }) => {
    if (method === 'POST') throw new TypeError('fetch failed');
    return undefined;
  };
  await fleet.publish([deploymentText({ components: one, settings: { broker: 'b' } }), pump]);
  await round(agent);
  fleet.intercept = () => undefined;
  await fleet.publish([pump]);
  await round(agent);
  await agent.stop();
  return chapters;
};

/** What the disk says of a state, for two that came different ways to it. */
const textOf = (state: DeviceState): string => JSON.stringify(storeDeviceState(state), sorted);

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const open = (disk: MemoryFileSystem): DeviceStore =>
  createFileStore({ folder: '/device', fileSystem: disk, journalBytes: 6000 });

/** Commits what comes from there on, one process for some of it; gives how many commits were acknowledged. */
const live = async (disk: MemoryFileSystem, chapters: readonly Chapter[], restartEvery: number): Promise<number> => {
  let store = open(disk);
  for (const [index, { state, documents }] of chapters.entries()) {
    if (index > 0 && index % restartEvery === 0) store = open(disk);
    try {
      await store.commit(() => state, documents);
    } catch {
      return index;
    }
  }
  return chapters.length;
};

/** Dies at every moment of a life and looks at everything that can be left. Gives how many moments and disks that were. */
const dieEverywhere = async (
  begin: () => Promise<{ readonly disk: MemoryFileSystem; readonly state: DeviceState }>,
  chapters: readonly Chapter[],
): Promise<{ readonly moments: number; readonly disks: number }> => {
  const last = textOf((chapters.at(-1) as Chapter).state);
  let disks = 0;
  for (let moment = 1; ; moment += 1) {
    const { disk, state: first } = await begin();
    const states = [first, ...chapters.map(({ state }) => state)].map(textOf);
    disk.dieAtMoment(moment);
    const acknowledged = await live(disk, chapters, 11);
    if (acknowledged === chapters.length) return { moments: moment - 1, disks };

    for (const [how, left] of disk.remains()) {
      const where = `moment ${moment}, ${how}`;
      disks += 1;
      const store = open(left);
      const state = await store.read();
      // The state before the commit that was under way, or the one after it: nothing acknowledged is gone.
      expect(states.slice(acknowledged, acknowledged + 2), where).toContain(textOf(state));
      for (const digest of documentsOf(state)) expect(await store.getDocument(digest), where).toBeDefined();

      // What was read once, a power cut does not take back.
      left.revive({ powerCut: true });
      const again = open(left);
      expect(textOf(await again.read()), where).toBe(textOf(state));
      for (const digest of documentsOf(state)) expect(await again.getDocument(digest), where).toBeDefined();

      // The device goes on to the same end, and leaves no litter behind.
      const done = textOf(state) === states[acknowledged] ? acknowledged : acknowledged + 1;
      const rest = chapters.slice(done);
      expect(await live(left, rest, Infinity), where).toBe(rest.length);
      expect(textOf(await open(left).read()), where).toBe(last);
      const names = [...left.files.keys()].filter((path) => !path.startsWith('/device/documents/'));
      if (rest.length > 0)
        expect(names.sort(), where).toEqual([expect.stringMatching(/journal-\d+$/), '/device/state']);
    }
  }
};

/** Dies a second time, at every moment of the look at what the first death has left. Gives how many disks that were. */
const dieAgain = async (chapters: readonly Chapter[]): Promise<number> => {
  const states = [EMPTY_DEVICE_STATE, ...chapters.map(({ state }) => state)].map(textOf);
  let disks = 0;
  for (let moment = 1; ; moment += 1) {
    const disk = createMemoryFileSystem();
    disk.dieAtMoment(moment);
    const acknowledged = await live(disk, chapters, 11);
    if (acknowledged === chapters.length) return disks;
    const allowed = states.slice(acknowledged, acknowledged + 2);

    // The first look is at what only a power cut leaves: half a line, and names that were never waited for.
    const ways = [...disk.remains()].filter(([, left]) => left !== disk);
    for (const [how] of ways)
      for (let second = 1; ; second += 1) {
        const left = disk.remains().get(how) as MemoryFileSystem;
        left.dieAtMoment(second);
        const isAlive = await open(left)
          .read()
          .then(
            () => true,
            () => false,
          );
        if (isAlive) break;
        for (const [then, again] of left.remains()) {
          const state = textOf(await open(again).read());
          expect(allowed, `moment ${moment}, ${how}, then moment ${second}, ${then}`).toContain(state);
          disks += 1;
        }
      }
  }
};

describe('a store in files that is killed', () => {
  it('at each of more than 100 moments of a life has the state before or after a commit, and goes on (DS-20, M-16)', async () => {
    const chapters = await record();
    expect(chapters.length).toBeGreaterThan(15);
    const begin = () => Promise.resolve({ disk: createMemoryFileSystem(), state: EMPTY_DEVICE_STATE });
    const { moments, disks } = await dieEverywhere(begin, chapters);
    expect(moments).toBeGreaterThan(100);
    expect(disks).toBeGreaterThan(300);
  }, 120_000);

  it('a second time while it looks at what is left has the state before or after that commit all the same (DS-20)', async () => {
    expect(await dieAgain((await record()).slice(0, 8))).toBeGreaterThan(200);
  }, 120_000);

  it('at each moment of its first commit to a state of an older format has the old one or the new one (DS-20)', async () => {
    const url = new URL('../fixtures/device-of-state-1.json', import.meta.url);
    const all = Object.entries(JSON.parse(readFileSync(url, 'utf8')) as Record<string, string>);
    const files = all.filter(([path]) => path.startsWith('/device/'));
    const begin = async () => {
      const disk = createMemoryFileSystem();
      for (const [path, text] of files) {
        await disk.makeFolder(path.slice(0, path.lastIndexOf('/')));
        await disk.writeFile(path, new TextEncoder().encode(text));
      }
      for (const folder of ['/', '/device', '/device/documents']) await disk.syncFolder(folder);
      return { disk, state: await open(disk).read() };
    };
    const { state } = await begin();
    const next = restoreDeviceState(JSON.parse(JSON.stringify(storeDeviceState({ ...state, nextReport: 70 }))));
    const { moments } = await dieEverywhere(begin, [
      { state: next, documents: [] },
      { state, documents: [] },
    ]);
    expect(moments).toBeGreaterThan(10);
  });
});
