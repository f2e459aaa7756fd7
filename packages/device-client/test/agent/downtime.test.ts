import { describe, expect, it } from 'vitest';
import type { PollSchedule } from '../../src/index.js';
import { createBench, round } from '../support/bench.js';
import { deploymentText } from '../support/documents.js';

const MINUTE = 60_000;
/** The clock of the tests begins 1000 seconds after midnight, UTC. */
const START = 1_000_000;

const downFrom = (fromMinute: number, toMinute: number): PollSchedule => ({
  downtime: [
    {
      begins: new Date(START + fromMinute * MINUTE).toISOString(),
      ends: new Date(START + toMinute * MINUTE).toISOString(),
    },
  ],
});

describe('a planned downtime', () => {
  it('has no request in it, not for a person either, and the poll after it is at its very end (API-18)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent } = boot({ schedule: downFrom(0.5, 30) });
    await agent.start();
    await agent.idle();
    const before = fleet.requests.length;
    clock.turn(MINUTE);
    await expect.poll(() => clock.pending()).toEqual([29 * MINUTE]);
    expect(await agent.pollOnce()).toEqual({ status: 'postponed', untilMs: START + 30 * MINUTE });
    await agent.capabilitiesChanged();
    await agent.idle();
    expect(fleet.requests).toHaveLength(before);

    clock.turn(29 * MINUTE);
    await expect.poll(() => fleet.requests.length).toBe(before + 1);
    await agent.stop();
  });

  it('keeps reports for afterwards, when they do not wait for the polling hours (API-18, API-20)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent, store } = boot({
      reports: 'latest',
      script: ({ kind, component }) => (kind === 'install' && component === 'dashboard' ? { delayMs: MINUTE } : {}),
      // 00:15 to 00:17, and again tomorrow; the clock begins at 00:16:40.
      schedule: { ...downFrom(0.5, 30), polling: [{ from: '00:15', to: '00:17' }] },
    });
    await agent.start();
    await expect.poll(async () => (await store.read()).outbox.length).toBe(0);
    await expect.poll(() => fleet.reports.at(-1)?.status.state).toBe('installing');
    const before = fleet.requests.length;
    clock.turn(MINUTE);
    await expect.poll(async () => (await store.read()).outbox.length).toBe(1);
    expect(fleet.requests).toHaveLength(before);

    clock.turn(29 * MINUTE);
    await expect.poll(() => fleet.reports.at(-1)?.status.state).toBe('installed');
    expect(fleet.requests.filter((request) => request === 'GET /api/v1/deployments')).toHaveLength(1);
    await agent.stop();
  });

  it('takes no notice of failures of what was sent before it (API-19)', async () => {
    const { fleet, clock, events, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot({ schedule: downFrom(0.5, 30) });
    await round(agent);
    events.length = 0;
    fleet.intercept = () => {
      clock.turn(MINUTE);
      throw new TypeError('fetch failed');
    };
    expect((await agent.pollOnce()).status).toBe('failed');
    await agent.idle();
    expect(events).toEqual([]);
    expect(agent.unreachableSinceMs).toBeNull();
    await agent.stop();
  });

  it('ends the attempts at a document that had begun before (API-18)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent } = boot({ schedule: downFrom(0.5, 30), retrieval: 'single' });
    let asked = 0;
    fleet.intercept = ({ url }) => {
      if (!/\/deployments\/./.test(new URL(url).pathname)) return undefined;
      asked += 1;
      clock.turn(MINUTE);
      throw new TypeError('fetch failed');
    };
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(asked).toBe(1);
    await agent.stop();
  });
});

describe('the hours in which a device polls', () => {
  it('are waited for, and reports are sent outside them all the same (API-20)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent } = boot({ schedule: { polling: [{ from: '01:00', to: '02:00' }] } });
    await agent.start();
    expect(fleet.requests).toEqual([]);
    expect(clock.pending()).toEqual([3_600_000 - START]);
    // A person may.
    await round(agent);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    await agent.stop();
  });

  it('are begun by chance, so that a fleet does not come at once (API-20)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const schedule = { polling: [{ from: '01:00', to: '02:00' }] };
    const { agent } = boot({ schedule, firstPollSpreadMs: 10 * MINUTE, random: () => 0.5, jitter: 0 });
    await agent.start();
    clock.turn(3_600_000 - START);
    await expect.poll(() => clock.pending()).toEqual([5 * MINUTE]);
    expect(fleet.requests).toEqual([]);
    clock.turn(5 * MINUTE);
    await expect.poll(() => clock.pending()).toEqual([MINUTE]);
    await agent.stop();
  });
});

describe('the pause after a poll of a device', () => {
  it('is long while the fleet manager does not accept it, and as before right afterwards (M-39)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot();
    fleet.intercept = () => new Response(null, { status: 403 });
    await agent.start();
    expect(clock.pending()).toEqual([15 * MINUTE]);
    fleet.intercept = () => undefined;
    clock.turn(15 * MINUTE);
    await expect.poll(() => clock.pending()).toEqual([MINUTE]);
    await agent.stop();
  });

  it('grows with failures by chance, up to a bound, and is the interval again after an answer (API-16, M-45)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot({ random: () => 0.75, jitter: 0, maxPollBackoffMs: 4 * MINUTE, retry: { maxAttempts: 1 } });
    fleet.intercept = () => {
      throw new TypeError('fetch failed');
    };
    await agent.start();
    for (const minutes of [1.5, 3, 3]) {
      await expect.poll(() => clock.pending()).toEqual([minutes * MINUTE]);
      clock.turn(minutes * MINUTE);
    }
    await expect.poll(() => clock.pending()).toEqual([3 * MINUTE]);
    fleet.intercept = () => undefined;
    clock.turn(3 * MINUTE);
    await expect.poll(() => clock.pending()).toEqual([MINUTE]);
    await agent.stop();
  });
});
