import { createProblem, PeerRefusedError, problemResponse } from '@margo-sdk/protocol';
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

  it.each([
    ['a 503', () => new Response(null, { status: 503 })],
    ['a 503 with a problem document', () => problemResponse(createProblem(503, { retryAfterSeconds: 0 }))],
    [
      'a peer that is not the fleet manager',
      () => Promise.reject(new PeerRefusedError('ERR_PEER_UNTRUSTED', 'Other.')),
    ],
    ['a redirect', () => new Response(null, { status: 302, headers: { Location: 'https://other.example.com' } })],
    ['an answer of another media type', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
  ])('are sent again after %s (L-19)', async (_, answer) => {
    const { fleet, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText()]);
    await round(agent);
    fleet.intercept = answer;
    await round(agent);
    fleet.intercept = () => undefined;
    await round(agent);
    await round(agent);
    expect(fleet.reports.map(summary)).toEqual([...INSTALLATION, INSTALLATION[3]]);
  });

  it('are not all sent again because one of them was refused, which is an answer (L-19)', async () => {
    const { fleet, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText()]);
    await round(agent);
    await fleet.publish([deploymentText(), deploymentText({ id: PUMP })]);
    fleet.intercept = ({ method, url }) =>
      method === 'POST' && url.includes(PUMP) ? problemResponse(createProblem('semantic-error')) : undefined;
    await round(agent);
    await round(agent);
    expect(fleet.reports.map(summary)).toEqual(INSTALLATION);
  });

  it.each([400, 409, 413, 422] as const)(
    'end when the fleet manager will never take them: %i (M-33)',
    async (status) => {
      const { fleet, events, boot } = createBench();
      const { agent, store } = boot();
      await fleet.publish([deploymentText()]);
      fleet.intercept = unlessGet(() => problemResponse(createProblem(status)));
      await round(agent);
      expect((await store.read()).outbox).toEqual([]);
      expect(events.filter(({ type }) => type === 'report.rejected')).toHaveLength(4);
      expect(Object.keys((await store.read()).deployments)).toEqual([LINE]);
    },
  );

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

  it.each([401, 403, 404, 405, 406, 411, 415, 431, 500, 503] as const)(
    'are kept when a problem with status %i does not judge them (M-33)',
    async (status) => {
      const { fleet, boot } = createBench();
      const { agent, store } = boot();
      await fleet.publish([deploymentText()]);
      fleet.intercept = unlessGet(() => problemResponse(createProblem(status, { retryAfterSeconds: 0 })));
      await round(agent);
      expect((await store.read()).outbox).toHaveLength(4);
    },
  );

  it.each([400, 401, 403, 404, 409, 413, 422, 500])(
    'are kept when %i comes from a gateway and not from a fleet manager (M-33)',
    async (status) => {
      const { fleet, boot } = createBench();
      const { agent, store } = boot();
      await fleet.publish([deploymentText()]);
      const page = () => new Response('<html>', { status, headers: { 'Content-Type': 'text/html' } });
      fleet.intercept = unlessGet(page);
      await round(agent);
      expect((await store.read()).outbox).toHaveLength(4);
      fleet.intercept = () => undefined;
      await round(agent);
      expect(fleet.reports.map(summary)).toEqual(INSTALLATION);

      fleet.intercept = unlessGet(page);
      await fleet.publish([]);
      await round(agent);
      expect(Object.keys((await store.read()).deployments)).toEqual([LINE]);
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

  it('wait no longer for a fleet manager than the device allows (API-14, M-45)', async () => {
    const { fleet, clock, boot } = createBench();
    const { agent } = boot({ maxRetryAfterMs: 60_000 });
    await fleet.publish([deploymentText()]);
    fleet.intercept = unlessGet(() => new Response(null, { status: 503, headers: { 'Retry-After': '2592000' } }));
    await round(agent);
    fleet.intercept = () => undefined;
    clock.turn(59_999);
    await round(agent);
    expect(fleet.reports).toEqual([]);
    clock.turn(1);
    await round(agent);
    expect(fleet.reports.map(summary)).toEqual(INSTALLATION);
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
