import { describe, expect, it } from 'vitest';
import { createBench, round } from '../support/bench.js';
import { deploymentText, LINE } from '../support/documents.js';

const HIGHEST = 2n ** 64n - 1n;

describe('a fleet manager that has lost its memory', () => {
  it('is believed again when a person says so, and only then; what runs is left alone (M-26)', async () => {
    const { fleet, events, steps, boot } = createBench();
    await fleet.publish([deploymentText()], 77n);
    const { agent, store } = boot();
    await round(agent);
    const before = steps.length;
    await fleet.publish([deploymentText()], 1n);
    expect((await agent.pollOnce()).status).toBe('refused');

    await agent.resetManifestVersion();
    expect(events.at(-1)).toEqual({ type: 'manifest.versionReset', forgotten: 77n });
    expect(Object.keys((await store.read()).deployments)).toEqual([LINE]);
    expect(await agent.pollOnce()).toEqual({ status: 'accepted', manifestVersion: 1n, deployments: 1 });
    await agent.idle();
    expect(steps).toHaveLength(before);
    // Once, and not for ever.
    await fleet.publish([], 1n);
    expect((await agent.pollOnce()).status).toBe('refused');
    await agent.stop();
  });

  it('is told even when there was nothing to forget (M-26)', async () => {
    const { events, boot } = createBench();
    const { agent, store } = boot();
    await agent.resetManifestVersion();
    expect(events).toEqual([{ type: 'manifest.versionReset', forgotten: null }]);
    expect((await store.read()).manifest).toBeNull();
    await agent.stop();
  });
});

describe('the version of a manifest', () => {
  it('can be the highest that there is, which is told, because nothing comes after it (M-06, M-26)', async () => {
    const { fleet, events, boot } = createBench();
    await fleet.publish([], HIGHEST);
    const { agent } = boot();
    expect(await agent.pollOnce()).toMatchObject({ status: 'accepted', manifestVersion: HIGHEST });
    expect(events.at(-1)).toEqual({ type: 'manifest.versionExhausted', manifestVersion: HIGHEST });
    await agent.stop();
  });

  it.each(['0', '-1', '1.5', '1e3', '18446744073709551616', '"7"', 'null', 'true'])(
    'cannot be %s (M-06)',
    async (version) => {
      const { fleet, boot } = createBench();
      await fleet.serve(`{"manifestVersion":${version},"bundle":null,"deployments":[]}`);
      const { agent, store } = boot();
      const outcome = await agent.pollOnce();
      expect(outcome).toMatchObject({ status: 'refused', error: { code: 'ERR_MANIFEST_INVALID' } });
      expect((await store.read()).manifest).toBeNull();
      await agent.stop();
    },
  );

  it('is remembered with its ETag when the manifest is accepted, whatever becomes of it (DS-44, M-16)', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([deploymentText({ type: 'custom' })], 6n);
    const { agent, store } = boot();
    await round(agent);
    expect(fleet.reports.at(-1)?.status.state).toBe('failed');
    const { manifest } = await store.read();
    expect(manifest?.version).toBe(6n);
    expect((await agent.pollOnce()).status).toBe('unchanged');
    expect(fleet.conditions.at(-1)).toBe(manifest?.etag);
    await agent.stop();
  });

  it('that is offered again is an offence for a device that is strict, whatever it wants (M-15, DS-42, DS-43)', async () => {
    const { fleet, events, boot } = createBench();
    await fleet.serve('{"manifestVersion":6,"bundle":null,"deployments":[]}');
    const { agent, store } = boot({ strictVersions: true });
    await round(agent);
    const { manifest } = await store.read();
    await fleet.serve('{"manifestVersion":6,"deployments":[],"bundle":null}');
    expect((await agent.pollOnce()).status).toBe('refused');
    expect(events.at(-1)).toMatchObject({
      type: 'security',
      offered: { manifestVersion: 6n, acceptedVersion: 6n, digest: expect.stringMatching(/^sha256:/) },
    });
    expect((await store.read()).manifest).toEqual(manifest);
    await agent.stop();
  });

  it('that is lower is told with what was offered (DS-43)', async () => {
    const { fleet, events, boot } = createBench();
    await fleet.publish([], 6n);
    const { agent } = boot();
    await round(agent);
    await fleet.publish([deploymentText()], 5n);
    await agent.pollOnce();
    expect(events.at(-1)).toMatchObject({ type: 'security', offered: { manifestVersion: 5n, acceptedVersion: 6n } });
    await agent.stop();
  });
});

describe('a document', () => {
  it.each(['single', 'bundle'] as const)(
    'is compared as it came, line ends and spaces and all (%s) (DS-30, DS-31, DS-32)',
    async (retrieval) => {
      const { fleet, boot } = createBench();
      const odd = `\r\n# Ünusual \r\n${deploymentText()}   \r\n\r\n`;
      const { agent, store } = boot({ retrieval });
      await fleet.publish([deploymentText()], 1n);
      await agent.pollOnce();
      await fleet.publishRaw([{ deploymentId: LINE, text: odd }], 2n);
      expect(await agent.pollOnce()).toMatchObject({ status: 'accepted', manifestVersion: 2n });
      const digest = (await store.read()).deployments[LINE]?.accepted.digest;
      expect(digest && new TextDecoder().decode(await store.getDocument(digest))).toBe(odd);
      await agent.stop();
    },
  );
});
