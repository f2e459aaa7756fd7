import { stringifyStateManifest } from '@margo-sdk/protocol';
import { parseDeploymentId, parseStateManifest } from '@margo-sdk/spec-model';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryStore, type PublishOutcome } from '../../src/index.js';
import { bytesOf, createFleet, deployment, MANAGER, MONITOR, PRESS, ROBOT, utf8, VISION } from '../fixture.js';

const ID = parseDeploymentId(MONITOR);
const THIRD = 'ffffffff-8ae4-4b2f-a8f2-2b2d8d8b3b11';

const held = async (fleet: ReturnType<typeof createFleet>) =>
  (await fleet.manifest()).deployments.map(({ deploymentId }) => deploymentId);

describe('publishing a change', () => {
  it('adds, replaces and removes, and leaves everything else as it is', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    const before = (await fleet.manifest()).deployments;
    const outcome = await fleet.update(PRESS, { set: [deployment(THIRD)] });
    expect(outcome).toMatchObject({ manifestVersion: 2n, changed: true });
    expect(await held(fleet)).toEqual([VISION, MONITOR, THIRD]);
    await fleet.update(PRESS, { set: [deployment(VISION, { revision: '2.0.0' })], remove: [ID] });
    const after = await fleet.manifest();
    expect(after.manifestVersion).toBe(3n);
    expect(after.deployments.map(({ deploymentId }) => deploymentId)).toEqual([VISION, THIRD]);
    expect(after.deployments[0]?.digest).not.toBe(before[0]?.digest);
  });

  it('comes to the same bytes as publishing the whole desired state (DS-36)', async () => {
    const [whole, changed] = [createFleet(), createFleet()];
    const all = [deployment(), deployment(VISION), deployment(THIRD)];
    const { etag } = await whole.publish(PRESS, all, { minVersion: 3n });
    await changed.publish(PRESS, all.slice(0, 1));
    await changed.update(PRESS, { set: [all[2] ?? ''] });
    expect(await changed.update(PRESS, { set: [all[1] ?? ''] })).toEqual({ manifestVersion: 3n, etag, changed: true });
  });

  it('comes to the same bytes however many stand around it, and wherever it is (DS-36)', async () => {
    const idOf = (at: number) => `7c1ff6c5-8ae4-4b2f-a8f2-${at.toString(16).padStart(12, '0')}`;
    const all = new Map(Array.from({ length: 100 }, (_, at) => [idOf(at), deployment(idOf(at))]));
    const changed = createFleet();
    await changed.publish(PRESS, [...all.values()]);
    for (const at of [0, 31, 32, 33, 64, 98, 99]) {
      const document = deployment(idOf(at), { revision: '2.0.0' });
      all.set(idOf(at), document);
      await changed.update(PRESS, { set: [document] });
    }
    for (const at of [0, 32, 50, 99]) {
      all.delete(idOf(at));
      await changed.update(PRESS, { remove: [parseDeploymentId(idOf(at))] });
    }
    const whole = createFleet();
    const { etag } = await whole.publish(PRESS, [...all.values()], { minVersion: 12n });
    const bytes = await bytesOf(await changed.ask('GET', '/api/v1/deployments'));
    expect(bytes).toEqual(await bytesOf(await whole.ask('GET', '/api/v1/deployments')));
    expect(bytes).toEqual(stringifyStateManifest(parseStateManifest(bytes)));
    expect(await changed.update(PRESS, {})).toEqual({ manifestVersion: 12n, etag, changed: false });
  });

  it('writes manifests as RFC 8785 has it, from pieces or not (DS-36)', async () => {
    const fleet = createFleet();
    for (const set of [[], [deployment()], [deployment(VISION), deployment(THIRD)]]) {
      await fleet.update(PRESS, { set });
      const bytes = await bytesOf(await fleet.ask('GET', '/api/v1/deployments'));
      expect(bytes).toEqual(stringifyStateManifest(parseStateManifest(bytes)));
    }
  });

  it('is the first manifest of a client that has none (DS-08)', async () => {
    const fleet = createFleet();
    expect((await fleet.update(PRESS, { set: [deployment()] })).manifestVersion).toBe(1n);
    expect((await fleet.update(ROBOT, {})).manifestVersion).toBe(1n);
    expect((await fleet.manifest(ROBOT)).bundle).toBeNull();
  });

  it('that changes nothing publishes nothing', async () => {
    const fleet = createFleet();
    const first = await fleet.publish(PRESS, [deployment()]);
    const unchanged = { ...first, changed: false };
    expect(await fleet.update(PRESS, {})).toEqual(unchanged);
    expect(await fleet.update(PRESS, { set: [utf8(deployment())] })).toEqual(unchanged);
    expect(await fleet.update(PRESS, { remove: [parseDeploymentId(VISION)] })).toEqual(unchanged);
  });

  it('that somebody else has just made tells of their version', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, []);
    let looks = 0;
    // One looks at what is in force, the other publishes the very same, the first goes on.
    const store = {
      ...fleet.store,
      latestManifest: async (client: typeof PRESS) => {
        const latest = await fleet.store.latestManifest(client);
        if (looks++ === 0) await fleet.publish(PRESS, [deployment()]);
        return latest;
      },
    };
    const outcome = await createFleet({ store }).update(PRESS, { set: [deployment()] });
    expect(outcome).toMatchObject({ manifestVersion: 2n, changed: false });
  });

  it('starts above what devices hold after a restore (M-26)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    expect((await fleet.update(PRESS, {}, { minVersion: 70n })).manifestVersion).toBe(70n);
    expect((await fleet.update(PRESS, { remove: [ID] })).manifestVersion).toBe(71n);
  });

  it('loses nothing when many are published at once, and gives each a version of its own (DS-07)', async () => {
    const fleet = createFleet();
    const ids = Array.from({ length: 30 }, (_, at) => `${MONITOR.slice(0, -2)}${at + 10}`);
    const outcomes = await Promise.all(ids.map((id) => fleet.update(PRESS, { set: [deployment(id)] })));
    const versions = outcomes.map(({ manifestVersion }: PublishOutcome) => manifestVersion);
    expect(versions.toSorted((a, b) => Number(a - b))).toEqual(ids.map((_, at) => BigInt(at + 1)));
    expect(await held(fleet)).toEqual(ids);
  });

  it('loses nothing when two fleet managers share a store (DS-07)', async () => {
    const store = createMemoryStore();
    const [one, other] = [createFleet({ store }), createFleet({ store })];
    const ids = Array.from({ length: 20 }, (_, at) => `${MONITOR.slice(0, -2)}${at + 10}`);
    await Promise.all(ids.map((id, at) => (at % 2 === 0 ? one : other).update(PRESS, { set: [deployment(id)] })));
    expect(await store.latestManifest(PRESS)).toMatchObject({ version: 20n });
    expect((await store.wanted(PRESS)).map(({ deploymentId }) => deploymentId)).toEqual(ids);
    expect(await store.history(PRESS)).toHaveLength(20);
  });

  it('goes on from what somebody else publishes meanwhile, also when that deletes what it was about to read (DS-07)', async () => {
    const store = createMemoryStore();
    let nowMs = 0;
    const now = () => (nowMs += 1);
    const other = createFleet({ store, now, graceMs: 0 });
    await other.publish(PRESS, [deployment(), deployment(VISION)]);
    let withdrawn: Promise<unknown> | undefined;
    const withdraw = () => other.update(PRESS, { remove: [ID] }).then(() => other.prune(PRESS));
    const slow: typeof store.artefact = async (...asked) => {
      await (withdrawn ??= withdraw());
      return store.artefact(...asked);
    };
    const fleet = createFleet({ store: { ...store, artefact: slow }, now });
    expect(await fleet.update(PRESS, { set: [deployment(THIRD)] })).toMatchObject({ manifestVersion: 3n });
    expect(await held(other)).toEqual([VISION, THIRD]);
  });

  it('reads only what changes, as long as nobody else publishes', async () => {
    const store = createMemoryStore();
    const reads = [vi.spyOn(store, 'artefact'), vi.spyOn(store, 'wanted'), vi.spyOn(store, 'history')];
    const fleet = createFleet({ store });
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    for (const spy of reads) spy.mockClear();
    for (const revision of ['2.0.0', '3.0.0']) await fleet.update(PRESS, { set: [deployment(MONITOR, { revision })] });
    for (const spy of reads) expect(spy).not.toHaveBeenCalled();
    // Another process: what this one remembers is not in force any more.
    await createFleet({ store }).update(PRESS, { set: [deployment(THIRD)] });
    await fleet.update(PRESS, { remove: [ID] });
    expect(await held(fleet)).toEqual([VISION, THIRD]);
  });

  it('forgets what it must not remember, and reads it from the store again', async () => {
    const store = createMemoryStore();
    const fleet = createFleet({ store, maxRememberedBytes: 0 });
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    const wanted = vi.spyOn(store, 'wanted');
    await fleet.update(PRESS, { set: [deployment(THIRD)] });
    expect(wanted).toHaveBeenCalled();
    expect(await held(fleet)).toEqual([VISION, MONITOR, THIRD]);
  });

  it('refuses a deployment that is named twice, also once to set and once to remove', async () => {
    const fleet = createFleet();
    const twice = { code: 'ERR_DEPLOYMENT_DUPLICATE' };
    await expect(fleet.update(PRESS, { set: [deployment(), deployment()] })).rejects.toMatchObject(twice);
    await expect(fleet.update(PRESS, { set: [deployment(MONITOR.toUpperCase())], remove: [ID] })).rejects.toMatchObject(
      twice,
    );
    expect(await fleet.store.latestManifest(PRESS)).toBeUndefined();
  });

  it('takes the same id in other letters for the same deployment (RFC 9562 §4)', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    await fleet.update(PRESS, { set: [deployment(MONITOR.toUpperCase())] });
    expect(await held(fleet)).toEqual([MONITOR.toUpperCase()]);
    await fleet.update(PRESS, { remove: [ID] });
    expect(await held(fleet)).toEqual([]);
  });

  it('refuses an invalid document and an id that is no client, and publishes nothing', async () => {
    const fleet = createFleet();
    await expect(fleet.update(PRESS, { set: ['id: 5'] })).rejects.toMatchObject({ code: 'ERR_DOCUMENT_INVALID' });
    await expect(fleet.update(MANAGER, {})).rejects.toMatchObject({ code: 'ERR_CLIENT_ID_INVALID' });
    expect(await fleet.store.latestManifest(PRESS)).toBeUndefined();
    // What failed does not stand in the way of what comes next.
    expect((await fleet.update(PRESS, { set: [deployment()] })).changed).toBe(true);
  });

  it('keeps what it was given, whatever the caller does to it afterwards', async () => {
    const fleet = createFleet();
    const bytes = utf8(deployment());
    const remove = [parseDeploymentId(VISION)];
    await fleet.publish(PRESS, [deployment(VISION)]);
    const [first, second] = [
      fleet.update(PRESS, { set: [deployment(THIRD)] }),
      fleet.update(PRESS, { set: [bytes], remove }),
    ];
    bytes.fill(0);
    remove.pop();
    await Promise.all([first, second]);
    expect(await held(fleet)).toEqual([MONITOR, THIRD]);
  });

  it('says so when the store has lost the bytes of what is in force', async () => {
    const store = createMemoryStore();
    await createFleet({ store }).publish(PRESS, [deployment()]);
    const fleet = createFleet({ store: { ...store, artefact: async () => undefined } });
    await expect(fleet.update(PRESS, { set: [deployment(VISION)] })).rejects.toMatchObject({
      code: 'ERR_STORE_INCONSISTENT',
    });
  });
});
