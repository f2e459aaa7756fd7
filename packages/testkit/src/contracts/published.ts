import type { FleetStore } from '@margo-sdk/orchestrator-client';
import type { ContractRunner } from './contract-runner.js';
import {
  AWKWARD,
  MONITOR,
  PRESS,
  ROBOT,
  VISION,
  artefactOf,
  digestOf,
  plain,
  publicationOf,
} from './fleet-store-samples.js';

/** A test with a store of its own. */
export type StoreTest = (name: string, body: (store: FleetStore) => Promise<void>) => unknown;

/** The part of the contract of a fleet store that is about manifests, deployments and their bytes. */
export const publishedContract = ({ describe, expect }: Omit<ContractRunner, 'it'>, test: StoreTest): void => {
  describe('what is published', () => {
    test('is nothing at first', async (store) => {
      expect([await store.latestManifest(PRESS), await store.wanted(PRESS), await store.history(PRESS)]).toEqual([
        undefined,
        [],
        [],
      ]);
    });

    test('follows the manifest in force with a higher version, or is refused whole (DS-07)', async (store) => {
      const first = await publicationOf({ [MONITOR]: 'a' }, { version: 3n });
      expect(await store.publish(PRESS, first)).toEqual(true);
      const refused = [
        { version: 3n, follows: 3n },
        { version: 2n, follows: 3n },
        { version: 4n, follows: null },
        { version: 5n, follows: 4n },
      ];
      for (const options of refused) {
        const publication = await publicationOf({ [VISION]: 'b' }, { ...options, before: { [MONITOR]: 'a' } });
        expect(await store.publish(PRESS, publication)).toEqual(false);
      }
      expect(await store.latestManifest(PRESS)).toEqual(first.manifest);
      expect((await store.wanted(PRESS)).map(({ deploymentId }) => deploymentId)).toEqual([MONITOR]);
      expect(await store.history(PRESS)).toEqual(first.changes);
      expect(await store.artefact(PRESS, await digestOf('b'))).toEqual(undefined);
      expect(await store.prune(PRESS, Infinity)).toEqual(0);
    });

    test('has versions of 64 bits, which rise as numbers do (M-06)', async (store) => {
      let follows: bigint | null = null;
      for (const version of [9n, 10n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
        expect(
          await store.publish(PRESS, await publicationOf({ [MONITOR]: `${version}` }, { version, follows })),
        ).toEqual(true);
        expect((await store.latestManifest(PRESS))?.version).toEqual(version);
        follows = version;
      }
      expect(await store.publish(PRESS, await publicationOf({}, { version: 11n, follows }))).toEqual(false);
      expect((await store.history(PRESS, MONITOR)).map(({ from }) => from)).toEqual([
        9n,
        10n,
        2n ** 53n + 1n,
        2n ** 63n,
        2n ** 64n - 1n,
      ]);
    });

    test('is taken of one, where several publish the same version at once (DS-07)', async (store) => {
      const wishes = ['a', 'b', 'c'].map((text) => publicationOf({ [MONITOR]: text }, { version: 1n }));
      const taken = await Promise.all((await Promise.all(wishes)).map((wish) => store.publish(PRESS, wish)));
      expect(taken.filter((isTaken) => isTaken).length).toEqual(1);
      expect((await store.history(PRESS)).length).toEqual(1);
    });

    test('is wanted until it is withdrawn, in the order of the ids; its history stays', async (store) => {
      const [one, two, three] = [{ [MONITOR]: 'a' }, { [MONITOR]: 'a2', [VISION]: 'b' }, { [VISION]: 'b' }];
      await store.publish(PRESS, await publicationOf(one, { version: 1n }));
      await store.publish(PRESS, await publicationOf(two, { version: 2n, follows: 1n, before: one }));
      expect((await store.wanted(PRESS)).map(({ deploymentId, digest }) => [deploymentId, digest])).toEqual([
        [VISION, await digestOf('b')],
        [MONITOR, await digestOf('a2')],
      ]);
      await store.publish(PRESS, await publicationOf(three, { version: 3n, follows: 2n, before: two }));
      expect((await store.wanted(PRESS)).map(({ deploymentId }) => deploymentId)).toEqual([VISION]);
      const forms = (await store.history(PRESS, MONITOR)).map(({ from, deployment }) => [from, deployment?.digest]);
      expect(forms).toEqual([
        [1n, await digestOf('a')],
        [2n, await digestOf('a2')],
        [3n, undefined],
      ]);
      expect((await store.history(PRESS)).filter(({ deploymentId }) => deploymentId === MONITOR)).toEqual(
        await store.history(PRESS, MONITOR),
      );
      expect((await store.history(PRESS)).length).toEqual(4);
    });

    test('comes back as it was given, whatever it says', async (store) => {
      const publication = await publicationOf({ [MONITOR]: 'a' }, { version: 1n, components: AWKWARD });
      await store.publish(PRESS, publication);
      expect(await store.wanted(PRESS)).toEqual(publication.changes.map(({ deployment }) => deployment));
      expect(await store.history(PRESS)).toEqual(publication.changes);
      for (const artefact of publication.artefacts)
        expect(plain(await store.artefact(PRESS, artefact.digest))).toEqual(plain(artefact));
    });

    test('are bytes of any length (DS-31)', async (store) => {
      const publication = await publicationOf({}, { version: 1n });
      const bodies = ['', '\u0000', 'x'.repeat(300_000)];
      const artefacts = await Promise.all(bodies.map((text) => artefactOf('deployment', text, MONITOR)));
      await store.publish(PRESS, { ...publication, artefacts });
      for (const artefact of artefacts)
        expect(plain(await store.artefact(PRESS, artefact.digest))).toEqual(plain(artefact));
    });

    test('loses its bytes when it was superseded before a time, and not sooner (M-18)', async (store) => {
      const [one, two] = [{ [MONITOR]: 'a', [VISION]: 'b' }, { [VISION]: 'b' }];
      await store.publish(PRESS, await publicationOf(one, { version: 1n, atMs: 10 }));
      await store.publish(PRESS, await publicationOf(two, { version: 2n, follows: 1n, before: one, atMs: 20 }));
      expect(await store.prune(PRESS, 20)).toEqual(0);
      expect(await store.prune(ROBOT, 21)).toEqual(0);
      expect((await store.artefact(PRESS, await digestOf('a')))?.kind).toEqual('deployment');
      expect(await store.prune(PRESS, 21)).toEqual(3); // the manifest, its bundle, and what was withdrawn
      expect(await store.artefact(PRESS, await digestOf('a'))).toEqual(undefined);
      expect(await store.artefact(PRESS, await digestOf('manifest 1'))).toEqual(undefined);
      for (const text of ['b', 'manifest 2', JSON.stringify(two)])
        expect((await store.artefact(PRESS, await digestOf(text))) !== undefined).toEqual(true);
      expect(await store.prune(PRESS, Infinity)).toEqual(0);
      expect((await store.history(PRESS, MONITOR)).length).toEqual(2);
    });

    test('keeps bytes that are wanted again, also such as were pruned (M-18)', async (store) => {
      const [one, none] = [{ [MONITOR]: 'a' }, {}];
      await store.publish(PRESS, await publicationOf(one, { version: 1n, atMs: 10 }));
      await store.publish(PRESS, await publicationOf(none, { version: 2n, follows: 1n, before: one, atMs: 20 }));
      await store.publish(PRESS, await publicationOf(one, { version: 3n, follows: 2n, atMs: 30 }));
      await store.prune(PRESS, 1_000);
      expect((await store.artefact(PRESS, await digestOf('a'))) !== undefined).toEqual(true);
      await store.publish(PRESS, await publicationOf(none, { version: 4n, follows: 3n, before: one, atMs: 40 }));
      await store.prune(PRESS, 1_000);
      expect(await store.artefact(PRESS, await digestOf('a'))).toEqual(undefined);
      await store.publish(PRESS, await publicationOf(one, { version: 5n, follows: 4n, atMs: 50 }));
      expect((await store.artefact(PRESS, await digestOf('a'))) !== undefined).toEqual(true);
      expect((await store.history(PRESS, MONITOR)).map(({ from }) => from)).toEqual([1n, 2n, 3n, 4n, 5n]);
    });
  });
};
