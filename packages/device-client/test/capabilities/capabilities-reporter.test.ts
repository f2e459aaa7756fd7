import { ProblemError, TransportError } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createCapabilitiesReporter, type CapabilitiesEvent } from '../../src/index.js';
import { round } from '../support/bench.js';
import { deploymentText } from '../support/documents.js';
import { capabilitiesOf, createGatewayBench, GATEWAY } from '../support/gateway-bench.js';

const notFound = (): Response =>
  new Response(
    '{"type":"https://docs.margo.org/specification/problem-types#gateway-not-found","title":"x","status":404}',
    {
      status: 404,
      headers: { 'Content-Type': 'application/problem+json' },
    },
  );
const put = (id: string): string => `PUT /api/v1/capabilities/${id}`;

describe('what a gateway tells of itself and of the devices behind it', () => {
  it('comes first, itself before its children, one call for each, and once (CAP-01, CAP-13, CAP-14)', async () => {
    const { fleet, boot } = createGatewayBench();
    const { agent } = boot();
    await fleet.publish([]);
    await round(agent);
    await round(agent);
    expect(fleet.requests).toEqual([
      put(GATEWAY),
      put(`${GATEWAY}/camera-1`),
      put(`${GATEWAY}/camera-2`),
      'GET /api/v1/deployments',
      'GET /api/v1/deployments',
    ]);
  });

  it('has gateways behind it before what is behind those (CAP-14)', async () => {
    const bench = createGatewayBench(['hall/camera', 'hall']);
    const { agent } = bench.boot();
    await bench.fleet.publish([]);
    await round(agent);
    expect(bench.fleet.requests.slice(0, 3)).toEqual([
      put(GATEWAY),
      put(`${GATEWAY}/hall`),
      put(`${GATEWAY}/hall/camera`),
    ]);
  });

  it('comes again when something has changed, and only that (CAP-02)', async () => {
    const bench = createGatewayBench();
    let memory = '8Gi';
    let asked = 0;
    const { agent } = bench.boot({
      capabilities: async () => {
        asked += 1;
        return capabilitiesOf(GATEWAY, { memory });
      },
    });
    await bench.fleet.publish([]);
    await round(agent);
    await round(agent);
    expect(asked).toBe(1);
    bench.fleet.requests.length = 0;
    memory = '16Gi';
    await agent.capabilitiesChanged();
    expect(bench.fleet.requests).toEqual([put(GATEWAY)]);
    await agent.capabilitiesChanged();
    expect(bench.fleet.requests).toEqual([put(GATEWAY)]);
  });

  it('withdraws a child that is gone with the next poll (M-53)', async () => {
    const bench = createGatewayBench();
    const { agent } = bench.boot();
    await bench.fleet.publish([]);
    await round(agent);
    bench.fleet.requests.length = 0;
    bench.there = ['camera-2'];
    await round(agent);
    expect(bench.fleet.requests).toEqual([
      `DELETE /api/v1/capabilities/${GATEWAY}/camera-1`,
      'GET /api/v1/deployments',
    ]);
    expect(bench.events).toContainEqual({ type: 'capabilities.withdrawn', deviceId: `${GATEWAY}/camera-1` });
  });

  it('comes again as a whole when the fleet manager does not know the gateway any more (CAP-14, CAP-15)', async () => {
    const bench = createGatewayBench(['camera-1']);
    const { agent } = bench.boot();
    await bench.fleet.publish([]);
    await round(agent);
    bench.fleet.requests.length = 0;
    let forgotten = true;
    bench.fleet.intercept = ({ method, url }) => {
      if (method === 'PUT' && url.endsWith(GATEWAY)) forgotten = false;
      return method === 'PUT' && forgotten ? notFound() : undefined;
    };
    bench.there = ['camera-1', 'camera-2'];
    Object.assign(bench.runtimes, { 'camera-2': bench.runtimes['camera-1'] });
    await round(agent);
    expect(bench.fleet.requests.filter((request) => request.startsWith('PUT'))).toEqual([
      put(`${GATEWAY}/camera-2`),
      put(GATEWAY),
      put(`${GATEWAY}/camera-1`),
      put(`${GATEWAY}/camera-2`),
    ]);
  });

  it('comes again once and not for ever when the fleet manager goes on saying so (CAP-15)', async () => {
    const bench = createGatewayBench();
    const { agent } = bench.boot();
    await bench.fleet.publish([]);
    bench.fleet.intercept = ({ method, url }) => (method === 'PUT' && !url.endsWith(GATEWAY) ? notFound() : undefined);
    await round(agent);
    expect(bench.fleet.requests.filter((request) => request.startsWith('PUT'))).toEqual([
      put(GATEWAY),
      put(`${GATEWAY}/camera-1`),
      put(GATEWAY),
      put(`${GATEWAY}/camera-1`),
      put(`${GATEWAY}/camera-2`),
    ]);
    expect(bench.events.filter(({ type }) => type === 'capabilities.failed')).toHaveLength(2);
  });

  it('is not held up by a child that is not taken: it is told, and tried again with the next poll', async () => {
    const bench = createGatewayBench();
    const { agent } = bench.boot();
    await bench.fleet.publish([deploymentText({ device: GATEWAY })]);
    bench.fleet.intercept = ({ method, url }) =>
      method === 'PUT' && url.endsWith('camera-1') ? new Response(null, { status: 422 }) : undefined;
    await round(agent);
    expect(bench.events).toContainEqual(
      expect.objectContaining({ type: 'capabilities.failed', deviceId: `${GATEWAY}/camera-1` }),
    );
    expect(bench.told().at(-1)).toBe(`${GATEWAY} installed`);
    bench.fleet.intercept = () => undefined;
    bench.fleet.requests.length = 0;
    await round(agent);
    expect(bench.fleet.requests[0]).toBe(put(`${GATEWAY}/camera-1`));
  });

  it('keeps everything else back until it was taken, and stays told as failed (CAP-01)', async () => {
    const bench = createGatewayBench();
    const { agent } = bench.boot({
      capabilities: () => {
        throw new Error('The hardware does not answer.');
      },
    });
    await bench.fleet.publish([]);
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(bench.fleet.requests).toEqual([]);
    expect(bench.events).toContainEqual({
      type: 'capabilities.failed',
      error: new Error('The hardware does not answer.'),
    });
  });

  it.each([
    ['is not behind it', ['../camera-1'], /behind/],
    ['comes twice', ['camera-1', 'camera-1'], /twice/],
  ])('has no child that %s (M-54)', async (_, there, message) => {
    const bench = createGatewayBench();
    bench.there = there;
    const { agent } = bench.boot({
      children: () =>
        there.map((name) => ({
          capabilities: capabilitiesOf(name.startsWith('..') ? 'other/x' : `${GATEWAY}/${name}`),
          runtimes: [],
        })),
    });
    await bench.fleet.publish([]);
    const outcome = await agent.pollOnce();
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'ERR_CHILD_INVALID' } });
    expect(String((outcome as { error: Error }).error.message)).toMatch(message);
  });

  it('is taken back on request: children first (M-53)', async () => {
    const bench = createGatewayBench(['hall', 'hall/camera']);
    const { agent } = bench.boot();
    await bench.fleet.publish([]);
    await round(agent);
    bench.fleet.requests.length = 0;
    await agent.withdraw();
    expect(bench.fleet.requests).toEqual(
      [`${GATEWAY}/hall/camera`, `${GATEWAY}/hall`, GATEWAY].map((id) => `DELETE /api/v1/capabilities/${id}`),
    );
  });
});

describe('the reporter itself', () => {
  const problem = (status: number): ProblemError =>
    new ProblemError({ status, problem: undefined, request: 'PUT x' } as never);
  const reporterWith = (
    answers: Record<string, () => Promise<'created'>>,
    ids = [GATEWAY, `${GATEWAY}/a`, `${GATEWAY}/b`],
  ) => {
    const calls: string[] = [];
    const events: CapabilitiesEvent[] = [];
    const reporter = createCapabilitiesReporter({
      client: {
        putCapabilities: async ({ deviceId }) => {
          calls.push(deviceId);
          return answers[deviceId]?.() ?? 'created';
        },
        deleteCapabilities: async () => {
          throw problem(404);
        },
      },
      current: async () => ids.map((id) => capabilitiesOf(id)) as never,
      emit: (event) => events.push(event),
      signal: new AbortController().signal,
    });
    return { calls, events, reporter };
  };

  it('goes no further once the connection is lost', async () => {
    const lost = new TransportError('ERR_NETWORK', 'The connection was lost.');
    const { calls, reporter } = reporterWith({ [`${GATEWAY}/a`]: () => Promise.reject(lost) });
    await expect(reporter.send()).rejects.toBe(lost);
    expect(calls).toEqual([GATEWAY, `${GATEWAY}/a`]);
    // A report on the child that was left out would be refused.
    expect(reporter.isDone()).toBe(false);
  });

  it('does not mind the order of members (CAP-02)', async () => {
    const calls: string[] = [];
    let turned = false;
    const reporter = createCapabilitiesReporter({
      client: {
        putCapabilities: async ({ deviceId }) => (calls.push(deviceId), 'created'),
        deleteCapabilities: async () => {},
      },
      current: async () => {
        const { properties } = capabilitiesOf(GATEWAY);
        const entries = Object.entries(properties);
        return [{ properties: Object.fromEntries(turned ? entries.reverse() : entries) as typeof properties }];
      },
      emit: () => {},
      signal: new AbortController().signal,
    });
    await reporter.send();
    turned = true;
    await reporter.send();
    expect(calls).toEqual([GATEWAY]);
  });

  it('takes what is not known any more for withdrawn', async () => {
    const { events, reporter } = reporterWith({});
    await reporter.withdraw();
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('capabilities.withdrawn'));
    expect(reporter.isDone()).toBe(false);
  });
});
