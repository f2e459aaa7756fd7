import { MargoError } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';

const HEX = '0'.repeat(64);

/** A device that runs version 5, and everything on its disk at that moment. */
const settled = async () => {
  const bench = createBench();
  await bench.fleet.publish([deploymentText()], 5n);
  const { agent, store } = bench.boot();
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

describe('an update that must not be used changes nothing', () => {
  it('refuses a lower version and says so as a security event (DS-42, DS-43)', async () => {
    const { fleet, agent, codes, untouched } = await settled();
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
    const { fleet, agent, boot } = await settled();
    await agent.stop();
    await fleet.publish([], 4n);
    expect((await boot().agent.pollOnce()).status).toBe('refused');
  });

  it('refuses the same version with other deployments (M-15)', async () => {
    const { fleet, agent, codes, untouched } = await settled();
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
    const { fleet, agent, codes, untouched } = await settled();
    await fleet.serve(manifest);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_MANIFEST_INVALID']);
  });

  it('refuses a manifest whose ETag is not the digest of its body (M-22)', async () => {
    const { fleet, agent, codes, untouched } = await settled();
    await fleet.serve('{"manifestVersion":6,"bundle":null,"deployments":[]}', `"sha256:${HEX}"`);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_MANIFEST_ETAG_MISMATCH']);
  });

  it('refuses the whole update when one deployment was tampered with, byte for byte (DS-18, DS-19)', async () => {
    const { fleet, agent, codes, untouched } = await settled();
    const good = deploymentText({ id: PUMP });
    await fleet.publish([deploymentText({ settings: { broker: 'new' } }), good], 6n);
    fleet.intercept = ({ url }) =>
      url.includes(`/deployments/${PUMP}/`)
        ? new Response(good.replace('1.0.0', '1.0.1'), { headers: { 'Content-Type': 'application/yaml' } })
        : undefined;
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DIGEST_MISMATCH']);

    fleet.intercept = () => undefined;
    expect((await agent.pollOnce()).status).toBe('accepted');
  });

  it('takes a deployment that is missing for no removal (DS-24, M-17)', async () => {
    const { fleet, agent, codes, untouched } = await settled();
    await fleet.publish([deploymentText({ settings: { broker: 'new' } })], 6n);
    fleet.intercept = ({ url }) =>
      url.includes(`/deployments/${LINE}/`) ? new Response(null, { status: 404 }) : undefined;
    expect((await agent.pollOnce()).status).toBe('failed');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['poll.failed ERR_PROBLEM']);
  });

  it('refuses a document that is no deployment', async () => {
    const { fleet, agent, codes, untouched } = await settled();
    await fleet.publish([JSON.stringify({ id: PUMP })], 6n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DEPLOYMENT_INVALID']);
  });

  it('refuses a parameter that points nowhere before anything is installed', async () => {
    const { fleet, agent, codes, untouched } = await settled();
    const text = deploymentText({ type: 'compose', settings: { broker: 'x' } }).replace('"SETTING"', '"not-a-name"');
    await fleet.publish([text], 6n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.idle();
    untouched();
    expect(codes()).toEqual(['manifest.refused ERR_DEPLOYMENT_INVALID']);
  });

  it('refuses a document that is another deployment (DS-16)', async () => {
    const { fleet, agent, codes, untouched } = await settled();
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

  it('refuses more bytes than it was told to take', async () => {
    const { fleet, boot, disk } = createBench();
    await fleet.publish([deploymentText(), deploymentText({ id: PUMP })]);
    const { agent } = boot({ maxUpdateBytes: 500 });
    const outcome = await agent.pollOnce();
    expect(outcome.status === 'refused' && MargoError.isInstance(outcome.error) && outcome.error.code).toBe(
      'ERR_UPDATE_TOO_LARGE',
    );
    expect(disk.files.size).toBe(0);
  });
});
