import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/index.js';
import { capabilities, createFleet, deployment, MONITOR, PRESS, report, VISION } from '../fixture.js';
import type { ReportOptions } from '../fixture.js';

/** A fleet whose clock goes on by one with each report. */
const setUp = () => {
  let nowMs = 0;
  const fleet = createFleet({ now: () => (nowMs += 1) });
  return {
    publish: async (...deployments: string[]) => (await fleet.publish(PRESS, deployments)).manifestVersion,
    tell: async (options: ReportOptions) => {
      const path = `/api/v1/deployments/${options.deploymentId ?? MONITOR}/status`;
      const { status } = await fleet.ask('POST', path, { body: report(options) });
      expect(status).toBeLessThan(300);
    },
    reportDevices: async (...ids: string[]) => {
      for (const id of ids) await fleet.ask('PUT', `/api/v1/capabilities/${id}`, { body: capabilities(id) });
    },
    states: async () => (await fleet.view(PRESS)).map(({ deviceId, state }) => `${deviceId} ${state}`),
    view: () => fleet.view(PRESS),
  };
};

describe('the fleet view', () => {
  it('is empty before anything was published', async () => {
    expect(await setUp().view()).toEqual([]);
  });

  it('shows an installation from unseen to converged', async () => {
    const { publish, tell, states, view } = setUp();
    await publish(deployment());
    expect(await states()).toEqual(['press-7 unseen']);
    for (const [state, shown] of Object.entries({
      pending: 'applying',
      installing: 'applying',
      installed: 'converged',
    })) {
      await tell({ state });
      expect(await states()).toEqual([`press-7 ${shown}`]);
    }
    const [row] = await view();
    expect(row).toMatchObject({ deploymentId: MONITOR, current: true, reported: { status: { state: 'installed' } } });
    expect(row?.wanted).toMatch(/^sha256:/);
    expect(row?.receivedAtMs).toEqual(expect.any(Number));
  });

  it('shows a report on an older content as stale, and on the same content of an older version as current (L-25)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment());
    await tell({ state: 'installed', version: 1n });
    await publish(deployment(), deployment(VISION));
    expect(await states()).toEqual(['press-7 unseen', 'press-7 converged']);
    await publish(deployment(MONITOR, { revision: '2.0.0' }), deployment(VISION));
    expect(await states()).toEqual(['press-7 unseen', 'press-7 stale-installed']);
    await tell({ state: 'failed', version: 3n });
    expect(await states()).toEqual(['press-7 unseen', 'press-7 failed']);
  });

  it('shows a removal until it is gone', async () => {
    const { publish, tell, states, view } = setUp();
    await publish(deployment());
    await tell({ state: 'installed' });
    await publish();
    expect(await states()).toEqual(['press-7 stale-installed']);
    for (const [state, shown] of Object.entries({ removing: 'removing', failed: 'removal-failed', removed: 'gone' })) {
      await tell({ state, version: 2n });
      expect(await states()).toEqual([`press-7 ${shown}`]);
    }
    expect((await view())[0]?.wanted).toBeNull();
  });

  it('goes on showing what was withdrawn before anybody reported on it: a device may have it (L-24)', async () => {
    const { publish, tell, view, states } = setUp();
    await publish(deployment());
    await publish();
    expect(await view()).toMatchObject([{ deviceId: 'press-7', state: 'unseen', wanted: null, current: false }]);
    await tell({ state: 'removed', version: 2n });
    expect(await states()).toEqual(['press-7 gone']);
  });

  it('shows a device that is ahead of a restored fleet manager (M-26)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment());
    await tell({ version: 7n });
    expect(await states()).toEqual(['press-7 ahead']);
  });

  it('shows a deployment that moves to another device in both places (L-26)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment(MONITOR, { deviceId: 'gw/a' }));
    await tell({ deviceId: 'gw/a' });
    await publish(deployment(MONITOR, { deviceId: 'gw/b' }));
    expect(await states()).toEqual(['gw/a stale-installed', 'gw/b unseen']);
    await tell({ deviceId: 'gw/a', state: 'removed', version: 2n });
    await tell({ deviceId: 'gw/b', state: 'installed', version: 2n });
    expect(await states()).toEqual(['gw/a gone', 'gw/b converged']);
  });

  it('shows each step of a move on both devices (L-26, L-18)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment(MONITOR, { deviceId: 'gw/a' }));
    await tell({ deviceId: 'gw/a' });
    await publish(deployment(MONITOR, { deviceId: 'gw/b' }));
    await tell({ deviceId: 'gw/a', state: 'removing', version: 2n });
    await tell({ deviceId: 'gw/b', state: 'installing', version: 2n });
    expect(await states()).toEqual(['gw/a removing', 'gw/b applying']);
    await tell({ deviceId: 'gw/a', state: 'failed', version: 2n });
    await tell({ deviceId: 'gw/b', state: 'installed', version: 2n });
    expect(await states()).toEqual(['gw/a removal-failed', 'gw/b converged']);
    await tell({ deviceId: 'gw/a', state: 'removed', version: 2n });
    expect(await states()).toEqual(['gw/a gone', 'gw/b converged']);
  });

  it('shows a deployment that moves away and back: the old report counts again if the bytes are the same (L-25)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment(MONITOR, { deviceId: 'gw/a' }));
    await tell({ deviceId: 'gw/a' });
    await publish(deployment(MONITOR, { deviceId: 'gw/b' }));
    await publish(deployment(MONITOR, { deviceId: 'gw/a' }));
    expect(await states()).toEqual(['gw/a converged']);
    await tell({ deviceId: 'gw/a', state: 'removed', version: 2n });
    expect(await states()).toEqual(['gw/a stale-removed']);
    await tell({ deviceId: 'gw/a', state: 'pending', version: 3n });
    expect(await states()).toEqual(['gw/a applying']);
  });

  it('shows what a gateway says of a child that it cannot reach (ST-08)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment(MONITOR, { deviceId: 'gw/a' }));
    await tell({ deviceId: 'gw', state: 'failed' });
    expect(await states()).toEqual(['gw failed', 'gw/a unseen']);
  });

  it('shows a deployment for gateway/* at the gateway until it is placed, then where it was placed (L-26)', async () => {
    const { publish, tell, states, reportDevices } = setUp();
    await reportDevices('gw', 'gw/a', 'gw/b');
    await publish(deployment(MONITOR, { deviceId: 'gw/*' }));
    expect(await states()).toEqual(['gw unseen']);
    await tell({ deviceId: 'gw', state: 'pending' });
    expect(await states()).toEqual(['gw applying']);
    await tell({ deviceId: 'gw/a', state: 'installed' });
    expect(await states()).toEqual(['gw/a converged']);
    await tell({ deviceId: 'gw/b', state: 'installing' });
    expect(await states()).toEqual(['gw/a stale-installed', 'gw/b applying']);
    await tell({ deviceId: 'gw/a', state: 'removed' });
    expect(await states()).toEqual(['gw/a gone', 'gw/b applying']);
    await publish();
    await tell({ deviceId: 'gw/b', state: 'removed', version: 2n });
    expect(await states()).toEqual(['gw/a gone', 'gw/b gone']);
  });

  it('does not take the failure of a removal for the choice of that child (L-26)', async () => {
    const { publish, tell, states, reportDevices } = setUp();
    await reportDevices('gw', 'gw/a', 'gw/b');
    await publish(deployment(MONITOR, { deviceId: 'gw/*' }));
    await tell({ deviceId: 'gw/a', state: 'installed' });
    await tell({ deviceId: 'gw/b', state: 'installed' });
    for (const state of ['removing', 'failed', 'failed']) await tell({ deviceId: 'gw/a', state });
    expect(await states()).toEqual(['gw/a removal-failed', 'gw/b converged']);
    for (const state of ['removing', 'removed', 'failed']) await tell({ deviceId: 'gw/a', state });
    expect(await states()).toEqual(['gw/a failed', 'gw/b stale-installed']);
  });

  it('begins the story of a deployment at the first manifest, also when it came later (M-32)', async () => {
    const { publish, tell, view } = setUp();
    await publish();
    await publish(deployment());
    await publish();
    await tell({ state: 'removed', version: 1n });
    expect(await view()).toMatchObject([{ state: 'gone', current: true, wanted: null }]);
  });

  it('shows a gateway again, with its report, when the child that it chose is done (L-26)', async () => {
    const { publish, tell, states, reportDevices } = setUp();
    await reportDevices('gw', 'gw/a');
    await publish(deployment(MONITOR, { deviceId: 'gw/*' }));
    await tell({ deviceId: 'gw', state: 'pending' });
    await tell({ deviceId: 'gw/a', state: 'removed' });
    expect(await states()).toEqual(['gw applying', 'gw/a gone']);
  });

  it('looks at each published deployment and each report as often, however many there are', async () => {
    const looksFor = async (count: number): Promise<number> => {
      let looks = 0;
      const counted = <Item extends object>(item: Item): Item =>
        new Proxy(item, {
          get: (target, name) => {
            looks += 1;
            return Reflect.get(target, name) as unknown;
          },
        });
      const store = createMemoryStore();
      const fleet = createFleet({
        store: {
          ...store,
          statuses: async (client) => (await store.statuses(client)).map(counted),
          history: async (client, deploymentId) =>
            (await store.history(client, deploymentId)).map((form) => ({
              ...form,
              deployment: form.deployment && counted(form.deployment),
            })),
        },
      });
      const ids = Array.from({ length: count }, (_, at) => `${MONITOR.slice(0, -3)}${at + 100}`);
      // Twice: every deployment is in two manifests.
      for (const revision of ['1.0.0', '2.0.0'])
        await fleet.publish(
          PRESS,
          ids.map((id) => deployment(id, { revision })),
        );
      for (const deploymentId of ids)
        await fleet.ask('POST', `/api/v1/deployments/${deploymentId}/status`, { body: report({ deploymentId }) });
      expect(await fleet.view(PRESS)).toHaveLength(count);
      return looks / count;
    };
    expect(await looksFor(24)).toBe(await looksFor(6));
  });

  it('shows the refusal of a gateway that cannot place (DS-45)', async () => {
    const { publish, tell, states } = setUp();
    await publish(deployment(MONITOR, { deviceId: 'gw/*' }));
    const error = { code: '103', source: 'gw', message: 'Autonomous placement not supported' };
    await tell({ deviceId: 'gw', state: 'failed', error });
    expect(await states()).toEqual(['gw failed']);
  });
});
