import { DEFAULT_READ_LIMITS } from '@margo-sdk/spec-model';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryStore, FLEET_MANAGER_DEFAULTS } from '../../src/index.js';
import {
  capabilities,
  createFleet,
  deployment,
  expectProblem,
  MONITOR,
  PRESS,
  report,
  ROBOT,
  VISION,
} from '../fixture.js';
import type { Fleet, ReportOptions } from '../fixture.js';

const pathOf = (deploymentId: string) => `/api/v1/deployments/${deploymentId}/status`;
const post = (fleet: Fleet, options: ReportOptions = {}, as = PRESS) =>
  fleet.ask('POST', pathOf(options.deploymentId ?? MONITOR), { as, body: report(options) });

const fleetWith = async (...deployments: string[]): Promise<Fleet> => {
  const fleet = createFleet();
  await fleet.publish(PRESS, deployments.length > 0 ? deployments : [deployment()]);
  return fleet;
};

const fieldsOf = async (response: Response) =>
  (await expectProblem(response, 422, 'semantic-error')).errors?.map(({ field }) => field);

describe('POST /api/v1/deployments/{deploymentId}/status', () => {
  it('answers 201 to the first report and 200 to those that take its place (M-38)', async () => {
    const fleet = await fleetWith();
    const first = await post(fleet, { state: 'installing' });
    expect([first.status, first.body]).toEqual([201, null]);
    expect((await post(fleet, { state: 'installed' })).status).toBe(200);
    expect((await post(fleet, { state: 'installed' })).status).toBe(200);
    const [record, ...more] = await fleet.store.statuses(PRESS);
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      deploymentId: MONITOR,
      deviceId: 'press-7',
      receivedAtMs: 1_000,
      status: { adoptedManifestVersion: 1n, status: { state: 'installed' } },
    });
  });

  it('takes versions of 64 bits unharmed (M-06)', async () => {
    const fleet = await fleetWith();
    expect((await post(fleet, { version: 2n ** 64n - 1n })).status).toBe(201);
    expect((await fleet.store.statuses(PRESS))[0]?.status.adoptedManifestVersion).toBe(18446744073709551615n);
    expect(await fieldsOf(await post(fleet, { version: 2n ** 64n }))).toEqual(['/adoptedManifestVersion']);
  });

  it('reads an error of empty strings as none (M-09)', async () => {
    const fleet = await fleetWith();
    expect((await post(fleet, { error: { code: '', source: '', message: '' } })).status).toBe(201);
    expect((await fleet.store.statuses(PRESS))[0]?.status.components).toEqual([
      { name: 'collector', state: 'installed' },
    ]);
  });

  it('names each member that is wrong (PT-12)', async () => {
    const fleet = await fleetWith();
    const body = `{"deploymentId":"${MONITOR}","adoptedManifestVersion":1.0,"status":{"state":"updating"},"components":5}`;
    const fields = await fieldsOf(await fleet.ask('POST', pathOf(MONITOR), { body }));
    expect(fields?.toSorted()).toEqual(['/adoptedManifestVersion', '/components', '/status/state']);
  });

  it('refuses an overall state that is not the most severe one (ST-03)', async () => {
    const fleet = await fleetWith();
    const body = report({ state: 'installing' }).replace('"state":"installing"', '"state":"installed"');
    expect(await fieldsOf(await fleet.ask('POST', pathOf(MONITOR), { body }))).toEqual(['/status/state']);
  });

  it('refuses what is no JSON', async () => {
    const fleet = await fleetWith();
    await expectProblem(await fleet.ask('POST', pathOf(MONITOR), { body: 'state: installed' }), 400, 'invalid-request');
  });

  it('takes by default every report that a device may write, up to what a reader takes', async () => {
    expect(FLEET_MANAGER_DEFAULTS.maxBodyBytes).toBe(DEFAULT_READ_LIMITS.maxBytes);
    const fleet = await fleetWith();
    const padded = report().padEnd(DEFAULT_READ_LIMITS.maxBytes);
    expect((await fleet.ask('POST', pathOf(MONITOR), { body: padded })).status).toBe(201);
    await expectProblem(await fleet.ask('POST', pathOf(MONITOR), { body: `${padded} ` }), 413, 'about:blank');
  });

  it('refuses a body over the limit', async () => {
    const fleet = createFleet({ maxBodyBytes: 100 });
    await expectProblem(await post(fleet), 413, 'about:blank');
  });

  it('refuses a body that speaks of another deployment than the path (M-20)', async () => {
    const fleet = await fleetWith(deployment(), deployment(VISION));
    const response = await fleet.ask('POST', pathOf(VISION), { body: report({ deploymentId: MONITOR }) });
    expect(await fieldsOf(response)).toEqual(['/deploymentId']);
  });

  it('refuses a deployment that was never published to the caller (M-33, API-07)', async () => {
    const fleet = await fleetWith();
    expect(await fieldsOf(await post(fleet, { deploymentId: VISION }))).toEqual(['/deploymentId']);
    expect(await fieldsOf(await post(fleet, {}, ROBOT))).toEqual(['/deploymentId']);
    expect(await fleet.store.statuses(ROBOT)).toEqual([]);
  });

  it.each(['installing', 'removing', 'removed', 'failed'])(
    'goes on accepting "%s" for a deployment that is wanted no more (M-33)',
    async (state) => {
      const fleet = await fleetWith();
      await fleet.publish(PRESS, []);
      expect((await post(fleet, { state, version: 2n })).status).toBe(201);
    },
  );

  it('files a report without device under the target, gateway/* under the gateway (M-36, L-26)', async () => {
    const fleet = await fleetWith(deployment(), deployment(VISION, { deviceId: 'gw/*' }));
    for (const deploymentId of [MONITOR, VISION]) await post(fleet, { deploymentId, deviceId: null });
    expect((await fleet.store.statuses(PRESS)).map(({ deviceId }) => deviceId)).toEqual(['press-7', 'gw']);
  });

  it('refuses a report on other components than the deployment has (ST-04)', async () => {
    const fleet = await fleetWith();
    const renamed = report().replace('"name":"collector"', '"name":"monitor"');
    const problem = await expectProblem(
      await fleet.ask('POST', pathOf(MONITOR), { body: renamed }),
      422,
      'semantic-error',
    );
    expect(problem.errors).toEqual([
      { field: '/components/0/name', message: 'monitor is no component of the deployment. (SX-01)' },
      { field: '/components', message: 'collector is not reported. (SX-01)' },
    ]);
    expect(await fleet.store.statuses(PRESS)).toEqual([]);
  });

  it('takes a report on components of a form that the device has not left yet (ST-04)', async () => {
    const fleet = await fleetWith();
    await fleet.publish(PRESS, [
      deployment(MONITOR, { revision: '2.0.0' }).replace('name: collector', 'name: monitor'),
    ]);
    expect((await post(fleet, { state: 'installing' })).status).toBe(201);
    const renamed = report().replace('"name":"collector"', '"name":"monitor"');
    expect((await fleet.ask('POST', pathOf(MONITOR), { body: renamed })).status).toBe(200);
    const both = renamed.replace('"components":[', '"components":[{"name":"collector","state":"installed"},');
    expect(await fieldsOf(await fleet.ask('POST', pathOf(MONITOR), { body: both }))).toEqual(['/components/0/name']);
  });

  it('refuses a reserved code that no gateway sent (SX-04), and a child that is not named (SX-05)', async () => {
    const fleet = await fleetWith(deployment(), deployment(VISION, { deviceId: 'gw/robot' }));
    const error = { code: '102', source: 'gw', message: 'Child device unreachable' };
    expect(await fieldsOf(await post(fleet, { state: 'failed', error, deviceId: null }))).toEqual([
      '/components/0/error/source',
    ]);
    expect(await fieldsOf(await post(fleet, { deploymentId: VISION, deviceId: null }))).toEqual(['/deviceId']);
  });

  it('refuses a device that has nothing to do with the deployment (M-28)', async () => {
    const fleet = await fleetWith(
      deployment(MONITOR, { deviceId: 'gw/press' }),
      deployment(VISION, { deviceId: 'gw/*' }),
    );
    for (const deviceId of ['gw/other', 'g', 'gw/press/x', 'other'])
      expect(await fieldsOf(await post(fleet, { deviceId }))).toEqual(['/deviceId']);
    expect(await fieldsOf(await post(fleet, { deploymentId: VISION, deviceId: 'gw/made-up' }))).toEqual(['/deviceId']);
  });

  it('lets a gateway speak for a child that it does not find (ST-08), and a reported child for itself', async () => {
    const fleet = await fleetWith(
      deployment(MONITOR, { deviceId: 'gw/press' }),
      deployment(VISION, { deviceId: 'gw/*' }),
    );
    const error = { code: '101', source: 'gw', message: 'Unknown child device ID' };
    expect((await post(fleet, { deviceId: 'gw', state: 'failed', error })).status).toBe(201);
    for (const id of ['gw', 'gw/robot'])
      await fleet.ask('PUT', `/api/v1/capabilities/${id}`, { body: capabilities(id) });
    expect((await post(fleet, { deploymentId: VISION, deviceId: 'gw/robot' })).status).toBe(201);
    // Also when the child is gone by now: the last word about it still counts.
    await fleet.ask('DELETE', '/api/v1/capabilities/gw/robot');
    expect((await post(fleet, { deploymentId: VISION, deviceId: 'gw/robot', state: 'removed' })).status).toBe(200);
  });

  it('gives a deleted device no word on what it has never reported on (M-28)', async () => {
    const fleet = await fleetWith(deployment(MONITOR, { deviceId: 'gw/*' }), deployment(VISION, { deviceId: 'gw/*' }));
    for (const id of ['gw', 'gw/robot'])
      await fleet.ask('PUT', `/api/v1/capabilities/${id}`, { body: capabilities(id) });
    expect((await post(fleet, { deploymentId: VISION, deviceId: 'gw/robot' })).status).toBe(201);
    await fleet.ask('DELETE', '/api/v1/capabilities/gw/robot');
    expect(await fieldsOf(await post(fleet, { deploymentId: MONITOR, deviceId: 'gw/robot' }))).toEqual(['/deviceId']);
  });

  it('asks the store for one deployment and one device only, however much there is (M-38)', async () => {
    const store = createMemoryStore();
    const asked = vi.spyOn(store, 'history');
    const all = [vi.spyOn(store, 'statuses'), vi.spyOn(store, 'devices'), vi.spyOn(store, 'wanted')];
    const fleet = createFleet({ store });
    await fleet.publish(PRESS, [deployment()]);
    for (const spy of all) spy.mockClear();
    for (const deviceId of ['press-7', null]) expect((await post(fleet, { deviceId })).status).toBeLessThan(300);
    expect(await fieldsOf(await post(fleet, { deviceId: 'other' }))).toEqual(['/deviceId']);
    expect(asked.mock.calls).toEqual(Array.from({ length: 3 }, () => [PRESS, MONITOR]));
    for (const spy of all) expect(spy).not.toHaveBeenCalled();
  });

  it('answers only when the store holds the report (M-38)', async () => {
    const store = createMemoryStore();
    let isStored = (): void => undefined;
    const stored = new Promise<void>((resolve) => (isStored = resolve));
    const heard: string[] = [];
    const fleet = createFleet({
      store: {
        ...store,
        putStatus: async (client, record) => {
          await stored;
          return store.putStatus(client, record);
        },
      },
      onStatus: () => heard.push('stored'),
    });
    await fleet.publish(PRESS, [deployment()]);
    const answering = post(fleet).then(() => heard.push('answered'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([]);
    isStored();
    await answering;
    expect(heard).toEqual(['stored', 'answered']);
  });

  it('is a 500, to be sent again, when the store does not take the report', async () => {
    const store = { ...createMemoryStore(), putStatus: () => Promise.reject(new Error('disk full')) };
    const fleet = createFleet({ store, onError: () => undefined });
    await fleet.publish(PRESS, [deployment()]);
    expect(await expectProblem(await post(fleet), 500, 'about:blank')).toMatchObject({ retryable: true });
  });
});
