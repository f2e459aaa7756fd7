import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createInProcessFleet } from '@margo-sdk/testkit';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { DeviceAgent } from '../../src/index.js';
import { round } from '../support/bench.js';
import { deploymentText, LINE, PUMP } from '../support/documents.js';
import { createGatewayBench, firstOf, GATEWAY, type GatewayBench } from '../support/gateway-bench.js';
import { until } from '../support/until.js';

const CLIENT = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/gateway-1');
const CAMERA_1 = `${GATEWAY}/camera-1`;
const CAMERA_2 = `${GATEWAY}/camera-2`;
const ANY = `${GATEWAY}/*`;
const FAN = '6c7d4a8e-1a52-4f1e-8d0b-0f3f0b6a2f11';
const BROKER = { components: [{ name: 'broker' }] };
const on = (device: string, id = LINE): string => deploymentText({ ...BROKER, id, device });

/** A gateway and a fleet manager of the SDK, in one process. */
const createRows = (reports: 'journal' | 'latest') => {
  const bench = createGatewayBench();
  let now = 0;
  const fleet = createInProcessFleet({ now: () => (now += 1) });
  const client = createWorkloadManagementClient({ baseUrl: 'https://wfm.example.com', fetch: fleet.fetchAs(CLIENT) });
  const boot = (): DeviceAgent => bench.boot({ client, reports, place: firstOf }).agent;
  /** As `deployment device state`, with the code of what went wrong. */
  const rows = async (): Promise<string[]> =>
    (await fleet.manager.view(CLIENT)).map(({ deploymentId, deviceId, state, reported }) =>
      [nameOf(deploymentId), deviceId, state, ...(reported?.status.error ? [reported.status.error.code] : [])].join(
        ' ',
      ),
    );
  const refused = (): unknown[] => bench.events.filter(({ type }) => type === 'report.rejected');
  return { bench, fleet, boot, rows, refused };
};

const NAMES = new Map([
  [LINE, 'line'],
  [PUMP, 'pump'],
  [FAN, 'fan'],
]);
const nameOf = (id: string): string => NAMES.get(id) ?? id;

const runtimeOf = ({ runtimes }: GatewayBench, name: string) => {
  const runtime = runtimes[name];
  if (runtime === undefined) throw new Error(`There is no ${name}.`);
  return runtime;
};

describe.each(['journal', 'latest'] as const)('a fleet manager sees of a gateway (reports: %s)', (reports) => {
  it('its children, what it was told to place, a move, a removal, and who cannot be reached (L-26, M-37)', async () => {
    const { bench, fleet, boot, rows, refused } = createRows(reports);
    const agent = boot();
    await fleet.manager.publish(CLIENT, [on(ANY), on(CAMERA_2, PUMP), on(GATEWAY, FAN)]);
    await round(agent);
    expect((await fleet.store.devices(CLIENT)).map(({ deviceId }) => deviceId)).toEqual([GATEWAY, CAMERA_1, CAMERA_2]);
    const settled = [`fan ${GATEWAY} converged`, `line ${CAMERA_1} converged`, `pump ${CAMERA_2} converged`];
    expect((await rows()).sort()).toEqual(settled);

    await fleet.manager.publish(CLIENT, [on(ANY), on(CAMERA_1, PUMP), on(GATEWAY, FAN)]);
    await round(agent);
    expect((await rows()).sort()).toEqual([
      `fan ${GATEWAY} converged`,
      `line ${CAMERA_1} converged`,
      `pump ${CAMERA_1} converged`,
      `pump ${CAMERA_2} gone`,
    ]);

    await fleet.manager.publish(CLIENT, [on(ANY), on(CAMERA_1, PUMP)]);
    await round(agent);
    expect(await rows()).toContain(`fan ${GATEWAY} gone`);

    runtimeOf(bench, 'camera-2').online = false;
    await fleet.manager.publish(CLIENT, [on(ANY), on(CAMERA_1, PUMP), on(CAMERA_2, FAN)]);
    await round(agent);
    expect(await rows()).toContain(`fan ${CAMERA_2} failed 102`);
    runtimeOf(bench, 'camera-2').online = true;
    await round(agent);
    expect(await rows()).toContain(`fan ${CAMERA_2} converged`);
    expect(refused()).toEqual([]);
  });

  it('whatever happens around a restart: a move, a child that is gone, and one that is unknown (L-17, L-26, ST-08)', async () => {
    const { bench, fleet, boot, rows, refused } = createRows(reports);
    const first = boot();
    await fleet.manager.publish(CLIENT, [on(ANY), on(`${GATEWAY}/camera-9`, PUMP)]);
    await round(first);
    expect(await rows()).toContain(`line ${CAMERA_1} converged`);
    expect((await rows()).filter((row) => row.includes('101'))).toEqual([`pump ${GATEWAY} failed 101`]);
    await first.stop();

    bench.there = ['camera-2'];
    const second = boot();
    await round(second);
    expect(await rows()).toContain(`line ${CAMERA_2} converged`);
    expect(runtimeOf(bench, 'camera-1').present()).toEqual(['broker']);
    await second.stop();

    bench.there = ['camera-1', 'camera-2'];
    const third = boot();
    await round(third);
    await until(() => runtimeOf(bench, 'camera-1').present().length === 0);
    await third.idle();
    expect((await rows()).filter((row) => row.startsWith('line'))).toEqual([
      `line ${CAMERA_1} gone`,
      `line ${CAMERA_2} converged`,
    ]);
    expect(runtimeOf(bench, 'camera-2').done).toEqual(['install broker']);
    expect(refused()).toEqual([]);
  });

  it('that it could place nothing, and then that it could (DS-45, L-26)', async () => {
    const { bench, fleet, boot, rows } = createRows(reports);
    bench.there = [];
    const agent = boot();
    await fleet.manager.publish(CLIENT, [on(ANY)]);
    await round(agent);
    expect(await rows()).toEqual([`line ${GATEWAY} failed 103`]);
    bench.there = ['camera-2'];
    await round(agent);
    expect(await rows()).toEqual([`line ${CAMERA_2} converged`]);
  });

  it('what became of it while nobody could be reached (L-19)', async () => {
    const { bench, fleet, boot, rows, refused } = createRows(reports);
    const agent = boot();
    await fleet.manager.publish(CLIENT, [on(CAMERA_1), on(CAMERA_2, PUMP)]);
    await round(agent);
    await agent.stop();
    // A gateway that finds its child gone tells so as soon as it can.
    runtimeOf(bench, 'camera-1').online = false;
    let isDown = true;
    const through = fleet.fetchAs(CLIENT);
    const client = createWorkloadManagementClient({
      baseUrl: 'https://wfm.example.com',
      fetch: async (request) => {
        if (isDown) throw new TypeError('Nobody answers.');
        return through(request);
      },
    });
    const { agent: next } = bench.boot({ client, reports, retry: { maxAttempts: 1 } });
    await round(next);
    isDown = false;
    await round(next);
    expect(await rows()).toEqual([`pump ${CAMERA_2} converged`, `line ${CAMERA_1} failed 102`]);
    expect(refused()).toEqual([]);
  });
});
