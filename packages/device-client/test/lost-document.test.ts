import { sha256Digest } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../src/index.js';
import { createBench, round, type Bench } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';

const pathOf = async (text: string): Promise<string> =>
  `/device/documents/${(await sha256Digest(new TextEncoder().encode(text))).slice('sha256:'.length)}`;

const spoil = async ({ disk }: Bench, text: string, how: string): Promise<void> => {
  const path = await pathOf(text);
  if (how === 'missing') disk.files.delete(path);
  else disk.files.set(path, new TextEncoder().encode('x'));
};
const stalls = ({ events }: Bench): unknown[] =>
  events.flatMap((event) => (event.type === 'deployment.stalled' ? [event.error] : []));

describe.each(['missing', 'damaged'])('an accepted document that is %s', (how) => {
  it('is fetched again with the next poll, although the manifest is still the same', async () => {
    const bench = createBench();
    const { fleet, disk, steps, boot } = bench;
    const text = deploymentText();
    await fleet.publish([text]);
    const first = boot();
    await round(first.agent);
    await first.agent.stop();
    // What ran is gone as well, so the document is needed.
    for (const path of disk.files.keys()) if (path.startsWith('/workloads/')) disk.files.delete(path);
    await spoil(bench, text, how);
    steps.length = 0;
    fleet.conditions.length = 0;

    const { agent, store } = boot();
    await round(agent);
    expect(stalls(bench)).toMatchObject([{ code: 'ERR_DOCUMENT_LOST' }]);
    expect(fleet.reports.some(({ status }) => status.state === 'failed')).toBe(false);
    expect(await agent.pollOnce()).toEqual({ status: 'unchanged' });
    await agent.idle();
    await round(agent);

    const etag = (await store.read()).manifest?.etag;
    expect(fleet.conditions).toEqual([etag, null, etag]);
    expect(steps).toEqual(['install broker', 'install dashboard']);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    expect(stalls(bench)).toHaveLength(1);
  });

  it('is asked for until it was fetched', async () => {
    const bench = createBench();
    const { fleet, disk, boot } = bench;
    const text = deploymentText();
    await fleet.publish([text]);
    const first = boot();
    await round(first.agent);
    await first.agent.stop();
    for (const path of disk.files.keys()) if (path.startsWith('/workloads/')) disk.files.delete(path);
    await spoil(bench, text, how);
    fleet.conditions.length = 0;

    const { agent } = boot();
    await round(agent);
    fleet.intercept = ({ url }) => (url.includes(LINE) ? new Response(null, { status: 404 }) : undefined);
    await round(agent);
    fleet.intercept = () => undefined;
    await round(agent);
    expect(fleet.conditions.map((condition) => condition === null)).toEqual([false, true, true, true]);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
  });

  it('is fetched again, although all documents together are more than one update may bring', async () => {
    const bench = createBench();
    const { fleet, disk, boot } = bench;
    const text = deploymentText();
    const pump = deploymentText({ id: PUMP, components: [{ name: 'pump' }] });
    const maxUpdateBytes = Math.max(text.length, pump.length);
    await fleet.publish([text]);
    const first = boot({ maxUpdateBytes });
    await round(first.agent);
    await fleet.publish([text, pump]);
    await round(first.agent);
    await first.agent.stop();
    for (const path of disk.files.keys()) if (path.startsWith('/workloads/')) disk.files.delete(path);
    await spoil(bench, text, how);

    const { agent } = boot({ maxUpdateBytes });
    await round(agent);
    expect(await agent.pollOnce()).toEqual({ status: 'unchanged' });
    await agent.idle();
    expect(fleet.reports.at(-1)).toMatchObject({ deploymentId: LINE, status: { state: 'installed' } });
    await agent.stop();
  });

  it('that was superseded does not keep the newer revision from its turn (L-12)', async () => {
    const bench = createBench();
    const { fleet, boot } = bench;
    const old = deploymentText({ settings: { broker: 'old' } });
    await fleet.publish([old]);
    // The first reading is for the manifest, the second for the revision, the third for the check; it ends there.
    const { store } = boot();
    let readings = 0;
    const first = boot({
      store: {
        ...store,
        getDocument: (digest) => {
          readings += 1;
          if (readings > 2) throw new StoreError('ERR_STORE_FAILED', 'Not this time.');
          return store.getDocument(digest);
        },
      },
    });
    await round(first.agent);
    await first.agent.stop();
    expect((await store.read()).deployments[LINE]?.lifecycle.phase).toBe('checking');
    await spoil(bench, old, how);
    await fleet.publish([deploymentText({ settings: { broker: 'new' } })]);

    const { agent } = boot();
    await round(agent);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    expect(fleet.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
  });
});
