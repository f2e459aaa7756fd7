import { sha256Digest } from '@margo-sdk/protocol';
import { parseDeploymentId, parseDeviceId, parseDigest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import {
  createMemoryStore,
  type AbandonmentRecord,
  type Artefact,
  type DeviceRecord,
  type PublishedManifest,
} from '../../src/index.js';
import { MONITOR, PRESS, ROBOT, VISION } from '../fixture.js';

const DIGEST = parseDigest(`sha256:${'a'.repeat(64)}`);
const manifest = (version: bigint): PublishedManifest => ({
  version,
  digest: DIGEST,
  deployments: [],
  publishedAtMs: 0,
});
const FORM = {
  deploymentId: parseDeploymentId(MONITOR),
  digest: DIGEST,
  deviceId: parseDeviceId('press-7'),
  components: ['collector'],
} as const;
const artefact = async (text: string): Promise<Artefact> => {
  const bytes = new TextEncoder().encode(text);
  return { kind: 'manifest', digest: await sha256Digest(bytes), bytes };
};
const device = (id: string): DeviceRecord => {
  const deviceId = parseDeviceId(id);
  const properties = { id: deviceId, vendor: 'ACME', modelNumber: 'M', serialNumber: 'S' };
  return { deviceId, capabilities: { properties }, receivedAtMs: 0 };
};
const abandonment = (deploymentId: string, deviceId: string): AbandonmentRecord => ({
  deploymentId: parseDeploymentId(deploymentId),
  deviceId: parseDeviceId(deviceId),
  by: 'erika@factory.example',
  abandonedAtMs: 3,
  manifestVersion: 2n,
  lastReportAtMs: 1,
});

// What every store has to do; another one is a line more.
describe.each([['the memory store', createMemoryStore]])('%s', (_, createStore) => {
  it('takes a version only if it is above the last, and then all of it (DS-07)', async () => {
    const store = createStore();
    const [first, second] = [await artefact('1'), await artefact('2')];
    expect(await store.addManifest(PRESS, manifest(3n), [first])).toBe(true);
    for (const version of [1n, 3n]) expect(await store.addManifest(PRESS, manifest(version), [second])).toBe(false);
    expect((await store.manifests(PRESS)).map(({ version }) => version)).toEqual([3n]);
    expect(await store.artefact(PRESS, first.digest)).toEqual(first);
    expect(await store.artefact(PRESS, second.digest)).toBeUndefined();
  });

  it('gives every form in which a deployment was published, oldest first, to its client only', async () => {
    const store = createStore();
    const forms = ['a', 'a', 'b', 'a'].map((digit) => ({ ...FORM, digest: parseDigest(`sha256:${digit.repeat(64)}`) }));
    for (const [at, form] of forms.entries())
      await store.addManifest(PRESS, { ...manifest(BigInt(at + 1)), deployments: [form] }, []);
    await store.addManifest(PRESS, { ...manifest(1n), deployments: [FORM] }, []); // refused, so never published
    const revisions = await store.revisions(PRESS, FORM.deploymentId);
    expect(revisions).toEqual([forms[0], forms[2], forms[3]]);
    expect(await store.revisions(ROBOT, FORM.deploymentId)).toEqual([]);
    expect(await store.revisions(PRESS, parseDeploymentId(VISION))).toEqual([]);
  });

  it('lets one of two through who add the same version at once', async () => {
    const store = createStore();
    const both = await Promise.all([1, 2].map(() => store.addManifest(PRESS, manifest(1n), [])));
    expect(both.toSorted()).toEqual([false, true]);
  });

  it('keeps clients apart (API-07)', async () => {
    const store = createStore();
    const one = await artefact('1');
    await store.addManifest(PRESS, manifest(1n), [one]);
    await store.putDevice(PRESS, device('press-7'));
    expect(await store.artefact(ROBOT, one.digest)).toBeUndefined();
    expect(await store.latestManifest(ROBOT)).toBeUndefined();
    expect(await store.devices(ROBOT)).toEqual([]);
  });

  it('gives copies of its lists', async () => {
    const store = createStore();
    const before = [await store.manifests(PRESS), await store.devices(PRESS)];
    await store.addManifest(PRESS, manifest(1n), []);
    await store.putDevice(PRESS, device('press-7'));
    expect(before).toEqual([[], []]);
  });

  it('replaces a device by its id and gives what was there', async () => {
    const store = createStore();
    const first = device('press-7');
    expect(await store.putDevice(PRESS, first)).toBeUndefined();
    expect(await store.putDevice(PRESS, device('press-7'))).toBe(first);
    expect(await store.devices(PRESS)).toHaveLength(1);
  });

  it('knows when each client was last heard (L-24)', async () => {
    const store = createStore();
    expect(await store.lastHeard(PRESS)).toBeUndefined();
    for (const atMs of [5, 9]) await store.putLastHeard(PRESS, atMs);
    await store.putLastHeard(ROBOT, 7);
    expect([await store.lastHeard(PRESS), await store.lastHeard(ROBOT)]).toEqual([9, 7]);
  });

  it('keeps the last abandonment for each deployment and device of a client (L-24, L-26)', async () => {
    const store = createStore();
    const before = await store.abandonments(PRESS);
    const decisions = [abandonment(MONITOR, 'gw/a'), abandonment(MONITOR, 'gw/b'), abandonment(VISION, 'gw/a')];
    for (const decision of decisions) await store.putAbandonment(PRESS, decision);
    const later = { ...abandonment(MONITOR, 'gw/a'), by: 'somebody else' };
    await store.putAbandonment(PRESS, later);
    const kept = await store.abandonments(PRESS);
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(expect.arrayContaining([later, decisions[1], decisions[2]]));
    expect([before, await store.abandonments(ROBOT)]).toEqual([[], []]);
  });
});
