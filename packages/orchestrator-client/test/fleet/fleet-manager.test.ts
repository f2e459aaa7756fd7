import { parseSpiffeId, type SpiffeId } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type FailedRequest, type StatusRecord } from '../../src/index.js';
import { createFleet, deployment, expectProblem, MANAGER, MONITOR, PRESS, report, ROBOT } from '../fixture.js';

const MANIFEST = '/api/v1/deployments';
const STATUS = `/api/v1/deployments/${MONITOR}/status`;

describe('the accepted-client policy', () => {
  it('is asked for every request, so that a client can be retired at any moment (WP-13, TLS-19, API-09)', async () => {
    const accepted = new Set<SpiffeId>([PRESS]);
    const fleet = createFleet({ acceptClient: async (client) => accepted.has(client) });
    expect((await fleet.ask('GET', MANIFEST)).status).toBe(200);
    accepted.delete(PRESS);
    await expectProblem(await fleet.ask('GET', MANIFEST), 403, 'not-authorized');
    accepted.add(PRESS);
    expect((await fleet.ask('GET', MANIFEST)).status).toBe(200);
  });

  it.each([
    ['GET', MANIFEST],
    ['GET', `${MANIFEST}/${MONITOR}/sha256:00`],
    ['GET', '/api/v1/bundles/sha256:00'],
    ['PUT', '/api/v1/capabilities/press-7'],
    ['DELETE', '/api/v1/capabilities/press-7'],
    ['POST', STATUS],
    ['GET', '/unknown'],
  ])('comes before everything else: %s %s (API-10, WP-16)', async (method, path) => {
    const fleet = createFleet({ acceptClient: (client) => client === ROBOT });
    const problem = await expectProblem(await fleet.ask(method, path), 403, 'not-authorized');
    expect(problem.retryable).toBe(false);
    expect(await fleet.store.latestManifest(PRESS)).toBeUndefined();
  });

  it('does not make clients of other members of the trust domain (WP-11)', async () => {
    const others = [
      MANAGER,
      parseSpiffeId('spiffe://factory.example/margo/other/x'),
      parseSpiffeId('spiffe://factory.example'),
    ];
    for (const as of others)
      await expectProblem(await createFleet().ask('GET', MANIFEST, { as }), 403, 'not-authorized');
  });

  it('that fails lets nobody in', async () => {
    const acceptClient = () => Promise.reject(new Error('policy is down'));
    const fleet = createFleet({ acceptClient, onError: () => undefined });
    await expectProblem(await fleet.ask('GET', MANIFEST), 500, 'about:blank');
  });
});

describe('an error on our side', () => {
  const failing = (failures: [unknown, FailedRequest][]) => {
    const store = { ...createMemoryStore(), latestManifest: () => Promise.reject(new Error('password is 1234')) };
    return createFleet({ store, onError: (error, where) => failures.push([error, where]) });
  };

  it('is a 500 that may be tried again and says nothing about itself (API-13)', async () => {
    const response = await failing([]).ask('GET', MANIFEST);
    expect(response.headers.get('Retry-After')).toMatch(/^\d+$/);
    const problem = await expectProblem(response, 500, 'about:blank');
    expect(problem).toMatchObject({ retryable: true, backoffStrategy: 'exponential', title: 'Internal Server Error' });
    expect(JSON.stringify(problem)).not.toContain('1234');
  });

  it('is told to onError, with the request and who sent it', async () => {
    const failures: [unknown, FailedRequest][] = [];
    await failing(failures).ask('GET', MANIFEST);
    expect(failures).toEqual([[new Error('password is 1234'), { request: `GET ${MANIFEST}`, caller: PRESS }]]);
  });

  it('is a 500 also when onError itself fails', async () => {
    const fleet = createFleet({
      store: { ...createMemoryStore(), latestManifest: () => Promise.reject(new Error('first')) },
      onError: () => {
        throw new Error('second');
      },
    });
    await expectProblem(await fleet.ask('GET', MANIFEST), 500, 'about:blank');
  });

  it('is what a store that lost the bytes of a manifest leads to', async () => {
    const codes: unknown[] = [];
    const store = { ...createMemoryStore(), artefact: async () => undefined };
    const onError = (error: unknown) => codes.push((error as { code: string }).code);
    await expectProblem(await createFleet({ store, onError }).ask('GET', MANIFEST), 500, 'about:blank');
    expect(codes).toEqual(['ERR_STORE_INCONSISTENT']);
  });
});

describe('watching', () => {
  const post = (fleet: ReturnType<typeof createFleet>, state: string, as = PRESS) =>
    fleet.ask('POST', STATUS, { as, body: report({ state }) });

  it('shows the reports of one client in the order in which they were stored', async () => {
    const fleet = createFleet();
    for (const client of [PRESS, ROBOT]) await fleet.publish(client, [deployment()]);
    const seen: string[] = [];
    const stop = fleet.watch(PRESS, ({ status }) => seen.push(status.status.state));
    for (const state of ['pending', 'installing']) await post(fleet, state);
    await post(fleet, 'failed', ROBOT);
    await post(fleet, 'installed');
    stop();
    await post(fleet, 'removing');
    expect(seen).toEqual(['pending', 'installing', 'installed']);
  });

  it('shows nothing that was refused', async () => {
    const fleet = createFleet();
    const seen: StatusRecord[] = [];
    fleet.watch(PRESS, (record) => seen.push(record));
    expect((await post(fleet, 'installed')).status).toBe(422);
    expect(seen).toEqual([]);
  });

  it('keeps two watchers apart, even with the same listener', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, [deployment()]);
    let count = 0;
    const listener = () => void (count += 1);
    const stop = fleet.watch(PRESS, listener);
    fleet.watch(PRESS, listener);
    await post(fleet, 'pending');
    stop();
    stop();
    await post(fleet, 'installing');
    expect(count).toBe(3);
  });

  it('tells onStatus of the reports of every client', async () => {
    const seen: unknown[] = [];
    const fleet = createFleet({ onStatus: (client, { status }) => seen.push([client, status.status.state]) });
    for (const client of [PRESS, ROBOT]) {
      await fleet.publish(client, [deployment()]);
      await post(fleet, 'installing', client);
    }
    expect(seen).toEqual([
      [PRESS, 'installing'],
      [ROBOT, 'installing'],
    ]);
  });

  it('does not let a listener spoil the answer or the other listeners', async () => {
    const failures: unknown[] = [];
    const fail = () => {
      throw new Error('listener');
    };
    const fleet = createFleet({ onStatus: fail, onError: (error) => failures.push(error) });
    await fleet.publish(PRESS, [deployment()]);
    let seen = 0;
    fleet.watch(PRESS, fail);
    fleet.watch(PRESS, () => void (seen += 1));
    expect((await post(fleet, 'installed')).status).toBe(201);
    expect(seen).toBe(1);
    expect(failures).toHaveLength(2);
  });
});
