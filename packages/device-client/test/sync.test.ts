import { createProblem, problemResponse, writeBundle } from '@margo-sdk/protocol';
import { MargoError, MEDIA_TYPES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, synchronise, type DeviceEvent, type DeviceStore, type Retrieval } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { createFakeFleet } from './support/fake-fleet.js';

const HEX = '0'.repeat(64);

/** A device that runs version 5, and everything on its disk at that moment. */
const settled = async (retrieval?: Retrieval) => {
  const bench = createBench();
  await bench.fleet.publish([deploymentText()], 5n);
  const { agent, store } = bench.boot({ ...(retrieval && { retrieval }) });
  await round(agent);
  const before = new Map(bench.disk.files);
  const reports = bench.fleet.reports.length;
  bench.events.length = 0;
  const codes = (): string[] =>
    bench.events.flatMap((event: DeviceEvent) =>
      'error' in event && MargoError.isInstance(event.error) ? [`${event.type} ${event.error.code}`] : [],
    );
  const untouched = (): void => {
    expect(new Map(bench.disk.files)).toEqual(before);
    expect(bench.fleet.reports).toHaveLength(reports);
  };
  return { ...bench, agent, store, codes, untouched };
};

describe('a poll', () => {
  it('sends the ETag of the accepted manifest, also after a restart, and takes 304 for nothing new (DS-20, DS-39)', async () => {
    const { fleet, agent, store, boot } = await settled();
    const etag = (await store.read()).manifest?.etag;
    expect((await agent.pollOnce()).status).toBe('unchanged');
    await agent.stop();
    await boot().agent.pollOnce();
    expect(fleet.conditions).toEqual([null, etag, etag]);
    expect(etag).toMatch(/^"sha256:[0-9a-f]{64}"$/);
  });

  it('fetches only what it does not hold', async () => {
    const { fleet, agent } = await settled();
    fleet.requests.length = 0;
    await fleet.publish([deploymentText(), deploymentText({ id: PUMP })]);
    await agent.pollOnce();
    const fetched = fleet.requests.filter((request) => request.startsWith('GET /api/v1/deployments/'));
    expect(fetched).toHaveLength(1);
    expect(fetched[0]).toContain(PUMP);
  });

  it('accepts any first version (M-27) and computes an ETag that is missing (M-22)', async () => {
    const { fleet, boot } = createBench();
    await fleet.serve('{"manifestVersion":77,"bundle":null,"deployments":[]}', null);
    const { agent, store } = boot();
    expect(await agent.pollOnce()).toEqual({ status: 'accepted', manifestVersion: 77n, deployments: 0 });
    expect((await store.read()).manifest?.etag).toMatch(/^"sha256:/);
  });

  it('takes an ETag that a proxy made weak for the same (M-21)', async () => {
    const { fleet, agent, store } = await settled();
    await fleet.publish([], 6n);
    const { fetchedEtag } = await fleet.client.getStateManifest().then((answer) => ({
      fetchedEtag: answer.status === 'changed' ? answer.etag : undefined,
    }));
    await fleet.serve('{"bundle":null,"deployments":[],"manifestVersion":6}', `W/${fetchedEtag}`);
    expect((await agent.pollOnce()).status).toBe('accepted');
    expect((await store.read()).manifest?.etag).toBe(fetchedEtag);
  });

  it('takes the same version with the same deployments for nothing new, and learns its ETag (M-15)', async () => {
    const { fleet, agent, store, codes } = await settled();
    const before = await store.read();
    const answer = await fleet.client.getStateManifest();
    if (answer.status !== 'changed') throw new Error('expected a manifest');
    await fleet.serve(`${new TextDecoder().decode(answer.bytes)} `);
    expect((await agent.pollOnce()).status).toBe('unchanged');
    const after = await store.read();
    expect(after.manifest?.version).toBe(5n);
    expect(after.manifest?.etag).not.toBe(before.manifest?.etag);
    expect({ ...after, manifest: null }).toEqual({ ...before, manifest: null });
    expect(codes()).toEqual([]);
  });
});

describe.each(['single', 'bundle'] as const)('an update that must not be used changes nothing (%s)', (retrieval) => {
  it('refuses a lower version and says so as a security event (DS-42, DS-43)', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    await fleet.publish([], 4n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual([
      'manifest.refused ERR_MANIFEST_VERSION_NOT_HIGHER',
      'security ERR_MANIFEST_VERSION_NOT_HIGHER',
    ]);
  });

  it('remembers the highest version across a restart (DS-20)', async () => {
    const { fleet, agent, boot } = await settled(retrieval);
    await agent.stop();
    await fleet.publish([], 4n);
    expect((await boot().agent.pollOnce()).status).toBe('refused');
  });

  it('refuses the same version with other deployments (M-15)', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    await fleet.publish([deploymentText({ settings: { broker: 'other' } })], 5n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await fleet.publish([], 5n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes().filter((code) => code.startsWith('security'))).toHaveLength(2);
  });

  it.each([
    ['no JSON', 'no manifest'],
    ['a version that is no integer (M-06)', '{"manifestVersion":6.5,"bundle":null,"deployments":[]}'],
    ['no bundle member (DS-09)', '{"manifestVersion":6,"deployments":[]}'],
    [
      'a bundle for no deployments (M-25)',
      `{"manifestVersion":6,"bundle":{"mediaType":"application/vnd.margo.bundle.v1+tar+gzip","digest":"sha256:${HEX}","url":"/api/v1/bundles/sha256:${HEX}"},"deployments":[]}`,
    ],
    [
      'no bundle for deployments (M-25)',
      `{"manifestVersion":6,"bundle":null,"deployments":[{"deploymentId":"${LINE}","digest":"sha256:${HEX}","url":"/x/sha256:${HEX}"}]}`,
    ],
    [
      'a digest of an unknown algorithm (DS-33)',
      `{"manifestVersion":6,"bundle":null,"deployments":[{"deploymentId":"${LINE}","digest":"md5:00","url":"/md5:00"}]}`,
    ],
  ])('refuses a manifest with %s', async (_, manifest) => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    await fleet.serve(manifest);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_MANIFEST_INVALID']);
  });

  it('refuses a manifest whose ETag is not the digest of its body (M-22)', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    await fleet.serve('{"manifestVersion":6,"bundle":null,"deployments":[]}', `"sha256:${HEX}"`);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_MANIFEST_ETAG_MISMATCH']);
  });

  it('refuses the whole update when one deployment was tampered with and has the same size, byte for byte (DS-15, DS-18, DS-19)', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    const good = deploymentText({ id: PUMP });
    await fleet.publish([deploymentText({ settings: { broker: 'new' } }), good], 6n);
    fleet.intercept = async ({ url }) => {
      const bad = good.replace('1.0.0', '1.0.1');
      if (url.includes(`/deployments/${PUMP}/`))
        return new Response(bad, { headers: { 'Content-Type': 'application/yaml' } });
      if (!url.includes('/bundles/')) return undefined;
      const bundle = await writeBundle([{ deploymentId: PUMP, bytes: new TextEncoder().encode(bad) }]);
      return new Response(bundle, { headers: { 'Content-Type': MEDIA_TYPES.bundle } });
    };
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DIGEST_MISMATCH']);

    fleet.intercept = () => undefined;
    expect((await agent.pollOnce()).status).toBe('accepted');
  });

  it('takes a deployment that is missing for no removal (DS-24, M-17)', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    await fleet.publish([deploymentText({ settings: { broker: 'new' } })], 6n);
    const gone = () => problemResponse(createProblem('deployment-not-found'));
    fleet.intercept = ({ url }) => (/\/(deployments|bundles)\/./.test(url) ? gone() : undefined);
    expect((await agent.pollOnce()).status).toBe('failed');
    await agent.idle();
    untouched();
    expect(codes().filter((code) => !code.startsWith('bundle'))).toEqual(['poll.failed ERR_PROBLEM']);
  });

  it('refuses a document that is no deployment', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    await fleet.publish([JSON.stringify({ id: PUMP })], 6n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DEPLOYMENT_INVALID']);
  });

  it('refuses a parameter that points nowhere before anything is installed', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    const text = deploymentText({ type: 'compose', settings: { broker: 'x' } }).replace('"SETTING"', '"not-a-name"');
    await fleet.publish([text], 6n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DEPLOYMENT_INVALID']);
  });

  it('refuses a document that is another deployment (DS-16)', async () => {
    const { fleet, agent, codes, untouched } = await settled(retrieval);
    const other = deploymentText({ id: PUMP });
    await fleet.publish([other], 6n);
    const answer = await fleet.client.getStateManifest();
    if (answer.status !== 'changed') throw new Error('expected a manifest');
    await fleet.serve(new TextDecoder().decode(answer.bytes).replaceAll(PUMP, LINE));
    fleet.intercept = ({ url }) =>
      url.includes(`/deployments/${LINE}/`)
        ? new Response(other, { headers: { 'Content-Type': 'application/yaml' } })
        : undefined;
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DEPLOYMENT_ID_MISMATCH']);
  });

  it.each([
    [undefined, 1000],
    [2, 2],
  ])('refuses more deployments than it was told to take (maxDeployments %s)', async (maxDeployments, most) => {
    const { fleet, boot, disk } = createBench();
    const ids = Array.from({ length: most + 1 }, (_, index) => `${LINE.slice(0, -4)}${index + 1000}`);
    await fleet.publish(ids.map((id) => deploymentText({ id })));
    const { agent, store } = boot(maxDeployments === undefined ? {} : { maxDeployments });
    const outcome = await agent.pollOnce();
    expect(outcome).toMatchObject({ status: 'refused', error: { code: 'ERR_TOO_MANY_DEPLOYMENTS' } });
    expect(disk.files.size).toBe(0);
    expect(fleet.requests.filter((request) => request.startsWith('GET /api/v1/deployments/'))).toEqual([]);
    // Not through an agent, which would install them all.
    await fleet.publish(ids.slice(1).map((id) => deploymentText({ id })));
    const limits = maxDeployments === undefined ? {} : { maxDeployments };
    expect(await synchronise({ client: fleet.client, store, ...limits })).toMatchObject({ deployments: most });
    await agent.stop();
  });

  it('refuses more bytes than it was told to take', async () => {
    const { fleet, boot, disk } = createBench();
    await fleet.publish([deploymentText(), deploymentText({ id: PUMP })]);
    const { agent } = boot({ maxUpdateBytes: 500 });
    const outcome = await agent.pollOnce();
    expect(outcome).toMatchObject({
      status: 'refused',
      error: { code: 'ERR_UPDATE_TOO_LARGE' },
    });
    expect(disk.files.size).toBe(0);
  });
});

describe('two polls at a time', () => {
  /** Ends a poll, and before it commits lets another one happen as a whole. */
  const overtake = async (
    slow: { readonly text: readonly string[]; readonly version: bigint },
    quick: { readonly text: readonly string[]; readonly version: bigint },
  ) => {
    const fleet = createFakeFleet();
    const store = createMemoryStore();
    await fleet.publish([deploymentText()], 5n);
    await synchronise({ client: fleet.client, store });
    await fleet.publish(slow.text, slow.version);
    let overtaken = false;
    const slowStore: DeviceStore = {
      ...store,
      commit: async (change, documents) => {
        if (!overtaken) {
          overtaken = true;
          await fleet.publish(quick.text, quick.version);
          await synchronise({ client: fleet.client, store });
        }
        return store.commit(change, documents);
      },
    };
    const outcome = await synchronise({ client: fleet.client, store: slowStore, restore: true }).catch(
      (error: unknown) => error,
    );
    expect(overtaken).toBe(true);
    return { outcome, state: await store.read() };
  };
  const pump = deploymentText({ id: PUMP });

  it('never leave the older manifest in force, nor any of it (DS-42)', async () => {
    const { outcome, state } = await overtake({ text: [pump], version: 6n }, { text: [], version: 7n });
    expect(outcome).toMatchObject({ code: 'ERR_MANIFEST_VERSION_NOT_HIGHER' });
    expect(state.manifest?.version).toBe(7n);
    expect(Object.keys(state.deployments)).toEqual([LINE]);
  });

  it('do not bring back the ETag of an older manifest that was unchanged (DS-42, M-15)', async () => {
    const { outcome, state } = await overtake({ text: [deploymentText()], version: 5n }, { text: [], version: 7n });
    expect(outcome).toMatchObject({ code: 'ERR_MANIFEST_VERSION_NOT_HIGHER' });
    expect(state.manifest?.version).toBe(7n);
    expect(state.deployments[LINE]?.accepted.digest).toBeNull();
  });

  it('that bring the same manifest accept it once', async () => {
    const { outcome, state } = await overtake({ text: [pump], version: 6n }, { text: [pump], version: 6n });
    expect(outcome).toEqual({ status: 'unchanged' });
    expect(state.manifest?.version).toBe(6n);
    expect(Object.keys(state.deployments).sort()).toEqual([PUMP, LINE].sort());
  });
});
