import {
  acceptManifest,
  EMPTY_DEVICE_STATE,
  type DeviceState,
  type DeviceStore,
  type StoredDocument,
} from '@margo-sdk/device-client';
import { sha256Digest } from '@margo-sdk/protocol';
import { parseDeploymentId } from '@margo-sdk/spec-model';
import type { ContractRunner } from './contract-runner.js';

/**
 * Opens the memory of one device: for the first time, and again as after a restart of the process. Only what was opened
 * last is used.
 */
export type OpenDeviceStore = () => DeviceStore | Promise<DeviceStore>;

/** What can be said to {@link deviceStoreContract} about the store. */
export interface DeviceStoreContractOptions {
  /** Whether it remembers across restarts. Default true; a store that does not is for tests only. */
  readonly durable?: boolean;
}

const LINE = parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def');
const PUMP = parseDeploymentId('0b7a3f52-6f0e-4a55-9a3e-2f6e0f6a7c11');
const CHILD = 'gw-1/camera-2';
const HIGHEST = 2n ** 64n - 1n;

/** Reports hold any text, and the largest integers of the specification. */
const BODY = '{"adoptedManifestVersion":18446744073709551615,"message":"\\u0000 \u2028 \ud83d\udca5 \' \\" __proto__"}';

const documentOf = async (text: string): Promise<StoredDocument> => {
  const bytes = new TextEncoder().encode(text);
  return { digest: await sha256Digest(bytes), bytes };
};

/** Wants a document for each of these deployments, in the way in which a device accepts a manifest. */
const wanting =
  (wish: Readonly<Record<string, StoredDocument>>, manifestVersion = 1n) =>
  (state: DeviceState): DeviceState => {
    const deployments = Object.entries(wish).map(([id, { digest, bytes }]) => ({
      deploymentId: parseDeploymentId(id),
      digest,
      sizeBytes: bytes.byteLength,
      url: `/api/v1/clients/deployments/${id}/${digest}`,
    }));
    return acceptManifest(state, { manifestVersion, bundle: null, deployments }, '"sha256:00"');
  };

const reporting =
  (deploymentId: string, deviceId?: string) =>
  (state: DeviceState): DeviceState => {
    const report = { number: state.nextReport, deploymentId, body: BODY };
    const outbox = [...state.outbox, deviceId === undefined ? report : { ...report, deviceId }];
    return { ...state, outbox, nextReport: state.nextReport + 1 };
  };

/** Everything at once: a manifest, deployments here and behind a gateway, reports on them. */
const fill = async (store: DeviceStore): Promise<{ state: DeviceState; documents: readonly StoredDocument[] }> => {
  const documents = [await documentOf('line'), await documentOf('pump')];
  const [line, pump] = documents as [StoredDocument, StoredDocument];
  await store.commit(wanting({ [LINE]: line, [PUMP]: pump }, HIGHEST), documents);
  await store.commit((state) => {
    const { [PUMP]: record, ...deployments } = state.deployments;
    if (record === undefined) throw new TypeError('The store has lost a record.');
    return { ...state, deployments: { ...deployments, [`${PUMP} ${CHILD}`]: { ...record, deviceId: CHILD } } };
  });
  await store.commit(reporting(LINE));
  return { state: await store.commit(reporting(PUMP, CHILD)), documents };
};

const rejects = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    () => true,
  );

/** Bytes as numbers: some databases give a subclass of `Uint8Array`, and some matchers mind. */
const plain = (bytes: Uint8Array | undefined): string | undefined => bytes?.join();

/**
 * Describes what every `DeviceStore` promises, in the words of a test runner. What no test of this kind can show is that
 * a commit outlives a power cut: wait for the disk before `commit` resolves.
 *
 * @param runner - `describe`, `it` and `expect` of the test runner
 * @param makeStore - gives a memory that nobody has used yet, for each test one
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@margo-sdk/device-client';
 * import { deviceStoreContract, type ContractRunner } from '@margo-sdk/testkit';
 *
 * // Vitest: import { describe, expect, it } from 'vitest';
 * const tests: (() => Promise<void>)[] = [];
 * const runner: ContractRunner = {
 *   describe: (_, body) => body(),
 *   it: (_, body) => tests.push(body),
 *   expect: () => ({ toEqual: () => undefined }),
 * };
 * deviceStoreContract(runner, () => createMemoryStore, { durable: false });
 * for (const test of tests) await test();
 * ```
 */
export const deviceStoreContract = (
  { describe, it, expect }: ContractRunner,
  makeStore: () => OpenDeviceStore | Promise<OpenDeviceStore>,
  { durable = true }: DeviceStoreContractOptions = {},
): void => {
  const test = (name: string, body: (store: DeviceStore, reopen: OpenDeviceStore) => Promise<void>): void =>
    void it(name, async () => {
      const open = await makeStore();
      await body(await open(), open);
    });

  describe('a store of a device', () => {
    test('begins empty', async (store) => {
      expect(await store.read()).toEqual(EMPTY_DEVICE_STATE);
      expect(await store.getDocument((await documentOf('line')).digest)).toEqual(undefined);
    });

    test('gives what was committed, and from the commit itself the same', async (store) => {
      const { state } = await fill(store);
      expect(await store.read()).toEqual(state);
      expect(state.manifest?.version).toEqual(HIGHEST);
      expect(Object.keys(state.deployments)).toEqual([LINE, `${PUMP} ${CHILD}`]);
      expect(state.outbox.map(({ number, body }) => [number, body])).toEqual([
        [1, BODY],
        [2, BODY],
      ]);
    });

    test('commits one after the other, each to what the one before has left', async (store) => {
      await Promise.all(Array.from({ length: 20 }, () => store.commit(reporting(LINE))));
      const { outbox, nextReport } = await store.read();
      expect(outbox.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(nextReport).toEqual(21);
    });

    test('changes nothing when a change throws, and goes on', async (store) => {
      const { state } = await fill(store);
      const failing = store.commit(() => {
        throw new Error('This change was to fail.');
      });
      expect(await rejects(failing)).toEqual(true);
      expect(await store.read()).toEqual(state);
      await store.commit(reporting(LINE));
      expect((await store.read()).nextReport).toEqual(4);
    });

    test('takes out what is gone', async (store, reopen) => {
      await fill(store);
      await store.commit((state) => ({ ...state, deployments: {}, outbox: state.outbox.slice(1) }));
      const { deployments, outbox } = await (durable ? await reopen() : store).read();
      expect(deployments).toEqual({});
      expect(outbox.map(({ number }) => number)).toEqual([2]);
    });

    test('gives documents byte for byte, and none that it was not given', async (store) => {
      const document = await documentOf('line: \u0000\r\n');
      await store.commit(wanting({ [LINE]: document }), [document]);
      expect(plain(await store.getDocument(document.digest))).toEqual(plain(document.bytes));
      expect(await store.getDocument((await documentOf('pump')).digest)).toEqual(undefined);
    });

    test('keeps a document for as long as something refers to it', async (store) => {
      const [first, second] = [await documentOf('line 1'), await documentOf('line 2')];
      await store.commit(wanting({ [LINE]: first, [PUMP]: first }), [first]);
      await store.commit(wanting({ [LINE]: second, [PUMP]: first }, 2n), [second]);
      expect(plain(await store.getDocument(first.digest))).toEqual(plain(first.bytes));
      expect(plain(await store.getDocument(second.digest))).toEqual(plain(second.bytes));
    });

    test('takes documents without a change of the state: one was lost or damaged', async (store) => {
      const document = await documentOf('line');
      const before = await store.commit(wanting({ [LINE]: document }));
      await store.commit((state) => state, [document]);
      expect(await store.read()).toEqual(before);
      expect(plain(await store.getDocument(document.digest))).toEqual(plain(document.bytes));
    });

    if (!durable) return;
    test('remembers everything across a restart (DS-20)', async (store, reopen) => {
      const { state, documents } = await fill(store);
      const next = await reopen();
      expect(await next.read()).toEqual(state);
      for (const { digest, bytes } of documents) expect(plain(await next.getDocument(digest))).toEqual(plain(bytes));
      await next.commit(reporting(LINE));
      const { manifest, nextReport } = await (await reopen()).read();
      expect([manifest, nextReport]).toEqual([state.manifest, 4]);
    });
  });
};
