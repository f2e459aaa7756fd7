import { describe, expect, it } from 'vitest';
import { createMemoryStore, PUBLISH_DEFAULTS } from '../../src/index.js';
import { createFleet, deployment, expectProblem, MONITOR, PRESS, ROBOT, VISION } from '../fixture.js';

const GRACE_MS = 1_000;

/** A fleet whose clock stands where a test puts it. */
const setUp = (graceMs: number | undefined = GRACE_MS) => {
  const clock = { now: 10_000 };
  const fleet = createFleet({
    store: createMemoryStore(),
    now: () => clock.now,
    ...(graceMs !== undefined && { graceMs }),
  });
  /** Addresses of all that the manifest in force names. */
  const addresses = async () => {
    const { bundle, deployments } = await fleet.manifest();
    return [bundle?.url ?? '', ...deployments.map(({ url }) => url)];
  };
  const statuses = async (urls: readonly string[], as = PRESS) =>
    Promise.all(urls.map(async (url) => (await fleet.ask('GET', url, { as })).status));
  return { clock, fleet, addresses, statuses };
};

describe('what a new manifest supersedes (M-18)', () => {
  it('stays available to a device that is just fetching it, for an hour unless told otherwise', () => {
    expect(PUBLISH_DEFAULTS.graceMs).toBe(3_600_000);
  });

  it('is served until the grace period is over, and is a 404 after that (DS-25)', async () => {
    const { clock, fleet, addresses, statuses } = setUp();
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    const before = await addresses();
    clock.now += 5_000;
    await fleet.publish(PRESS, [deployment(VISION)]);
    clock.now += GRACE_MS;
    await fleet.prune(PRESS);
    expect(await statuses(before)).toEqual([200, 200, 200]);
    clock.now += 1;
    expect(await fleet.prune(PRESS)).toBe(3);
    // The archive and the deployment that was withdrawn; the other one is in force.
    expect(await statuses(before)).toEqual([404, 200, 404]);
    await expectProblem(await fleet.ask('GET', before[0] ?? ''), 404, 'invalid-bundle');
    await expectProblem(await fleet.ask('GET', before[2] ?? ''), 404, 'deployment-not-found');
    expect(await statuses(await addresses())).toEqual([200, 200]);
    expect(await fleet.prune(PRESS)).toBe(0);
  });

  it('is deleted when something is published after that', async () => {
    const { clock, fleet, addresses, statuses } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    const before = await addresses();
    await fleet.publish(PRESS, [deployment(VISION)]);
    clock.now += GRACE_MS + 1;
    expect(await statuses(before)).toEqual([200, 200]);
    await fleet.update(PRESS, { set: [deployment(MONITOR, { revision: '2.0.0' })] });
    expect(await statuses(before)).toEqual([404, 404]);
  });

  it('counts from when it was superseded, however old it is', async () => {
    const { clock, fleet, addresses, statuses } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    const before = await addresses();
    clock.now += 1_000 * GRACE_MS;
    await fleet.publish(PRESS, []);
    await fleet.prune(PRESS);
    expect(await statuses(before)).toEqual([200, 200]);
  });

  it('is in force again when it is published again, and is kept then', async () => {
    const { clock, fleet, addresses, statuses } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    const before = await addresses();
    await fleet.publish(PRESS, []);
    await fleet.publish(PRESS, [deployment()]);
    clock.now += GRACE_MS + 1;
    await fleet.prune(PRESS);
    expect(await addresses()).toEqual(before);
    expect(await statuses(before)).toEqual([200, 200]);
  });

  it('can be published again after it was deleted', async () => {
    const { clock, fleet, addresses, statuses } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    await fleet.publish(PRESS, []);
    clock.now += GRACE_MS + 1;
    await fleet.prune(PRESS);
    await fleet.publish(PRESS, [deployment()]);
    expect(await statuses(await addresses())).toEqual([200, 200]);
  });

  it("is each client's own (API-07)", async () => {
    const { clock, fleet, addresses, statuses } = setUp();
    for (const client of [PRESS, ROBOT]) await fleet.publish(client, [deployment()]);
    const before = await addresses();
    for (const client of [PRESS, ROBOT]) await fleet.publish(client, []);
    clock.now += GRACE_MS + 1;
    await fleet.prune(PRESS);
    expect(await statuses(before)).toEqual([404, 404]);
    expect(await statuses(before, ROBOT)).toEqual([200, 200]);
  });

  it('does not take its history along: reports on it are still understood (M-33)', async () => {
    const { clock, fleet } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    await fleet.publish(PRESS, []);
    clock.now += GRACE_MS + 1;
    await fleet.prune(PRESS);
    expect((await fleet.view(PRESS))[0]).toMatchObject({ deploymentId: MONITOR, wanted: null });
  });

  it('lets a device that read the manifest of before fetch all of it to the end', async () => {
    const { fleet, addresses, statuses } = setUp(undefined);
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    const [archive = '', ...rest] = await addresses();
    expect(await statuses([archive])).toEqual([200]);
    for (const revision of ['2.0.0', '3.0.0', '4.0.0']) await fleet.publish(PRESS, [deployment(MONITOR, { revision })]);
    expect(await statuses([archive, ...rest])).toEqual([200, 200, 200]);
  });
});
