import { describe, expect, it } from 'vitest';
import { createMemoryStore, type DeviceStore } from '../../src/index.js';
import { createBench, round } from '../support/bench.js';
import { deploymentText } from '../support/documents.js';

const offline = (): never => {
  throw new TypeError('fetch failed');
};

describe('a device that has lost its fleet manager', () => {
  it('says since when, and says so once; and once when it is back (L-19)', async () => {
    const { fleet, clock, events, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot();
    const told = () => events.filter(({ type }) => type.startsWith('connection.'));
    await round(agent);
    expect(agent.unreachableSinceMs).toBeNull();

    fleet.intercept = offline;
    const lostMs = clock.now();
    for (let poll = 0; poll < 3; poll += 1) {
      await round(agent);
      clock.turn(60_000);
    }
    expect(agent.unreachableSinceMs).toBe(lostMs);
    expect(told()).toEqual([{ type: 'connection.lost', error: expect.objectContaining({ code: 'ERR_NETWORK' }) }]);

    fleet.intercept = () => undefined;
    await round(agent);
    expect(agent.unreachableSinceMs).toBeNull();
    expect(told().slice(1)).toEqual([{ type: 'connection.restored', sinceMs: lostMs }]);
    await agent.stop();
  });

  it('bears a long time without it, and then tells how everything stands and nothing else (API-17, M-31, L-19)', async () => {
    const { fleet, clock, boot } = createBench();
    const { agent, store } = boot({ reports: 'latest', retry: { maxAttempts: 1 } });
    await fleet.publish([deploymentText()]);
    await round(agent);
    const before = fleet.reports.length;

    // It still gets what it is to do, and can tell nobody.
    fleet.intercept = ({ method }) => (method === 'POST' ? offline() : undefined);
    for (let setting = 0; setting < 20; setting += 1) {
      await fleet.publish([deploymentText({ settings: { broker: `${setting}` } })]);
      await round(agent);
      expect((await store.read()).outbox).toHaveLength(1);
    }
    fleet.intercept = offline;
    for (let poll = 0; poll < 200; poll += 1) {
      await round(agent);
      clock.turn(60_000);
    }
    fleet.intercept = () => undefined;
    await round(agent);
    expect(
      fleet.reports.slice(before).map(({ status, adoptedManifestVersion }) => [status.state, adoptedManifestVersion]),
    ).toEqual([['installed', 21n]]);
    await agent.stop();
  });

  it('repeats its reports after the next exchange if they could not be written down after this one (L-19)', async () => {
    const { fleet, events, boot } = createBench();
    const inner = createMemoryStore();
    let broken = false;
    const store: DeviceStore = {
      ...inner,
      commit: (...change) => (broken ? Promise.reject(new Error('disk full')) : inner.commit(...change)),
    };
    const { agent } = boot({ store });
    await fleet.publish([deploymentText()]);
    await round(agent);
    const before = fleet.reports.length;
    fleet.intercept = offline;
    await round(agent);

    fleet.intercept = () => undefined;
    broken = true;
    await round(agent);
    expect(events.map(({ type }) => type)).toContain('outbox.failed');
    expect(agent.unreachableSinceMs).not.toBeNull();
    expect(fleet.reports).toHaveLength(before);

    broken = false;
    await round(agent);
    expect(agent.unreachableSinceMs).toBeNull();
    expect(fleet.reports.slice(before).map(({ status }) => status.state)).toEqual(['installed']);
    await agent.stop();
  });

  it('holds the repeated reports back by chance, for 5 seconds at most (L-19)', async () => {
    const { fleet, clock, boot } = createBench();
    const { agent } = boot({ random: () => 0.8, retry: { maxAttempts: 1 } });
    await fleet.publish([deploymentText()]);
    await round(agent);
    const before = fleet.reports.length;
    fleet.intercept = offline;
    await round(agent);
    fleet.intercept = () => undefined;
    await agent.pollOnce();
    await expect.poll(() => clock.pending()).toEqual([4000]);
    expect(fleet.reports).toHaveLength(before);
    clock.turn(4000);
    await agent.idle();
    expect(fleet.reports).toHaveLength(before + 1);
    await agent.stop();
  });
});

describe('a document that cannot be had at once', () => {
  it.each([
    [true, 3],
    [false, 1],
  ])('is asked for again only if the answer allows it (retryable %s) (API-15)', async (retryable, attempts) => {
    const { fleet, boot } = createBench();
    const { agent } = boot({ retrieval: 'single' });
    await fleet.publish([deploymentText()]);
    fleet.intercept = ({ url }) => {
      if (!/\/deployments\/./.test(new URL(url).pathname)) return undefined;
      const body = JSON.stringify({ type: 'about:blank', title: 'No', status: 503, retryable });
      return new Response(body, { status: 503, headers: { 'Content-Type': 'application/problem+json' } });
    };
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(fleet.requests.filter((request) => /^GET .*\/deployments\/./.test(request))).toHaveLength(attempts);
    await agent.stop();
  });
});
