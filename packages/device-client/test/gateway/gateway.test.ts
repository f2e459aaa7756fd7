import { describe, expect, it } from 'vitest';
import { round } from '../support/bench.js';
import { deploymentText, LINE, PUMP, type DeploymentChoice } from '../support/documents.js';
import { createGatewayBench, firstOf, GATEWAY } from '../support/gateway-bench.js';
import { until } from '../support/until.js';

const BROKER = { components: [{ name: 'broker' }] };
const on = (device: string, choice: DeploymentChoice = {}): string => deploymentText({ ...BROKER, device, ...choice });
const CAMERA_1 = `${GATEWAY}/camera-1`;
const CAMERA_2 = `${GATEWAY}/camera-2`;
const installedOn = (device: string): string[] =>
  ['pending', 'installing', 'installed'].map((state) => `${device} ${state}`);
const removedFrom = (device: string): string[] => ['removing', 'removed'].map((state) => `${device} ${state}`);

describe('a deployment for a device behind a gateway', () => {
  it('is installed there, and reported with the id of that device (L-26, ST-09)', async () => {
    const { fleet, runtimes, boot, told } = createGatewayBench();
    const { agent } = boot();
    await fleet.publish([on(CAMERA_2), on(GATEWAY, { id: PUMP })]);
    await round(agent);
    expect(runtimes['camera-2']?.done).toEqual(['install broker']);
    expect(runtimes['camera-1']?.done).toEqual([]);
    expect(runtimes['own']?.done).toEqual(['install broker']);
    expect(told().filter((line) => line.startsWith(CAMERA_2))).toEqual(installedOn(CAMERA_2));
    expect(told().filter((line) => line.startsWith(`${GATEWAY} `))).toEqual(installedOn(GATEWAY));
  });

  it('that moves is removed there and installed here (L-26)', async () => {
    const { fleet, runtimes, boot, news } = createGatewayBench();
    const { agent, store } = boot();
    await fleet.publish([on(CAMERA_1)]);
    await round(agent);
    news();
    await fleet.publish([on(CAMERA_2)]);
    await round(agent);
    expect(runtimes['camera-1']?.present()).toEqual([]);
    expect(runtimes['camera-2']?.present()).toEqual(['broker']);
    const lines = news();
    expect(lines.filter((line) => line.startsWith(CAMERA_1))).toEqual(removedFrom(CAMERA_1));
    expect(lines.filter((line) => line.startsWith(CAMERA_2))).toEqual(installedOn(CAMERA_2));
    expect(Object.keys((await store.read()).deployments)).toEqual([`${LINE} ${CAMERA_2}`]);
  });

  it('goes on where it was after a restart (L-17, L-26)', async () => {
    const bench = createGatewayBench();
    const first = bench.boot();
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(first.agent);
    await first.agent.stop();
    bench.news();
    const next = bench.boot();
    await round(next.agent);
    expect(bench.runtimes['camera-1']?.done).toEqual(['install broker']);
    await bench.fleet.publish([on(CAMERA_2)]);
    await round(next.agent);
    expect(bench.runtimes['camera-1']?.present()).toEqual([]);
    expect(bench.runtimes['camera-2']?.present()).toEqual(['broker']);
  });

  it('is refused by the gateway for a child that does not fit, and the gateway is the source (L-27, ST-05)', async () => {
    const { fleet, boot, told } = createGatewayBench();
    const { agent } = boot();
    await fleet.publish([on(CAMERA_1, { constraints: { capacityRequirements: { memory: '64Gi' } } })]);
    await round(agent);
    expect(told()).toEqual([`${CAMERA_1} pending`, `${CAMERA_1} failed DEVICE_NOT_ELIGIBLE from ${GATEWAY}`]);
  });

  it('that the gateway does not know fails with 101, told by the gateway about itself (ST-05, ST-08, M-37)', async () => {
    const { fleet, boot, told } = createGatewayBench();
    const { agent } = boot();
    await fleet.publish([on(`${GATEWAY}/camera-9`)]);
    await round(agent);
    expect(told()).toEqual([`${GATEWAY} pending`, `${GATEWAY} failed 101 from ${GATEWAY}`]);
    expect(fleet.reports.at(-1)?.components[0]?.error).toMatchObject({ code: '101', source: GATEWAY });
  });

  it('is installed when such a child comes after all (L-26, CAP-02)', async () => {
    const bench = createGatewayBench(['camera-1', 'camera-9']);
    bench.there = ['camera-1'];
    const { agent } = bench.boot();
    await bench.fleet.publish([on(`${GATEWAY}/camera-9`)]);
    await round(agent);
    bench.news();
    bench.there = ['camera-1', 'camera-9'];
    await agent.capabilitiesChanged();
    await agent.idle();
    expect(bench.runtimes['camera-9']?.present()).toEqual(['broker']);
    expect(bench.news().sort(byDevice)).toEqual([`${GATEWAY} removed`, ...installedOn(`${GATEWAY}/camera-9`)]);
  });
});

/** What is reported of one device has its order; that of two devices has none. */
const byDevice = (one: string, other: string): number =>
  (one.split(' ')[0] ?? '').localeCompare(other.split(' ')[0] ?? '');

describe('a deployment for any device behind a gateway', () => {
  it('goes to the child that the embedder chooses, and is never reported as that of the gateway (L-26)', async () => {
    const { fleet, runtimes, boot, told } = createGatewayBench();
    const asked: string[][] = [];
    const { agent } = boot({
      place: (_, candidates) => {
        asked.push(candidates.map(({ capabilities }) => capabilities.properties.id));
        return candidates[1]?.capabilities.properties.id;
      },
    });
    await fleet.publish([on(`${GATEWAY}/*`)]);
    await round(agent);
    expect(asked).toEqual([[CAMERA_1, CAMERA_2]]);
    expect(runtimes['camera-2']?.present()).toEqual(['broker']);
    expect(told()).toEqual(installedOn(CAMERA_2));
  });

  it('keeps its child through updates and restarts, for as long as that can take it (L-26)', async () => {
    const bench = createGatewayBench();
    const first = bench.boot({ place: (_, candidates) => candidates.at(-1)?.capabilities.properties.id });
    await bench.fleet.publish([on(`${GATEWAY}/*`)]);
    await round(first.agent);
    await first.agent.stop();
    const next = bench.boot({ place: firstOf });
    await bench.fleet.publish([on(`${GATEWAY}/*`, { components: [{ name: 'broker', revision: '2.0.0' }] })]);
    await round(next.agent);
    expect(bench.runtimes['camera-2']?.done).toEqual(['install broker', 'upgrade broker']);
    expect(bench.runtimes['camera-1']?.done).toEqual([]);
  });

  it('is placed only where it fits', async () => {
    const { fleet, runtimes, boot } = createGatewayBench();
    const { agent } = boot({ place: firstOf });
    Object.assign(runtimes['camera-1'] ?? {}, { supports: () => false });
    await fleet.publish([on(`${GATEWAY}/*`)]);
    await round(agent);
    expect(runtimes['camera-2']?.present()).toEqual(['broker']);
  });

  it.each([
    ['nobody can choose', {}],
    ['nobody is chosen', { place: () => undefined }],
    ['somebody else is chosen', { place: () => 'elsewhere' as never }],
    [
      'choosing fails',
      {
        place: () => {
          throw new Error('No idea.');
        },
      },
    ],
  ])('fails with 103 when %s (DS-45, ST-08, M-37)', async (_, options) => {
    const { fleet, runtimes, boot, told } = createGatewayBench();
    const { agent } = boot(options);
    await fleet.publish([on(`${GATEWAY}/*`)]);
    await round(agent);
    expect(told()).toEqual([`${GATEWAY} pending`, `${GATEWAY} failed 103 from ${GATEWAY}`]);
    expect(runtimes['own']?.done).toEqual([]);
  });

  it('moves to another child when its own is gone, and is removed there when that is back (L-26)', async () => {
    const bench = createGatewayBench();
    const { agent } = bench.boot({ place: firstOf });
    await bench.fleet.publish([on(`${GATEWAY}/*`)]);
    await round(agent);
    bench.there = ['camera-2'];
    await round(agent);
    expect(bench.runtimes['camera-2']?.present()).toEqual(['broker']);
    expect(bench.runtimes['camera-1']?.present()).toEqual(['broker']);
    expect(bench.told().at(-1)).toMatch(/installed$/);
    bench.there = ['camera-1', 'camera-2'];
    await round(agent);
    bench.clock.turn(3_600_000);
    await until(() => bench.runtimes['camera-1']?.present().length === 0);
    expect(bench.runtimes['camera-2']?.done).toEqual(['install broker']);
  });
});

describe('a child that cannot be reached', () => {
  it('has its deployment failed with 102, about the child, from the gateway; it is installed once it is back (ST-08, M-37, L-15)', async () => {
    const { fleet, runtimes, boot, news, events } = createGatewayBench();
    const { agent } = boot();
    const child = runtimes['camera-1'];
    if (!child) throw new Error('No camera.');
    child.online = false;
    await fleet.publish([on(CAMERA_1)]);
    await round(agent);
    expect(news()).toEqual([`${CAMERA_1} pending`, `${CAMERA_1} failed 102 from ${GATEWAY}`]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'child.unreachable', deviceId: CAMERA_1 }));
    await round(agent);
    expect(news()).toEqual([]);
    child.online = true;
    await round(agent);
    expect(news().at(-1)).toBe(`${CAMERA_1} installed`);
    expect(child.present()).toEqual(['broker']);
  });

  it('does not hold up the others', async () => {
    const { fleet, runtimes, boot, told } = createGatewayBench();
    const { agent } = boot();
    Object.assign(runtimes['camera-1'] ?? {}, { online: false });
    await fleet.publish([on(CAMERA_1), on(CAMERA_2, { id: PUMP })]);
    await round(agent);
    expect(told()).toContain(`${CAMERA_2} installed`);
  });

  it('in the middle of an installation fails it with 102 after the attempts that the policy allows (L-15)', async () => {
    const { fleet, runtimes, boot, told } = createGatewayBench();
    const { agent } = boot();
    const child = runtimes['camera-1'];
    if (!child) throw new Error('No camera.');
    const apply = child.apply.bind(child);
    child.apply = async (request, signal) => {
      child.online = false;
      return apply(request, signal);
    };
    await fleet.publish([on(CAMERA_1)]);
    await round(agent);
    expect(told().at(-1)).toBe(`${CAMERA_1} failed 102 from ${GATEWAY}`);
  });

  it('when the gateway starts has what it had failed with 102, and nothing is done twice once it is back (L-17)', async () => {
    const bench = createGatewayBench();
    const first = bench.boot();
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(first.agent);
    await first.agent.stop();
    const child = bench.runtimes['camera-1'];
    if (!child) throw new Error('No camera.');
    child.online = false;
    const next = bench.boot();
    bench.news();
    await round(next.agent);
    expect(bench.news().at(-1)).toBe(`${CAMERA_1} failed 102 from ${GATEWAY}`);
    child.online = true;
    await round(next.agent);
    expect(bench.news().at(-1)).toBe(`${CAMERA_1} installed`);
    expect(child.done).toEqual(['install broker']);
  });

  it('or is not there any more keeps its deployment: 102 until it is back, and nothing is forgotten', async () => {
    const bench = createGatewayBench();
    const { agent, store } = bench.boot();
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(agent);
    bench.news();
    bench.there = ['camera-2'];
    await round(agent);
    expect(bench.news().at(-1)).toBe(`${CAMERA_1} failed 102 from ${GATEWAY}`);
    expect(Object.keys((await store.read()).deployments)).toEqual([`${LINE} ${CAMERA_1}`]);
    bench.there = ['camera-1', 'camera-2'];
    await round(agent);
    expect(bench.news().at(-1)).toBe(`${CAMERA_1} installed`);
    expect(bench.runtimes['camera-1']?.done).toEqual(['install broker']);
  });

  it('has a withdrawn deployment removed when it is back (L-15, DS-24)', async () => {
    const bench = createGatewayBench();
    const { agent, store } = bench.boot();
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(agent);
    const child = bench.runtimes['camera-1'];
    if (!child) throw new Error('No camera.');
    child.online = false;
    await bench.fleet.publish([]);
    await round(agent);
    expect(bench.told().at(-1)).toBe(`${CAMERA_1} removing`);
    child.online = true;
    bench.clock.turn(3_600_000);
    await until(() => bench.told().at(-1) === `${CAMERA_1} removed`);
    await agent.idle();
    expect(Object.keys((await store.read()).deployments)).toEqual([]);
  });
});

describe('a device that is no gateway', () => {
  it('refuses what is for a device behind it as for somebody else (M-28)', async () => {
    const { fleet, boot, told } = createGatewayBench();
    const { agent } = boot({ children: undefined as never });
    await fleet.publish([on(CAMERA_1)]);
    await round(agent);
    expect(told().at(-1)).toBe(`${CAMERA_1} failed WRONG_DEVICE from line-monitor`);
  });

  it('always names itself in its reports (M-36)', async () => {
    const { fleet, boot } = createGatewayBench();
    const { agent } = boot({ children: undefined as never });
    await fleet.publish([on(GATEWAY)]);
    await round(agent);
    expect(fleet.reports.map(({ deviceId }) => deviceId)).toEqual([GATEWAY, GATEWAY, GATEWAY]);
  });
});

it('a runtime that uses a code of gateways is reported with another one (ST-08)', async () => {
  const { fleet, runtimes, boot, told } = createGatewayBench();
  const { agent } = boot({ children: undefined as never });
  const { WorkloadError } = await import('../../src/index.js');
  Object.assign(runtimes['own'] ?? {}, { apply: () => Promise.reject(new WorkloadError('102', 'Broken.')) });
  await fleet.publish([on(GATEWAY)]);
  await round(agent);
  expect(told().at(-1)).toBe(`${GATEWAY} failed RUNTIME_102 from line-monitor`);
});
