import {
  createFleetManager,
  createMemoryStore,
  type FleetManager,
  type FleetStore,
} from '@margo-sdk/orchestrator-client';
import { serveFleetManager } from '@margo-sdk/orchestrator-client/node';
import { parseTrustBundle } from '@margo-sdk/protocol';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import {
  FAULTS,
  callWrongly,
  createDevelopmentIssuer,
  createFakeDevice,
  type CallerFaultName,
  type DeviceFaultName,
} from '@margo-sdk/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { CLIENT, DEVICE, FIRST_VERSION, OLD } from './bench.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const trustBundle = parseTrustBundle(issuer.trustBundle());

const createManager = async (): Promise<{ manager: FleetManager; store: FleetStore; errors: unknown[] }> => {
  const errors: unknown[] = [];
  const store = createMemoryStore();
  const manager = createFleetManager({
    store,
    acceptClient: (id) => id === CLIENT,
    onError: (error) => errors.push(error),
  });
  await manager.publish(CLIENT, OLD, { minVersion: FIRST_VERSION });
  return { manager, store, errors };
};

const storedIn = async (store: FleetStore) => ({
  devices: await store.devices(CLIENT),
  statuses: await store.statuses(CLIENT),
  manifest: await store.latestManifest(CLIENT),
});

const requests = FAULTS.filter(({ name }) => name.startsWith('device/'));
const calls = FAULTS.filter(({ name }) => name.startsWith('caller/'));

const { manager, store, errors } = await createManager();
const served = await serveFleetManager({
  manager,
  credentials: await issuer.issueFleetManager('line-1'),
  trustBundle,
  port: 0,
  host: '127.0.0.1',
});
const line = createMutualTlsFetch({ credentials: await issuer.issueClient('line-1', 'press-7'), trustBundle });
afterAll(async () => {
  await line.close();
  await served.close();
});

describe('a fault of a device', () => {
  for (const { name, what, outcome, rules } of requests)
    for (const how of ['in the process', 'over mutual TLS'] as const)
      it(`${name} ${how}: ${what} (${rules.join(', ')})`, async () => {
        const own = how === 'in the process' ? await createManager() : { manager, store, errors };
        const device = createFakeDevice({
          deviceId: DEVICE,
          ...(how === 'in the process'
            ? { fetch: (request) => own.manager.fetch(request, CLIENT) }
            : { fetch: line.fetch, baseUrl: served.url }),
        });
        if (name !== 'device/report-before-capabilities') await device.introduce();
        const before = await storedIn(own.store);
        const answer = await device.misbehave(name as DeviceFaultName);
        expect(answer).toMatchObject({ asExpected: true });
        if (outcome === 'refused') {
          expect(answer.problemType).toMatch(/^(about:blank$|https:\/\/docs\.margo\.org\/)/);
          expect(await storedIn(own.store)).toEqual(before);
        }
        expect(own.errors).toEqual([]);
      });
});

describe('a caller that must not be listened to', () => {
  for (const { name, what, rules } of calls)
    it(`${name}: ${what} (${rules.join(', ')})`, async () => {
      const before = await storedIn(store);
      const call = await callWrongly(name as CallerFaultName, { url: served.url, issuer });
      expect(call).toMatchObject({ asExpected: true });
      expect(await storedIn(store)).toEqual(before);
      // It is still there for those who behave.
      const poll = await line.fetch(new Request(`${served.url}/api/v1/deployments`));
      expect(poll.status).toBe(200);
    });

  it('lets a caller through whom nothing is wrong with, so that the others were refused for a reason', async () => {
    const poll = await line.fetch(new Request(`${served.url}/api/v1/deployments`));
    expect([poll.status, poll.headers.get('content-type')]).toEqual([200, 'application/vnd.margo.manifest.v1+json']);
  });
});
