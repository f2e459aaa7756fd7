import { createProblem, problemResponse } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { summary } from './support/fake-fleet.js';

const offline = (): never => {
  throw new TypeError('fetch failed');
};
const unlessGet =
  (answer: () => Response) =>
  ({ method }: Request): Response | undefined =>
    method === 'POST' ? answer() : undefined;

const INSTALLATION = [
  'pending @1: broker pending, dashboard pending',
  'installing @1: broker installing, dashboard pending',
  'installing @1: broker installed, dashboard installing',
  'installed @1: broker installed, dashboard installed',
];

describe('reports of a device', () => {
  it('wait while the fleet manager cannot be reached, and are sent in order afterwards (L-19)', async () => {
    const { fleet, events, boot } = createBench();
    const { agent, store } = boot();
    await fleet.publish([deploymentText()]);
    fleet.intercept = unlessGet(offline);
    await round(agent);
    expect(fleet.reports).toEqual([]);
    expect((await store.read()).outbox).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'report.kept')).toHaveLength(1);
    fleet.intercept = () => undefined;
    await round(agent);
    expect(fleet.reports.map(summary)).toEqual(INSTALLATION);
    expect((await store.read()).outbox).toEqual([]);
  });

  it('survive a restart and are still sent in order', async () => {
    const { fleet, boot } = createBench();
    const first = boot();
    await fleet.publish([deploymentText()]);
    fleet.intercept = unlessGet(offline);
    await round(first.agent);
    await first.agent.stop();
    fleet.intercept = () => undefined;
    const { agent, store } = boot();
    await round(agent);
    expect(fleet.reports.map(summary)).toEqual(INSTALLATION);
    expect((await store.read()).outbox).toEqual([]);
  });

  it('are sent again after a restart, even if all were acknowledged (L-19)', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const first = boot();
    await round(first.agent);
    await first.agent.stop();
    await round(boot().agent);
    expect(fleet.reports.map(summary)).toEqual([...INSTALLATION, INSTALLATION[3]]);
  });

  it('are sent again after a reconnect, each deployment once (L-19)', async () => {
    const { fleet, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText(), deploymentText({ id: PUMP })]);
    await round(agent);
    const before = fleet.reports.length;
    fleet.intercept = offline;
    await round(agent);
    fleet.intercept = () => undefined;
    await round(agent);
    await round(agent);
    const again = fleet.reports.slice(before);
    expect(again.map(({ deploymentId }) => deploymentId).sort()).toEqual([LINE, PUMP].sort());
    expect(again.map(({ status }) => status.state)).toEqual(['installed', 'installed']);
  });

  it('end when the fleet manager will never take them', async () => {
    const { fleet, events, boot } = createBench();
    const { agent, store } = boot();
    await fleet.publish([deploymentText()]);
    fleet.intercept = unlessGet(() => problemResponse(createProblem('semantic-error')));
    await round(agent);
    expect((await store.read()).outbox).toEqual([]);
    expect(events.filter(({ type }) => type === 'report.rejected')).toHaveLength(4);
    expect(Object.keys((await store.read()).deployments)).toEqual([LINE]);
  });

  it('of a removal end with a refusal as well, and the deployment is forgotten (M-33)', async () => {
    const { fleet, events, boot } = createBench();
    const { agent, store } = boot();
    await fleet.publish([deploymentText()]);
    await round(agent);
    fleet.intercept = unlessGet(() => problemResponse(createProblem(404)));
    await fleet.publish([]);
    await round(agent);
    expect((await store.read()).deployments).toEqual({});
    expect(events.at(-1)).toEqual({ type: 'deployment.forgotten', deploymentId: LINE });
  });

  it('of a removal keep the deployment remembered until they are acknowledged (M-34)', async () => {
    const { fleet, boot } = createBench();
    const first = boot();
    await fleet.publish([deploymentText()]);
    await round(first.agent);
    fleet.intercept = unlessGet(offline);
    await fleet.publish([]);
    await round(first.agent);
    expect(Object.keys((await first.store.read()).deployments)).toEqual([LINE]);
    await first.agent.stop();
    fleet.intercept = () => undefined;
    const { agent, store } = boot();
    await round(agent);
    expect(fleet.reports.at(-1) && summary(fleet.reports.at(-1)!)).toBe(
      'removed @2: broker removed, dashboard removed',
    );
    expect((await store.read()).deployments).toEqual({});
  });

  it.each([401, 403, 503, 500] as const)(
    'are kept when the answer is %i, which does not judge them',
    async (status) => {
      const { fleet, boot } = createBench();
      const { agent, store } = boot();
      await fleet.publish([deploymentText()]);
      fleet.intercept = unlessGet(() => new Response(null, { status }));
      await round(agent);
      expect((await store.read()).outbox).toHaveLength(4);
    },
  );

  it('of other deployments do not wait for one that is not taken now', async () => {
    const { fleet, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText(), deploymentText({ id: PUMP })]);
    fleet.intercept = ({ method, url }) =>
      method === 'POST' && url.includes(LINE) ? new Response(null, { status: 500 }) : undefined;
    await round(agent);
    expect(fleet.requests.filter((request) => request.startsWith('POST') && request.includes(LINE))).toHaveLength(1);
    expect(fleet.reports.map(({ deploymentId }) => deploymentId)).toEqual([PUMP, PUMP, PUMP, PUMP]);
  });

  it('are not sent again before the time that the fleet manager named (API-14)', async () => {
    const { fleet, clock, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText()]);
    fleet.intercept = unlessGet(() => new Response(null, { status: 503, headers: { 'Retry-After': '30' } }));
    await round(agent);
    const posts = () => fleet.requests.filter((request) => request.startsWith('POST')).length;
    expect(posts()).toBe(1);
    clock.turn(29_000);
    await round(agent);
    expect(posts()).toBe(1);
    fleet.intercept = () => undefined;
    clock.turn(1000);
    await round(agent);
    expect(fleet.reports).toHaveLength(4);
  });

  it('make room for newer ones of the same deployment when too many wait', async () => {
    const { fleet, events, boot } = createBench();
    const { agent, store } = boot({ maxPendingReports: 2 });
    await fleet.publish([deploymentText()]);
    fleet.intercept = unlessGet(offline);
    await round(agent);
    expect((await store.read()).outbox).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'report.dropped')).toHaveLength(2);
    fleet.intercept = () => undefined;
    await round(agent);
    expect(fleet.reports.map(summary)).toEqual(INSTALLATION.slice(2));
  });
});
