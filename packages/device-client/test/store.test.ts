import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Digest } from '@margo-sdk/protocol';
import { MargoError, parseDeploymentId, type Digest } from '@margo-sdk/spec-model';
import { startLifecycle } from '@margo-sdk/state-machine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileStore, createMemoryStore, type DeviceState, type DeviceStore } from '../src/index.js';
import { LINE } from './support/documents.js';
import { createMemoryFileSystem } from './support/memory-file-system.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const accepting =
  (digest: Digest, version = 1n) =>
  (state: DeviceState): DeviceState => ({
    ...state,
    manifest: { version, etag: '"e"' },
    deployments: {
      [LINE]: {
        accepted: { digest, manifestVersion: version },
        lifecycle: startLifecycle({ deploymentId: parseDeploymentId(LINE) }),
        gone: false,
      },
    },
    outbox: [{ number: 1, deploymentId: LINE, body: '{"adoptedManifestVersion":18446744073709551615}' }],
    nextReport: 2,
  });

const codeOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (MargoError.isInstance(error) ? error.code : String(error)),
  );

describe.each([
  ['memory', () => createMemoryStore()],
  ['files', () => createFileStore({ folder: '/device', fileSystem: createMemoryFileSystem() })],
])('a store in %s', (_, create: () => DeviceStore) => {
  it('begins empty', async () => {
    expect(await create().read()).toEqual({ manifest: null, deployments: {}, outbox: [], nextReport: 1 });
  });

  it('commits one after the other', async () => {
    const store = create();
    const add = (state: DeviceState): DeviceState => ({ ...state, nextReport: state.nextReport + 1 });
    await Promise.all(Array.from({ length: 20 }, () => store.commit(add)));
    expect((await store.read()).nextReport).toBe(21);
  });

  it('changes nothing when the change throws, and goes on', async () => {
    const store = create();
    const failing = store.commit(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await store.commit((state) => ({ ...state, nextReport: 5 }));
    expect((await store.read()).nextReport).toBe(5);
  });

  it('holds documents exactly as long as the state refers to them', async () => {
    const store = create();
    const [one, two] = [bytes('one'), bytes('two')];
    const [first, second] = [await sha256Digest(one), await sha256Digest(two)];
    await store.commit(accepting(first), [{ digest: first, bytes: one }]);
    expect(await store.getDocument(first)).toEqual(one);
    await store.commit(accepting(second, 2n), [{ digest: second, bytes: two }]);
    expect(await store.getDocument(first)).toBeUndefined();
    expect(await store.getDocument(second)).toEqual(two);
  });
});

describe('a store in files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'margo-store-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives everything back after a restart, versions above 2^53 included (DS-20, M-06)', async () => {
    const document = bytes('document');
    const digest = await sha256Digest(document);
    const state = await createFileStore({ folder }).commit(accepting(digest, 2n ** 64n - 1n), [
      { digest, bytes: document },
    ]);
    const next = createFileStore({ folder });
    expect(await next.read()).toEqual(state);
    expect(await next.getDocument(digest)).toEqual(document);
  });

  it('keeps parameters from other users of the machine', async () => {
    const document = bytes('password: secret');
    const digest = await sha256Digest(document);
    await createFileStore({ folder }).commit(accepting(digest), [{ digest, bytes: document }]);
    const mode = async (path: string) => (await stat(join(folder, path))).mode & 0o777;
    expect(await mode(`documents/${digest.slice(7)}`)).toBe(0o600);
    expect(await mode('state')).toBe(0o600);
    expect(await mode('documents')).toBe(0o700);
  });

  it('deletes documents that nothing refers to and the litter of a write that was cut off', async () => {
    const document = bytes('document');
    const digest = await sha256Digest(document);
    await createFileStore({ folder }).commit(accepting(digest), [{ digest, bytes: document }]);
    await writeFile(join(folder, 'documents', 'f'.repeat(64)), 'unreferenced');
    await writeFile(join(folder, 'documents', `${'e'.repeat(64)}.unfinished`), 'half');
    await createFileStore({ folder }).commit((state) => ({ ...state, nextReport: 9 }));
    expect(await readdir(join(folder, 'documents'))).toEqual([digest.slice(7)]);
  });
});

describe('a damaged store', () => {
  const damaged = async () => {
    const disk = createMemoryFileSystem();
    const document = bytes('document');
    const digest = await sha256Digest(document);
    const open = (maxBytes?: number) =>
      createFileStore({ folder: '/device', fileSystem: disk, ...(maxBytes === undefined ? {} : { maxBytes }) });
    await open().commit(accepting(digest), [{ digest, bytes: document }]);
    const state = disk.files.get('/device/state') ?? new Uint8Array();
    return { disk, digest, open, state };
  };

  it('is refused whichever byte of the state is changed, and never begins anew (DS-20)', async () => {
    const { disk, open, state } = await damaged();
    for (let at = 0; at < state.length; at += 1) {
      disk.files.set('/device/state', state.with(at, (state[at] ?? 0) ^ 1));
      expect(await codeOf(open().read()), `byte ${at}`).toMatch(/^ERR_STATE_(CORRUPT|FOREIGN)$/);
    }
  });

  it('is refused when the state is gone, even if its journal has nothing in it yet, and never begins anew (DS-20)', async () => {
    const disk = createMemoryFileSystem();
    const open = () => createFileStore({ folder: '/device', fileSystem: disk, journalBytes: 1 });
    const add = (state: DeviceState): DeviceState => ({ ...state, nextReport: state.nextReport + 1 });
    for (let turn = 0; turn < 3; turn += 1) {
      await open().commit(add);
      await open().commit((state) => ({ ...state, manifest: { version: 7n, etag: '"e"' } }));
    }
    const journal = [...disk.files].find(([path]) => path.startsWith('/device/journal-'));
    expect(journal?.[1]).toHaveLength(0);
    disk.files.delete('/device/state');
    expect(await codeOf(open().read())).toBe('ERR_STATE_CORRUPT');
  });

  it('is refused whereever the state ends too early', async () => {
    const { disk, open, state } = await damaged();
    for (let length = 0; length < state.length; length += 7) {
      disk.files.set('/device/state', state.slice(0, length));
      expect(await codeOf(open().read()), `${length} bytes`).toMatch(/^ERR_STATE_(CORRUPT|FOREIGN)$/);
      expect(await codeOf(open().commit((now) => ({ ...now, nextReport: 3 })))).toMatch(/^ERR_STATE_/);
      expect(disk.files.get('/device/state')).toHaveLength(length);
    }
  });

  it('is told from a file of something else and from a later format', async () => {
    const { disk, open } = await damaged();
    for (const content of ['{"version":3}', 'margo-device-state 4 sha256:00\n{}', '\n', '']) {
      disk.files.set('/device/state', bytes(content));
      expect(await codeOf(open().read()), content).toBe('ERR_STATE_FOREIGN');
    }
  });

  it.each([
    ['no object', '[]'],
    [
      'a version that is no integer',
      '{"manifest":{"version":"1.5","etag":"x"},"deployments":{},"outbox":[],"nextReport":1}',
    ],
    ['a deployment id that is a path', '{"manifest":null,"deployments":{"../../x":{}},"outbox":[],"nextReport":1}'],
    [
      'a lifecycle of nothing',
      `{"manifest":null,"deployments":{"${LINE}":{"accepted":{"digest":null,"manifestVersion":"1"},"lifecycle":{},"lastInstalled":null,"gone":false}},"outbox":[],"nextReport":1}`,
    ],
    ['a report of nothing', '{"manifest":null,"deployments":{},"outbox":[{}],"nextReport":1}'],
  ])('is refused when its digest is right but it holds %s', async (_, text) => {
    const { disk, open } = await damaged();
    const header = `margo-device-state 1 ${await sha256Digest(bytes(text))}\n`;
    disk.files.set('/device/state', bytes(header + text));
    expect(await codeOf(open().read())).toBe('ERR_STATE_CORRUPT');
  });

  it('does not give out a document that was changed (DS-18)', async () => {
    const { disk, digest, open } = await damaged();
    disk.files.set(`/device/documents/${digest.slice(7)}`, bytes('Document'));
    expect(await codeOf(open().getDocument(digest))).toBe('ERR_DIGEST_MISMATCH');
  });

  it('neither reads nor writes more than it was told to', async () => {
    const { open } = await damaged();
    await expect(open(100).read()).rejects.toMatchObject({
      code: 'ERR_STORE_FAILED',
      message: expect.stringContaining('at most 100 bytes') as string,
    });
    const small = createFileStore({ folder: '/small', fileSystem: createMemoryFileSystem(), maxBytes: 200 });
    const digest = await sha256Digest(bytes('x'));
    expect(await codeOf(small.commit(accepting(digest)))).toBe('ERR_STORE_FAILED');
    expect((await small.read()).manifest).toBeNull();
  });

  it('survives a power cut right after its first commit, folders included (DS-20)', async () => {
    const disk = createMemoryFileSystem();
    const document = bytes('document');
    const digest = await sha256Digest(document);
    const open = () => createFileStore({ folder: '/var/lib/device', fileSystem: disk });
    const state = await open().commit(accepting(digest), [{ digest, bytes: document }]);
    disk.revive({ powerCut: true });
    expect(await open().read()).toEqual(state);
    expect(await open().getDocument(digest)).toEqual(document);
  });

  it('does not accept a document that it could not read back', async () => {
    const disk = createMemoryFileSystem();
    const store = createFileStore({ folder: '/device', fileSystem: disk, maxBytes: 2000 });
    const document = bytes('x'.repeat(2001));
    const digest = await sha256Digest(document);
    expect(await codeOf(store.commit(accepting(digest), [{ digest, bytes: document }]))).toBe('ERR_DOCUMENT_TOO_LARGE');
    expect(disk.files.size).toBe(0);
    expect((await store.read()).manifest).toBeNull();
  });

  it.each([
    ['missing', undefined],
    ['damaged', 'Document'],
    ['longer than can be read', 'x'.repeat(5000)],
  ])('keeps a document anew that is %s, without a change of the state', async (_, content) => {
    const { disk, digest, open } = await damaged();
    const path = `/device/documents/${digest.slice(7)}`;
    if (content === undefined) disk.files.delete(path);
    else disk.files.set(path, bytes(content));
    const store = open(4000);
    if (content !== 'Document') expect(await store.getDocument(digest)).toBeUndefined();
    const before = await store.read();
    const document = bytes('document');
    expect(await store.commit((state) => state, [{ digest, bytes: document }])).toBe(before);
    expect(await store.getDocument(digest)).toEqual(document);
  });

  it('looks again at what is on the disk after a commit of which nobody knows whether it was made', async () => {
    const { disk, open } = await damaged();
    const store = open();
    await store.read();
    disk.dieAt(1, 'before');
    expect(await codeOf(store.commit((state) => ({ ...state, nextReport: 77 })))).toBe('ERR_STORE_FAILED');
    disk.revive({ powerCut: false });
    expect((await store.read()).nextReport).toBe(2);
    // Folders are made, synced and looked into; then the line is there, and nobody is told.
    disk.dieAt(6, 'after');
    expect(await codeOf(store.commit((state) => ({ ...state, nextReport: 78 })))).toBe('ERR_STORE_FAILED');
    disk.revive({ powerCut: false });
    expect((await store.read()).nextReport).toBe(78);
  });
});
