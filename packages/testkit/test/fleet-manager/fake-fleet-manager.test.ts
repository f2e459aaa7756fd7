import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { describe, expect, it } from 'vitest';
import { createFakeFleetManager, type FaultName, type FleetManagerFaultName } from '../../src/index.js';

const PRESS = 'spiffe://factory.example/margo/wfm/line-1/client/press-7';
const SAW = 'spiffe://factory.example/margo/wfm/line-1/client/saw-1';

const clientOf = (fleet: ReturnType<typeof createFakeFleetManager>, id: string) =>
  createWorkloadManagementClient({ baseUrl: 'https://wfm.example.com', fetch: fleet.fetchAs(id) });

const polls = async (client: ReturnType<typeof clientOf>, times: number): Promise<string[]> => {
  const told: string[] = [];
  for (let at = 0; at < times; at += 1)
    told.push(
      await client.getStateManifest().then(
        ({ status }) => status,
        ({ code }: { code: string }) => code,
      ),
    );
  return told;
};

describe('a fake fleet manager', () => {
  it('is a correct one while no fault is on', async () => {
    const fleet = createFakeFleetManager();
    expect(await polls(clientOf(fleet, PRESS), 2)).toEqual(['changed', 'changed']);
  });

  it('has a fault so many times', async () => {
    const fleet = createFakeFleetManager();
    fleet.fault('traffic/bad-gateway', { times: 2 });
    expect(await polls(clientOf(fleet, PRESS), 3)).toEqual(['ERR_PROBLEM', 'ERR_PROBLEM', 'changed']);
  });

  it('tells of each request once its answer is known', async () => {
    const told: unknown[] = [];
    const fleet = createFakeFleetManager({
      onRequest: ({ method, path, faults }, status) => told.push([method, path, status, [...faults]]),
    });
    fleet.fault('traffic/bad-gateway', { times: 1 });
    await polls(clientOf(fleet, PRESS), 1);
    fleet.fault('manifest/duplicate-member', { times: 1 });
    await polls(clientOf(fleet, PRESS), 2);
    expect(told).toEqual([
      ['GET', '/api/v1/deployments', 502, ['traffic/bad-gateway']],
      ['GET', '/api/v1/deployments', 200, ['manifest/duplicate-member']],
      ['GET', '/api/v1/deployments', 200, []],
    ]);
  });

  it('has a fault until it is ended, or until it behaves', async () => {
    const fleet = createFakeFleetManager();
    const press = clientOf(fleet, PRESS);
    const end = fleet.fault('traffic/bad-gateway');
    expect(await polls(press, 4)).toEqual(Array(4).fill('ERR_PROBLEM'));
    end();
    expect(await polls(press, 1)).toEqual(['changed']);
    fleet.fault('traffic/bad-gateway');
    fleet.fault('manifest/truncated');
    fleet.behave();
    expect(await polls(press, 1)).toEqual(['changed']);
  });

  it('has a fault for one client and one resource only', async () => {
    const fleet = createFakeFleetManager();
    fleet.fault('traffic/bad-gateway', { client: PRESS });
    fleet.fault('answer/redirect', { client: SAW, on: ['bundle'] });
    expect(await polls(clientOf(fleet, PRESS), 1)).toEqual(['ERR_PROBLEM']);
    expect(await polls(clientOf(fleet, SAW), 1)).toEqual(['changed']);
  });

  it('has the fault that was switched on first, of those that fit', async () => {
    const fleet = createFakeFleetManager();
    fleet.fault('answer/redirect', { times: 1 });
    fleet.fault('traffic/bad-gateway', { times: 1 });
    expect(await polls(clientOf(fleet, PRESS), 3)).toEqual(['ERR_REDIRECT_REFUSED', 'ERR_PROBLEM', 'changed']);
  });

  it('remembers who asked for what, and which faults that met', async () => {
    const fleet = createFakeFleetManager();
    fleet.fault('manifest/wrong-etag', { times: 1 });
    await polls(clientOf(fleet, PRESS), 2);
    await polls(clientOf(fleet, SAW), 1);
    expect(fleet.requests).toMatchObject([
      { client: PRESS, method: 'GET', path: '/api/v1/deployments', resource: 'stateManifest', faults: [fleetFault] },
      { client: PRESS, faults: [] },
      { client: SAW, faults: [] },
    ]);
    expect(fleet.requests[0]?.headers).toMatchObject({ accept: expect.stringContaining('margo.manifest') as string });
  });

  it.each(['device/report-again', 'trust/empty-bundle', 'no-such-fault', '__proto__', 'constructor'])(
    'says so when it cannot have the fault %s',
    (name) => {
      const fleet = createFakeFleetManager();
      expect(() => fleet.fault(name as FaultName as FleetManagerFaultName)).toThrow(
        expect.objectContaining({ code: 'ERR_FAULT_UNKNOWN' }) as Error,
      );
    },
  );

  it('takes no client without a SPIFFE id', () => {
    expect(() => createFakeFleetManager().fetchAs('press-7')).toThrow(
      expect.objectContaining({ code: 'ERR_SPIFFE_ID_INVALID' }) as Error,
    );
  });
});

const fleetFault: FleetManagerFaultName = 'manifest/wrong-etag';
