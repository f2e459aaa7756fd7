import { parseDeploymentId, parseDeviceId, type DeviceId } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/index.js';
import { createFleet, deployment, MONITOR, PRESS, report, ROBOT, VISION } from '../fixture.js';
import type { ReportOptions } from '../fixture.js';

const ID = parseDeploymentId(MONITOR);
const [GW, A, B] = [parseDeviceId('gw'), parseDeviceId('gw/a'), parseDeviceId('gw/b')];

/** A fleet whose clock goes on by one with each report and each decision. */
const setUp = () => {
  let nowMs = 0;
  const fleet = createFleet({ store: createMemoryStore(), now: () => (nowMs += 1) });
  const states = async () => (await fleet.view(PRESS)).map(({ deviceId, state }) => `${deviceId} ${state}`);
  const tell = async (options: ReportOptions) => {
    const response = await fleet.ask('POST', `/api/v1/deployments/${MONITOR}/status`, { body: report(options) });
    expect(response.status).toBeLessThan(300);
  };
  const publish = (...deployments: string[]) => fleet.publish(PRESS, deployments);
  const abandon = (deviceId?: DeviceId) =>
    fleet.abandon(PRESS, ID, { by: 'erika@factory.example', ...(deviceId && { deviceId }) });
  /** Installed, not wanted any more, and then the device vanished (L-24). */
  const vanish = async () => {
    await publish(deployment());
    await tell({ state: 'installed' });
    await publish();
    await tell({ state: 'removing', version: 2n });
  };
  return { fleet, states, tell, publish, abandon, vanish };
};

const REFUSED = { code: 'ERR_ABANDON_REFUSED' };

describe('abandoning a removal (L-24)', () => {
  it('ends it, and keeps who decided it and when', async () => {
    const { fleet, states, abandon, vanish } = setUp();
    await vanish();
    const record = await abandon();
    expect(record).toMatchObject({ deploymentId: MONITOR, deviceId: 'press-7', by: 'erika@factory.example' });
    expect(await states()).toEqual(['press-7 abandoned']);
    expect((await fleet.view(PRESS))[0]).toMatchObject({
      wanted: null,
      current: true,
      reported: { status: { state: 'removing' } },
      abandonment: record,
    });
    expect(await fleet.store.abandonments(PRESS)).toEqual([record]);
    expect(await fleet.store.abandonments(ROBOT)).toEqual([]);
  });

  it.each(['pending', 'installing', 'installed', 'removing', 'failed'])(
    'is possible whatever the device said last, such as %s, until it says removed',
    async (state) => {
      const { publish, tell, abandon, states } = setUp();
      await publish(deployment());
      await tell({ state });
      await publish();
      await abandon();
      expect(await states()).toEqual(['press-7 abandoned']);
    },
  );

  it.each(['', ' '])('is refused when %j is said to decide it', async (by) => {
    const { fleet, states, vanish } = setUp();
    await vanish();
    await expect(fleet.abandon(PRESS, ID, { by })).rejects.toMatchObject(REFUSED);
    expect(await states()).toEqual(['press-7 removing']);
  });

  it('is refused while the deployment is wanted, when it is gone, abandoned already, or was never there', async () => {
    const { fleet, publish, tell, abandon } = setUp();
    await expect(abandon()).rejects.toMatchObject(REFUSED);
    await publish(deployment());
    await expect(abandon()).rejects.toThrow(/got unseen on press-7/);
    await tell({ state: 'failed' });
    await expect(abandon()).rejects.toThrow(/got failed on press-7/);
    await publish();
    await abandon();
    await expect(abandon()).rejects.toThrow(/got abandoned on press-7/);
    await tell({ state: 'removed', version: 2n });
    await expect(abandon()).rejects.toThrow(/got gone on press-7/);
    await expect(abandon(A)).rejects.toMatchObject(REFUSED);
    await expect(fleet.abandon(ROBOT, ID, { by: 'me' })).rejects.toMatchObject(REFUSED);
    await expect(fleet.abandon(PRESS, parseDeploymentId(VISION), { by: 'me' })).rejects.toMatchObject(REFUSED);
    expect(await fleet.store.abandonments(PRESS)).toHaveLength(1);
  });

  it('is possible when no report ever came, and over with the first one', async () => {
    const { states, publish, tell, abandon } = setUp();
    await publish(deployment());
    await publish();
    expect((await abandon()).lastReportAtMs).toBeNull();
    expect(await states()).toEqual(['press-7 abandoned']);
    await tell({ state: 'removing', version: 2n });
    expect(await states()).toEqual(['press-7 removing']);
  });

  it('is over when the device speaks again, and stays recorded', async () => {
    const { fleet, states, tell, abandon, vanish } = setUp();
    await vanish();
    const record = await abandon();
    await tell({ state: 'removing', version: 2n });
    expect(await states()).toEqual(['press-7 removing']);
    expect((await fleet.view(PRESS))[0]).not.toHaveProperty('abandonment');
    expect(await fleet.store.abandonments(PRESS)).toEqual([record]);
    const again = await abandon();
    expect(await states()).toEqual(['press-7 abandoned']);
    expect(await fleet.store.abandonments(PRESS)).toEqual([again]);
    await tell({ state: 'removed', version: 2n });
    expect(await states()).toEqual(['press-7 gone']);
  });

  it('is not over for a poll alone: only a report says what is there', async () => {
    const { fleet, states, abandon, vanish } = setUp();
    await vanish();
    await abandon();
    await fleet.ask('GET', '/api/v1/deployments');
    expect(await states()).toEqual(['press-7 abandoned']);
  });

  it('is over when the deployment is wanted there again, and another removal is a removal of its own', async () => {
    const { states, publish, abandon, vanish } = setUp();
    await vanish();
    await abandon();
    await publish(deployment(VISION));
    expect(await states()).toEqual(['press-7 unseen', 'press-7 abandoned']);
    await publish(deployment());
    expect(await states()).toEqual(['press-7 unseen', 'press-7 stale-removing']);
    await publish();
    expect(await states()).toEqual(['press-7 unseen', 'press-7 removing']);
    await abandon();
    expect(await states()).toEqual(['press-7 unseen', 'press-7 abandoned']);
  });

  it('is one decision for each device: several have to be named (L-26)', async () => {
    const { states, publish, tell, abandon } = setUp();
    for (const deviceId of ['gw/a', 'gw/b']) {
      await publish(deployment(MONITOR, { deviceId }));
      await tell({ deviceId });
    }
    await publish();
    expect(await states()).toEqual(['gw/a stale-installed', 'gw/b stale-installed']);
    await expect(abandon()).rejects.toThrow(/on 2 devices/);
    await expect(abandon(GW)).rejects.toMatchObject(REFUSED);
    await abandon(A);
    expect(await states()).toEqual(['gw/a abandoned', 'gw/b stale-installed']);
    await abandon();
    expect(await states()).toEqual(['gw/a abandoned', 'gw/b abandoned']);
  });

  it('of the old device leaves alone the one that a deployment has moved to (L-26)', async () => {
    const { states, publish, tell, abandon } = setUp();
    await publish(deployment(MONITOR, { deviceId: 'gw/a' }));
    await tell({ deviceId: 'gw/a' });
    await publish(deployment(MONITOR, { deviceId: 'gw/b' }));
    await tell({ deviceId: 'gw/b', version: 2n });
    await expect(abandon(B)).rejects.toThrow(/got converged on gw\/b/);
    expect((await abandon()).deviceId).toBe('gw/a');
    expect(await states()).toEqual(['gw/a abandoned', 'gw/b converged']);
    // A new revision for the other one is nothing that the old one is wanted for.
    await publish(deployment(MONITOR, { deviceId: 'gw/b', revision: '2.0.0' }));
    expect(await states()).toEqual(['gw/a abandoned', 'gw/b stale-installed']);
    await publish(deployment(MONITOR, { deviceId: 'gw/a', revision: '2.0.0' }));
    expect(await states()).toEqual(['gw/a stale-installed', 'gw/b stale-installed']);
  });

  it('of a child that its gateway left stands while the gateway goes on elsewhere (L-26)', async () => {
    const { fleet, states, publish, tell, abandon } = setUp();
    for (const id of ['gw', 'gw/a', 'gw/b']) {
      const properties = { id, vendor: 'ACME', modelNumber: 'M1', serialNumber: 'S1' };
      await fleet.ask('PUT', `/api/v1/capabilities/${id}`, { body: JSON.stringify({ properties }) });
    }
    await publish(deployment(MONITOR, { deviceId: 'gw/*' }));
    await tell({ deviceId: 'gw/a' });
    await tell({ deviceId: 'gw/b' });
    await abandon(A);
    await publish(deployment(MONITOR, { deviceId: 'gw/*', revision: '2.0.0' }));
    await tell({ deviceId: 'gw/b', version: 2n });
    expect(await states()).toEqual(['gw/a abandoned', 'gw/b converged']);
    await tell({ deviceId: 'gw/a', version: 2n });
    expect(await states()).toEqual(['gw/a converged', 'gw/b stale-installed']);
  });
});
