import { createProblem, ProblemError, problemResponse } from '@margo-sdk/protocol';
import { MargoError, stringifyJson } from '@margo-sdk/spec-model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBench, round } from '../../packages/device-client/test/support/bench.js';
import { deploymentText, LINE } from '../../packages/device-client/test/support/documents.js';

// Rows of the specification that a whole device keeps, as its fleet manager and its operator see them.

afterEach(() => void vi.unstubAllGlobals());

const MINUTE = 60_000;

describe('a device without a connection', () => {
  it('goes on for weeks, installs nothing twice, and tells all of it when the connection is back (API-17)', async () => {
    const { fleet, clock, steps, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const first = boot({ maxPollBackoffMs: MINUTE });
    await round(first.agent);
    const reports = fleet.reports.length;
    await first.agent.stop();
    await fleet.publish([]);

    fleet.intercept = () => {
      throw new TypeError('fetch failed');
    };
    const { agent } = boot({ maxPollBackoffMs: MINUTE });
    await agent.start();
    const day = 24 * 60 * MINUTE;
    for (let polls = 0; polls < 60; polls += 1) {
      const asked = fleet.requests.length;
      await expect.poll(() => clock.pending().length, { interval: 1 }).toBe(1);
      clock.turn(day);
      await expect.poll(() => fleet.requests.length, { interval: 1 }).toBeGreaterThan(asked);
    }
    expect(fleet.reports).toHaveLength(reports);

    fleet.intercept = () => undefined;
    await expect.poll(() => clock.pending().length, { interval: 1 }).toBe(1);
    clock.turn(day);
    await expect.poll(() => fleet.reports.at(-1)?.status.state, { interval: 1 }).toBe('removed');
    expect(steps.filter((step) => step.startsWith('install'))).toHaveLength(2);
    await agent.stop();
  });
});

describe('a planned downtime', () => {
  // The clock of the tests begins at 00:16:40 on 1 January 1970.
  const schedule = { downtime: [{ from: '00:30', to: '01:00' }] };

  it('has nothing sent in it, and a poll when it is over (API-18)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    clock.turn(20 * MINUTE);
    const { agent } = boot({ schedule });
    await agent.start();
    expect(await agent.pollOnce()).toMatchObject({ status: 'postponed' });
    await expect.poll(() => clock.pending().length, { interval: 1 }).toBe(1);
    expect(fleet.requests).toEqual([]);
    clock.turn(30 * MINUTE);
    await expect.poll(() => fleet.requests, { interval: 1 }).toContain('GET /api/v1/deployments');
    await agent.stop();
  });

  it('has no failures to communicate told that fall into it (API-19)', async () => {
    const { fleet, clock, events, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot({ schedule });
    await round(agent);
    events.length = 0;
    fleet.intercept = () => {
      // The connection goes down while the poll is under way.
      clock.turn(15 * MINUTE);
      throw new TypeError('fetch failed');
    };
    await round(agent);
    expect(events).toEqual([]);
    expect(agent.unreachableSinceMs).toBeNull();
    fleet.intercept = () => {
      throw new TypeError('fetch failed');
    };
    clock.turn(60 * MINUTE);
    await round(agent);
    expect(events.map(({ type }) => type)).toContain('connection.lost');
    await agent.stop();
  });
});

describe('a manifest with something new in it', () => {
  it('is refused as a whole for one digest of an algorithm that nobody knows (DS-33)', async () => {
    const { fleet, events, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent, store } = boot();
    await round(agent);
    const before = await store.read();
    fleet.requests.length = 0;

    const sha512 = `sha512:${'a'.repeat(128)}`;
    const bundle = `sha256:${'b'.repeat(64)}`;
    await fleet.serve(
      stringifyJson({
        manifestVersion: 9n,
        bundle: {
          mediaType: 'application/vnd.margo.bundle.v1+tar+gzip',
          digest: bundle,
          url: `/api/v1/bundles/${bundle}`,
        },
        deployments: [{ deploymentId: LINE, digest: sha512, url: `/api/v1/deployments/${LINE}/${sha512}` }],
      }),
    );
    expect(await agent.pollOnce()).toMatchObject({ status: 'refused', error: { code: 'ERR_MANIFEST_INVALID' } });
    await agent.idle();
    expect((await store.read()).manifest).toEqual(before.manifest);
    expect(fleet.requests).toEqual(['GET /api/v1/deployments']);
    expect(events.at(-1)?.type).toBe('manifest.refused');
    await agent.stop();
  });
});

describe('a problem', () => {
  it('has its type compared and never fetched (PT-09)', async () => {
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', (input: unknown) => {
      asked.push(input);
      return Promise.resolve(new Response());
    });
    const { fleet, boot } = createBench();
    const type = 'https://problems.example.com/quota';
    fleet.intercept = () => problemResponse({ ...createProblem(403), type, title: 'Quota used up' });
    const { agent } = boot();
    const outcome = await agent.pollOnce();
    await agent.stop();
    const error = outcome.status === 'failed' ? outcome.error : undefined;
    expect(error).toBeInstanceOf(ProblemError);
    expect(MargoError.isInstance(error) && (error as ProblemError).problem?.type).toBe(type);
    expect(asked).toEqual([]);
    expect(new Set(fleet.requests)).toEqual(new Set(['PUT /api/v1/capabilities/device-1']));
  });
});
