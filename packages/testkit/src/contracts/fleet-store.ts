import type { FleetStore } from '@margo-sdk/orchestrator-client';
import type { ContractRunner } from './contract-runner.js';
import {
  AWKWARD,
  CHILD,
  GATEWAY,
  MONITOR,
  PRESS,
  ROBOT,
  VISION,
  abandonmentOf,
  deviceOf,
  plain,
  publicationOf,
  statusOf,
} from './fleet-store-samples.js';
import { publishedContract } from './published.js';

/** A store that a contract is held against. */
export interface FleetStoreUnderTest {
  /** Empty. */
  readonly store: FleetStore;
  /** Closes the store and gives it anew, as after a restart. Needed for `durable` only. */
  readonly reopen?: () => Promise<FleetStore>;
  /** Ends what the test has begun. */
  readonly end?: () => Promise<void>;
}

/**
 * Registers the tests of what every {@link FleetStore} has to do, for a store of your own. The ones of this SDK pass the
 * same tests.
 *
 * @param runner - `describe`, `it` and `expect` of your test runner
 * @param make - makes an empty store, anew for each test
 * @param options - `durable`: the store remembers beyond its process, and is asked to show it; default true
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@margo-sdk/orchestrator-client';
 * import { fleetStoreContract } from '@margo-sdk/testkit';
 *
 * // With Vitest: import { describe, expect, it } from 'vitest'.
 * const names: string[] = [];
 * const describe = (_: string, body: () => void) => body();
 * const it = (name: string) => names.push(name);
 * const expect = () => ({ toEqual: () => undefined });
 * fleetStoreContract({ describe, it, expect }, async () => ({ store: createMemoryStore() }), { durable: false });
 * console.log(names.length > 10); // true
 * ```
 */
export const fleetStoreContract = (
  { describe, it, expect }: ContractRunner,
  make: () => Promise<FleetStoreUnderTest>,
  { durable = true }: { readonly durable?: boolean } = {},
): void => {
  /** A test with a store of its own, which ends with it. */
  const test = (name: string, body: (store: FleetStore, given: FleetStoreUnderTest) => Promise<void>): unknown =>
    it(name, async () => {
      const given = await make();
      try {
        await body(given.store, given);
      } finally {
        await given.end?.();
      }
    });

  publishedContract({ describe, expect }, test);

  describe('what devices say', () => {
    test('replaces what they said of themselves before, and that is given back', async (store) => {
      const [first, second] = [deviceOf(GATEWAY), deviceOf(GATEWAY, 'Another')];
      expect(await store.device(PRESS, GATEWAY)).toEqual(undefined);
      expect(await store.putDevice(PRESS, first)).toEqual(undefined);
      expect(await store.putDevice(PRESS, second)).toEqual(first);
      expect([await store.device(PRESS, GATEWAY), await store.devices(PRESS)]).toEqual([second, [second]]);
    });

    test('goes with the device', async (store) => {
      for (const deviceId of [GATEWAY, CHILD]) await store.putDevice(PRESS, deviceOf(deviceId));
      await store.removeDevices(PRESS, [CHILD, 'gw-1/nobody' as typeof CHILD]);
      expect(await store.devices(PRESS)).toEqual([deviceOf(GATEWAY)]);
      await store.removeDevices(PRESS, []);
      expect(await store.device(PRESS, GATEWAY)).toEqual(deviceOf(GATEWAY));
    });

    test('replaces the report for the same deployment and device, and no other (M-38, L-26)', async (store) => {
      const [own, child, other] = [statusOf(), statusOf({ deviceId: CHILD }), statusOf({ deploymentId: VISION })];
      for (const record of [own, child, other]) expect(await store.putStatus(PRESS, record)).toEqual(undefined);
      const later = statusOf({ atMs: 2_000, version: 2n ** 64n - 1n, isOfRemoval: true });
      expect(await store.putStatus(PRESS, later)).toEqual(own);
      expect(await store.status(PRESS, MONITOR, GATEWAY)).toEqual(later);
      expect(await store.putStatus(PRESS, own)).toEqual(later);
      expect(await store.status(PRESS, MONITOR, CHILD)).toEqual(child);
      expect(await store.status(PRESS, VISION, CHILD)).toEqual(undefined);
      expect(inOrder(await store.statuses(PRESS, MONITOR))).toEqual([own, child]);
      expect(inOrder(await store.statuses(PRESS))).toEqual([other, own, child]);
      expect(await store.statuses(PRESS, 'ffffffff-33f7-4a6b-9a7f-6f0f3a1f2c22' as typeof MONITOR)).toEqual([]);
    });

    test('comes back as it was given, whatever it says', async (store) => {
      for (const text of AWKWARD) {
        const [device, status] = [deviceOf(GATEWAY, text), statusOf({ component: text })];
        await store.putDevice(PRESS, device);
        await store.putStatus(PRESS, status);
        expect([await store.device(PRESS, GATEWAY), await store.status(PRESS, MONITOR, GATEWAY)]).toEqual([
          device,
          status,
        ]);
      }
    });

    test('tells when a client was last heard, also after its clock was set back (L-24)', async (store) => {
      expect(await store.lastHeard(PRESS)).toEqual(undefined);
      for (const atMs of [5_000, 5_001, 90_000, 100]) {
        await store.putLastHeard(PRESS, atMs);
        expect(await store.lastHeard(PRESS)).toEqual(atMs);
      }
      await store.putLastHeard(ROBOT, 7);
      expect([await store.lastHeard(PRESS), await store.lastHeard(ROBOT)]).toEqual([100, 7]);
    });
  });

  describe('what was decided', () => {
    test('is the last for each deployment and device (L-24, L-26)', async (store) => {
      const [first, child, other] = [
        abandonmentOf(MONITOR, GATEWAY),
        abandonmentOf(MONITOR, CHILD, { lastReportAtMs: null, manifestVersion: 2n ** 64n - 1n }),
        abandonmentOf(VISION, GATEWAY),
      ];
      for (const record of [first, child, other]) await store.putAbandonment(PRESS, record);
      const later = abandonmentOf(MONITOR, GATEWAY, { by: 'somebody else', abandonedAtMs: 9 });
      await store.putAbandonment(PRESS, later);
      expect(inOrder(await store.abandonments(PRESS))).toEqual([other, later, child]);
      for (const by of AWKWARD) {
        const record = abandonmentOf(MONITOR, GATEWAY, { by });
        await store.putAbandonment(PRESS, record);
        expect(inOrder(await store.abandonments(PRESS))[1]).toEqual(record);
      }
    });
  });

  describe('everything', () => {
    test('belongs to one client (API-07)', async (store) => {
      const publication = await publicationOf({ [MONITOR]: 'a' }, { version: 1n });
      await fill(store);
      const of = async (client: typeof PRESS) => [
        await store.latestManifest(client),
        await store.wanted(client),
        await store.history(client),
        await store.artefact(client, publication.manifest.digest),
        await store.devices(client),
        await store.device(client, GATEWAY),
        await store.statuses(client),
        await store.status(client, MONITOR, GATEWAY),
        await store.lastHeard(client),
        await store.abandonments(client),
      ];
      expect(await of(ROBOT)).toEqual([undefined, [], [], undefined, [], undefined, [], undefined, undefined, []]);
      const before = await of(PRESS);
      await store.publish(ROBOT, await publicationOf({ [VISION]: 'b' }, { version: 9n }));
      await store.removeDevices(ROBOT, [GATEWAY]);
      await store.putStatus(ROBOT, statusOf({ atMs: 77 }));
      await store.putAbandonment(ROBOT, abandonmentOf(MONITOR, GATEWAY, { by: 'robot' }));
      expect(await of(PRESS)).toEqual(before);
    });

    test('that was given out does not change any more', async (store) => {
      const before = [await store.wanted(PRESS), await store.history(PRESS), await store.devices(PRESS)];
      const reports = [await store.statuses(PRESS), await store.abandonments(PRESS)];
      await fill(store);
      expect([before, reports]).toEqual([
        [[], [], []],
        [[], []],
      ]);
    });

    if (!durable) return;
    test('is there after a restart (DS-07, M-26)', async (store, { reopen }) => {
      if (reopen === undefined) throw new TypeError('A durable store is to be given with a function reopen.');
      const publication = await fill(store);
      const again = await reopen();
      expect(await again.latestManifest(PRESS)).toEqual(publication.manifest);
      expect(await again.history(PRESS)).toEqual(publication.changes);
      expect((await again.wanted(PRESS)).length).toEqual(1);
      for (const artefact of publication.artefacts)
        expect(plain(await again.artefact(PRESS, artefact.digest))).toEqual(plain(artefact));
      expect([await again.devices(PRESS), await again.statuses(PRESS), await again.abandonments(PRESS)]).toEqual([
        [deviceOf(GATEWAY)],
        [statusOf()],
        [abandonmentOf(MONITOR, GATEWAY)],
      ]);
      expect(await again.publish(PRESS, await publicationOf({}, { version: 1n }))).toEqual(false);
    });
  });
};

const fill = async (store: FleetStore) => {
  const publication = await publicationOf({ [MONITOR]: 'a' }, { version: 1n });
  await store.publish(PRESS, publication);
  await store.putDevice(PRESS, deviceOf(GATEWAY));
  await store.putStatus(PRESS, statusOf());
  await store.putLastHeard(PRESS, 5);
  await store.putAbandonment(PRESS, abandonmentOf(MONITOR, GATEWAY));
  return publication;
};

const inOrder = <Kept extends { readonly deploymentId: string; readonly deviceId: string }>(
  records: readonly Kept[],
): readonly Kept[] =>
  records.toSorted((a, b) => (`${a.deploymentId} ${a.deviceId}` < `${b.deploymentId} ${b.deviceId}` ? -1 : 1));
