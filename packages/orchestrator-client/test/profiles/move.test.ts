import { checkDocument, parseStateManifest, type StateManifest } from '@margo-sdk/spec-model';
import type { WireProfile } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/index.js';
import { bytesOf, createFleet, deployment, MONITOR, PRESS, VISION, type Fleet } from '../fixture.js';
import { hostIn, pathOf, PR1_DEPLOYMENT, RC2_DEPLOYMENT, reportIn } from './spoken.js';

const COMPOSE = RC2_DEPLOYMENT.replace('type: helm', 'type: compose').replace(
  /properties:.*/,
  'properties: { packageLocation: "https://packages.example/collector.tar.gz" }',
);

const poll = (fleet: Fleet, headers: Record<string, string> = {}) =>
  fleet.ask('GET', pathOf(fleet.profile, 'stateManifest'), { headers });

const manifestOf = async (fleet: Fleet): Promise<StateManifest> => {
  const response = await poll(fleet);
  expect(response.status).toBe(200);
  return parseStateManifest(await bytesOf(response));
};

/** Revisions of all that a manifest names, each fetched by its url. */
const revisionsOf = async (fleet: Fleet, { deployments, bundle }: StateManifest): Promise<readonly string[]> => {
  expect((await fleet.ask('GET', bundle?.url ?? '')).status).toBe(200);
  const answers = deployments.map(async ({ url }) => {
    const response = await fleet.ask('GET', url);
    expect(response.status).toBe(200);
    return checkDocument(await bytesOf(response), { kind: 'ApplicationDeployment' }).revision;
  });
  return Promise.all(answers);
};

describe('a fleet that moves from one profile to another, with one store (M-26)', () => {
  const move = (from: WireProfile = 'rc2-signed', to: WireProfile = 'rc3') => {
    const store = createMemoryStore();
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const options = { store, onError };
    return {
      errors,
      store,
      before: createFleet({ ...options, profile: from }),
      after: createFleet({ ...options, profile: to }),
    };
  };

  it('gets the same deployments in the new form, as the next version of the same sequence (M-63)', async () => {
    const { before, after, store } = move();
    await before.publish(PRESS, [deployment(), deployment(VISION)]);
    const old = await manifestOf(before);
    expect(await revisionsOf(before, old)).toEqual(['rc2-signed', 'rc2-signed']);
    const outcome = await after.publish(PRESS, [deployment(), deployment(VISION)]);
    expect(outcome).toMatchObject({ manifestVersion: 2n, changed: true });
    const now = await manifestOf(after);
    expect(now.manifestVersion).toBe(2n);
    expect(now.deployments.map(({ url }) => url.split('/')[3])).toEqual(['deployments', 'deployments']);
    expect(await revisionsOf(after, now)).toEqual(['rc3', 'rc3']);
    expect((await store.latestManifest(PRESS))?.firstVersion).toBe(1n);
    expect((await after.publish(PRESS, [deployment(), deployment(VISION)])).changed).toBe(false);
  });

  it('gets all of it in the new form with the first change, whatever that is about (M-71)', async () => {
    const { before, after } = move();
    await before.publish(PRESS, [RC2_DEPLOYMENT]);
    await after.update(PRESS, { set: [deployment(VISION)] });
    const manifest = await manifestOf(after);
    expect(manifest.deployments.map(({ deploymentId }) => deploymentId)).toEqual([VISION, MONITOR]);
    expect(await revisionsOf(after, manifest)).toEqual(['rc3', 'rc3']);
  });

  it.each([
    ['rc2-signed', 'rc3'],
    ['pr1', 'rc2-signed'],
    ['pr1', 'rc3'],
    ['rc3', 'rc2-signed'],
    ['rc3', 'pr1'],
    ['rc2-signed', 'pr1'],
  ] as const)('gets it in the new form with its first poll there: %s to %s (M-71)', async (from, to) => {
    const { before, after, errors } = move(from, to);
    await before.publish(PRESS, [deployment()]);
    const manifest = await manifestOf(after);
    expect(errors).toEqual([]);
    expect(manifest.manifestVersion).toBe(2n);
    expect(await revisionsOf(after, manifest)).toEqual([to]);
    expect((await manifestOf(after)).manifestVersion).toBe(2n);
  });

  it('has nothing to fetch for a device that moves with what it holds, until something changes (M-71)', async () => {
    const { before, after } = move();
    await before.publish(PRESS, [deployment()]);
    const etag = (await poll(before)).headers.get('ETag') ?? '';
    expect((await poll(after, { 'If-None-Match': etag })).status).toBe(304);
    await after.update(PRESS, { set: [deployment(VISION)] });
    const response = await poll(after, { 'If-None-Match': etag });
    expect(response.status).toBe(200);
    expect(await revisionsOf(after, parseStateManifest(await bytesOf(response)))).toEqual(['rc3', 'rc3']);
  });

  it('keeps an empty manifest, which has no form', async () => {
    const { before, after } = move();
    expect((await manifestOf(before)).manifestVersion).toBe(1n);
    expect((await manifestOf(after)).manifestVersion).toBe(1n);
    expect((await after.update(PRESS, {})).changed).toBe(false);
  });

  it('goes on with what the device has reported', async () => {
    const { before, after } = move();
    await before.publish(PRESS, [deployment()]);
    await poll(before);
    const report = (fleet: Fleet, version: bigint) =>
      fleet.ask('POST', pathOf(fleet.profile, 'deploymentStatus'), { body: reportIn(fleet.profile, { version }) });
    expect((await report(before, 1n)).status).toBe(200);
    expect(await after.view(PRESS)).toMatchObject([{ state: 'converged' }]);
    await manifestOf(after);
    expect(await after.view(PRESS)).toMatchObject([{ state: 'stale-installed' }]);
    expect((await report(after, 2n)).status).toBe(200);
    expect(await before.view(PRESS)).toMatchObject([{ state: 'converged' }]);
  });

  it('names the device that has reported since a deployment was published that named none (M-69)', async () => {
    const { before, after, store } = move('pr1');
    await before.publish(PRESS, [PR1_DEPLOYMENT]);
    await before.ask('POST', pathOf('pr1', 'capabilities'), { body: hostIn('pr1', 'robot-2') });
    await manifestOf(after);
    expect((await store.wanted(PRESS)).map(({ deviceId }) => deviceId)).toEqual(['robot-2']);
  });

  it('may go back', async () => {
    const { before, after } = move();
    await before.publish(PRESS, [RC2_DEPLOYMENT]);
    await manifestOf(after);
    const manifest = await manifestOf(before);
    expect(manifest.manifestVersion).toBe(3n);
    expect(await revisionsOf(before, manifest)).toEqual(['rc2-signed']);
    expect((await before.publish(PRESS, [RC2_DEPLOYMENT])).manifestVersion).toBeGreaterThanOrEqual(3n);
  });

  it('gets no half-converted deployment: the poll fails, and the fleet manager is told what to do (M-66, M-71)', async () => {
    const { before, after, errors } = move();
    await before.publish(PRESS, [COMPOSE]);
    expect((await poll(after)).status).toBe(500);
    expect(errors).toMatchObject([{ code: 'ERR_CONVERSION_UNDECIDED' }]);
    await expect(after.update(PRESS, { set: [deployment(VISION)] })).rejects.toMatchObject({
      code: 'ERR_CONVERSION_UNDECIDED',
    });
    const first = await before.store.latestManifest(PRESS);
    expect(first?.version).toBe(1n);
    await after.publish(PRESS, [deployment(VISION)]);
    expect(await revisionsOf(after, await manifestOf(after))).toEqual(['rc3']);
  });

  it('can take out what cannot be converted, and keep the rest', async () => {
    const { before, after } = move();
    const other = RC2_DEPLOYMENT.replace(MONITOR, VISION);
    await before.publish(PRESS, [COMPOSE, other]);
    const [wanted] = (await before.store.wanted(PRESS)).filter(({ deploymentId }) => deploymentId === MONITOR);
    await after.update(PRESS, { remove: wanted === undefined ? [] : [wanted.deploymentId] });
    const manifest = await manifestOf(after);
    expect(manifest.deployments.map(({ deploymentId }) => deploymentId)).toEqual([VISION]);
    expect(await revisionsOf(after, manifest)).toEqual(['rc3']);
  });

  it('does not take bytes of the other form for published already', async () => {
    const { before, after } = move('pr1', 'rc2-signed');
    await before.publish(PRESS, [PR1_DEPLOYMENT]);
    await after.publish(PRESS, [PR1_DEPLOYMENT]);
    expect(await revisionsOf(after, await manifestOf(after))).toEqual(['rc2-signed']);
  });

  it('loses nothing when both publish at once (DS-07)', async () => {
    const { before, after, store } = move();
    const ids = Array.from({ length: 10 }, (_, at) => `${MONITOR.slice(0, -2)}${at + 10}`);
    await Promise.all(ids.map((id, at) => (at % 2 === 0 ? before : after).update(PRESS, { set: [deployment(id)] })));
    expect((await store.wanted(PRESS)).map(({ deploymentId }) => deploymentId)).toEqual(ids);
    const manifest = await manifestOf(after);
    expect(new Set(await revisionsOf(after, manifest))).toEqual(new Set(['rc3']));
  });
});
