import { sha256Digest } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { StoreError, type DeviceStore } from '../../src/index.js';
import { round } from '../support/bench.js';
import { deploymentText, LINE, PUMP } from '../support/documents.js';
import { capabilitiesOf, createGatewayBench, firstOf, GATEWAY, type GatewayBench } from '../support/gateway-bench.js';
import { until } from '../support/until.js';

const CAMERA_1 = `${GATEWAY}/camera-1`;
const CAMERA_2 = `${GATEWAY}/camera-2`;
const ANY = `${GATEWAY}/*`;
const on = (device: string, id = LINE): string => deploymentText({ components: [{ name: 'broker' }], id, device });

const runtime = ({ runtimes }: GatewayBench, name: string) => {
  const found = runtimes[name];
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

/** What the store holds of a document is gone. */
const lose = async ({ disk }: GatewayBench, text: string): Promise<void> => {
  const digest = await sha256Digest(new TextEncoder().encode(text));
  expect(disk.files.delete(`/gateway/documents/${digest.slice('sha256:'.length)}`)).toBe(true);
};

describe('a gateway that looks for a place', () => {
  it('asks again with every poll until there is one (DS-45, L-26)', async () => {
    const bench = createGatewayBench();
    let isFree = false;
    let asked = 0;
    const { agent } = bench.boot({
      place: (deployment, candidates) => {
        asked += 1;
        return isFree ? firstOf(deployment, candidates) : undefined;
      },
    });
    await bench.fleet.publish([on(ANY)]);
    await round(agent);
    expect(bench.news().at(-1)).toBe(`${GATEWAY} failed 103 from ${GATEWAY}`);
    isFree = true;
    await round(agent);
    expect(bench.runtimes['camera-1']?.present()).toEqual(['broker']);
    asked = 0;
    await round(agent);
    expect(asked).toBe(0);
  });

  it('keeps everything where it is when a document was lost, takes the next manifest, and has it fetched again', async () => {
    const bench = createGatewayBench();
    const first = bench.boot({ place: firstOf });
    await bench.fleet.publish([on(ANY), on(CAMERA_2, PUMP)]);
    await round(first.agent);
    await first.agent.stop();
    await lose(bench, on(ANY));
    const { agent } = bench.boot({ place: (_, candidates) => candidates.at(-1)?.capabilities.properties.id });
    await bench.fleet.publish([on(ANY), on(CAMERA_1, PUMP)]);
    expect((await agent.pollOnce()).status).toBe('accepted');
    await agent.idle();
    expect(bench.runtimes['camera-1']?.done).toEqual(['install broker', 'install broker']);
    expect(bench.runtimes['camera-2']?.present()).toEqual([]);
    expect(bench.events).toContainEqual(expect.objectContaining({ type: 'placement.failed', deploymentId: LINE }));
    bench.events.length = 0;
    await round(agent);
    await round(agent);
    expect(bench.events.filter(({ type }) => type === 'placement.failed')).toEqual([]);
  });

  it('moves with the next look what could not be kept the first time (L-26)', async () => {
    const bench = createGatewayBench();
    const { store } = bench.boot();
    let isFull = false;
    const filling: DeviceStore = {
      ...store,
      commit: (change, documents) =>
        isFull
          ? Promise.reject(new StoreError('ERR_STORE_FAILED', 'The disk is full.', { hint: 'Make room.' }))
          : store.commit(change, documents),
    };
    bench.there = ['camera-1'];
    const { agent } = bench.boot({ store: filling, place: firstOf });
    await bench.fleet.publish([on(ANY)]);
    await round(agent);
    expect(bench.runtimes['camera-1']?.present()).toEqual(['broker']);
    bench.there = ['camera-2'];
    isFull = true;
    await round(agent);
    expect(bench.events).toContainEqual(expect.objectContaining({ type: 'placement.failed' }));
    isFull = false;
    await round(agent);
    expect(bench.runtimes['camera-2']?.present()).toEqual(['broker']);
  });

  it('takes nothing that runs away from a child because the children cannot be told, and says so', async () => {
    const bench = createGatewayBench();
    let isBroken = false;
    const { agent } = bench.boot({
      children: () => {
        if (isBroken) throw new Error('The bus does not answer.');
        return [{ capabilities: capabilitiesOf(CAMERA_1), runtimes: [runtime(bench, 'camera-1')] }];
      },
    });
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(agent);
    bench.news();
    isBroken = true;
    expect((await agent.pollOnce()).status).toBe('failed');
    await agent.idle();
    expect(bench.news()).toEqual([]);
    expect(bench.events).toContainEqual({ type: 'placement.failed', error: new Error('The bus does not answer.') });
    expect(bench.runtimes['camera-1']?.present()).toEqual(['broker']);
  });
});

describe('a runtime of a child', () => {
  it('that cannot say what is there does not have its deployment refused for good', async () => {
    const bench = createGatewayBench();
    const child = runtime(bench, 'camera-1');
    const inspect = child.inspect.bind(child);
    const { agent } = bench.boot();
    await bench.fleet.publish([on(CAMERA_1)]);
    let calls = 0;
    // The first look is that after the start, the second one is the check.
    child.inspect = async (deploymentId) => {
      calls += 1;
      if (calls === 2) throw new Error('Busy.');
      return inspect(deploymentId);
    };
    await round(agent);
    expect(calls).toBeGreaterThanOrEqual(2);
    expect(bench.told().at(-1)).toBe(`${CAMERA_1} installed`);
  });

  it('tells of a component that gave up, and the event says on which device (L-20)', async () => {
    const bench = createGatewayBench();
    const child = runtime(bench, 'camera-1');
    const fact = { deploymentId: LINE, component: 'broker', error: { code: 'CRASHED', message: 'Again and again.' } };
    let tell = (): void => undefined;
    child.watch = (listener) => {
      tell = () => listener(fact);
    };
    const { agent } = bench.boot({ policy: { gaveUp: 'fail' } });
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(agent);
    tell();
    await agent.idle();
    expect(bench.events).toContainEqual({ type: 'component.gaveUp', deviceId: CAMERA_1, ...fact });
    expect(bench.told().at(-1)).toBe(`${CAMERA_1} failed CRASHED from line-monitor`);
  });
});

describe('a gateway that dies', () => {
  /** A store that does a number of commits, and then the process is gone: before the next one, or right after it. */
  const mortal = (store: DeviceStore, commits: number, isDone: boolean): DeviceStore => {
    let left = commits;
    const dead = (): StoreError =>
      new StoreError('ERR_STATE_CORRUPT', 'The process is gone.', { hint: 'Start again.' });
    return {
      ...store,
      commit: async (change, documents) => {
        left -= 1;
        if (left > 0) return store.commit(change, documents);
        if (left === 0 && isDone) await store.commit(change, documents);
        throw dead();
      },
    };
  };
  const MOST_COMMITS = 40;

  it.each([
    ['before', false],
    ['after', true],
  ])('%s any commit of a move goes on, and nothing is done twice or left behind (L-17, L-26)', async (_, isDone) => {
    let moments = 0;
    for (let commits = 1; commits < MOST_COMMITS; commits += 1) {
      const bench = createGatewayBench();
      const first = bench.boot();
      await bench.fleet.publish([on(CAMERA_1)]);
      await round(first.agent);
      await first.agent.stop();

      const { store } = bench.boot();
      const dying = bench.boot({ store: mortal(store, commits, isDone) });
      await bench.fleet.publish([on(CAMERA_2)]);
      await round(dying.agent);
      const died = bench.events.some((event) => 'error' in event && event.error.message === 'The process is gone.');
      await dying.agent.stop();

      const { agent, store: after } = bench.boot();
      await round(agent);
      await agent.idle();
      const where = `commit ${commits}`;
      expect(bench.runtimes['camera-1']?.done, where).toEqual(['install broker', 'remove broker']);
      expect(bench.runtimes['camera-2']?.done, where).toEqual(['install broker']);
      const last = (device: string) => bench.told().findLast((line) => line.startsWith(device));
      expect(last(CAMERA_1), where).toBe(`${CAMERA_1} removed`);
      expect(last(CAMERA_2), where).toBe(`${CAMERA_2} installed`);
      expect(Object.keys((await after.read()).deployments), where).toEqual([`${LINE} ${CAMERA_2}`]);
      await agent.stop();
      if (!died) break;
      moments = commits;
    }
    expect(moments).toBeGreaterThan(5);
    expect(moments).toBeLessThan(MOST_COMMITS - 1);
  });
});

describe('a child that comes back in the middle of a removal', () => {
  it('is rid of what it had, whatever restarts there were meanwhile (L-15, L-26)', async () => {
    const bench = createGatewayBench();
    const first = bench.boot();
    await bench.fleet.publish([on(CAMERA_1)]);
    await round(first.agent);
    runtime(bench, 'camera-1').online = false;
    await bench.fleet.publish([]);
    await round(first.agent);
    await first.agent.stop();
    const second = bench.boot();
    await round(second.agent);
    await second.agent.stop();
    runtime(bench, 'camera-1').online = true;
    const { agent, store } = bench.boot();
    await round(agent);
    await until(() => bench.told().at(-1) === `${CAMERA_1} removed`);
    await agent.idle();
    expect(bench.runtimes['camera-1']?.done).toEqual(['install broker', 'remove broker']);
    expect((await store.read()).deployments).toEqual({});
  });
});
