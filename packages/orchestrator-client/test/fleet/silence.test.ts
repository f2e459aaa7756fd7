import { describe, expect, it } from 'vitest';
import { createMemoryStore, type FleetManagerOptions } from '../../src/index.js';
import { capabilities, createFleet, deployment, MONITOR, PRESS, report, ROBOT } from '../fixture.js';

/** A fleet with a clock that stands where a test puts it. */
const setUp = (options: Partial<FleetManagerOptions> = { silentAfterMs: 100 }) => {
  const clock = { now: 1000 };
  const fleet = createFleet({ ...options, now: () => clock.now });
  const silent = async (client = PRESS) => (await fleet.view(client)).map((row) => row.silent);
  return { fleet, clock, silent };
};

describe('a silent client (L-24)', () => {
  it('is one that was not heard for longer than told; the row shows its last state all the same', async () => {
    const { fleet, clock, silent } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    await fleet.ask('POST', `/api/v1/deployments/${MONITOR}/status`, { body: report() });
    await fleet.publish(PRESS, []);
    await fleet.ask('POST', `/api/v1/deployments/${MONITOR}/status`, {
      body: report({ state: 'removing', version: 2n }),
    });
    clock.now = 1100;
    expect(await silent()).toEqual([false]);
    clock.now = 1101;
    expect(await fleet.view(PRESS)).toMatchObject([{ state: 'removing', silent: true, lastHeardAtMs: 1000 }]);
  });

  it.each([
    ['GET', '/api/v1/deployments', undefined],
    ['GET', '/api/v1/bundles/sha256:00', undefined],
    ['PUT', '/api/v1/capabilities/press-7', capabilities('press-7')],
    ['POST', `/api/v1/deployments/${MONITOR}/status`, 'not even JSON'],
    ['GET', '/api/v1/unknown', undefined],
  ])('is heard again by any request: %s %s', async (method, path, body) => {
    const { fleet, clock, silent } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    clock.now = 2000;
    expect(await silent()).toEqual([true]);
    await fleet.ask(method, path, body === undefined ? {} : { body });
    expect(await silent()).toEqual([false]);
    expect(await fleet.store.lastHeard(PRESS)).toBe(2000);
  });

  it('is not heard in what another one asks', async () => {
    const { fleet, clock, silent } = setUp();
    for (const client of [PRESS, ROBOT]) await fleet.publish(client, [deployment()]);
    clock.now = 2000;
    await fleet.ask('GET', '/api/v1/deployments', { as: ROBOT });
    expect([await silent(PRESS), await silent(ROBOT)]).toEqual([[true], [false]]);
  });

  it('that was never heard is silent counted from the first manifest for it', async () => {
    const { fleet, clock, silent } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    expect(await silent()).toEqual([false]);
    clock.now = 1101;
    const [row] = await fleet.view(PRESS);
    expect(row).toMatchObject({ state: 'unseen', silent: true });
    expect(row).not.toHaveProperty('lastHeardAtMs');
  });

  it('is none without a time that was told', async () => {
    const { fleet, clock, silent } = setUp({});
    await fleet.publish(PRESS, [deployment()]);
    clock.now = Number.MAX_SAFE_INTEGER;
    expect(await silent()).toEqual([false]);
  });

  it('leaves no trace when it is not accepted (WP-13)', async () => {
    const { fleet } = setUp({ acceptClient: () => false });
    await fleet.ask('GET', '/api/v1/deployments');
    expect(await fleet.store.lastHeard(PRESS)).toBeUndefined();
  });

  it('gets its answer when the store cannot note that it was heard', async () => {
    const errors: unknown[] = [];
    const store = { ...createMemoryStore(), putLastHeard: () => Promise.reject(new Error('disk is full')) };
    const { fleet } = setUp({ store, onError: (error) => errors.push(error) });
    expect((await fleet.ask('GET', '/api/v1/deployments')).status).toBe(200);
    expect(errors).toEqual([new Error('disk is full')]);
  });
});
