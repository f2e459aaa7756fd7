import { describe, expect, it, vi } from 'vitest';
import { capabilities, createFleet, expectProblem, HOSTING, PRESS, ROBOT, utf8, type Fleet } from '../fixture.js';

const pathOf = (deviceId: string) => `/api/v1/capabilities/${deviceId}`;
const put = (fleet: Fleet, deviceId: string, body = capabilities(deviceId)) =>
  fleet.ask('PUT', pathOf(deviceId), { body });

describe('PUT /api/v1/capabilities/{deviceId}', () => {
  it('answers 201 without a body the first time and 200 from then on', async () => {
    const fleet = createFleet();
    const first = await put(fleet, 'press-7');
    expect([first.status, first.body]).toEqual([201, null]);
    expect((await put(fleet, 'press-7', capabilities('press-7', HOSTING))).status).toBe(200);
    const [device, ...more] = await fleet.store.devices(PRESS);
    expect(more).toEqual([]);
    expect(device).toMatchObject({ deviceId: 'press-7', capabilities: { properties: HOSTING }, receivedAtMs: 1_000 });
  });

  it('keeps extensions that it does not know (CAP-20, EX-02)', async () => {
    const fleet = createFleet();
    const document = JSON.parse(capabilities('press-7')) as object;
    const body = JSON.stringify({ ...document, 'x-acme-extensions': { tier: 1 } });
    expect((await put(fleet, 'press-7', body)).status).toBe(201);
    const [device] = await fleet.store.devices(PRESS);
    expect(device?.capabilities['x-acme-extensions']).toEqual({ tier: 1 });
  });

  it('takes runtimes and deployment types that it does not know for custom (CAP-12, M-13)', async () => {
    const fleet = createFleet();
    const offers = { supportedRuntimes: ['wasm', 'oci', 'unikernel'], supportedDeploymentTypes: ['compose', 'nomad'] };
    const body = capabilities('press-7', { ...HOSTING, ...offers });
    expect((await put(fleet, 'press-7', body)).status).toBe(201);
    const [device] = await fleet.store.devices(PRESS);
    expect(device?.capabilities.properties).toMatchObject({
      supportedRuntimes: ['custom', 'oci'],
      supportedDeploymentTypes: ['compose', 'custom'],
    });
  });

  it('takes child devices with raw and with escaped slashes for the same (M-52)', async () => {
    const fleet = createFleet();
    await put(fleet, 'gateway1');
    expect((await put(fleet, 'gateway1/deviceA')).status).toBe(201);
    const escaped = fleet.ask('PUT', pathOf('gateway1%2FdeviceA'), { body: capabilities('gateway1/deviceA') });
    expect((await escaped).status).toBe(200);
  });

  it('refuses a child whose gateway has not reported itself (CAP-15)', async () => {
    const fleet = createFleet();
    await expectProblem(await put(fleet, 'gateway1/deviceA'), 404, 'gateway-not-found');
    await put(fleet, 'gateway1');
    await expectProblem(await put(fleet, 'gateway10/deviceA'), 404, 'gateway-not-found');
    expect((await put(fleet, 'gateway1/deviceA')).status).toBe(201);
  });

  it('takes a child on a path of its gateway, whose steps are no devices (GW-01)', async () => {
    const fleet = createFleet();
    await put(fleet, 'gateway1');
    expect((await put(fleet, 'gateway1/path1/deviceA')).status).toBe(201);
  });

  it("does not see another client's gateway (API-07)", async () => {
    const fleet = createFleet();
    await fleet.ask('PUT', pathOf('gateway1'), { as: ROBOT, body: capabilities('gateway1') });
    await expectProblem(await put(fleet, 'gateway1/deviceA'), 404, 'gateway-not-found');
  });

  it('refuses a body that speaks of another device than the path (M-20)', async () => {
    const problem = await expectProblem(
      await put(createFleet(), 'press-7', capabilities('press-8')),
      422,
      'semantic-error',
    );
    expect(problem.errors?.map(({ field }) => field)).toEqual(['/properties/id']);
  });

  it('names each member that is wrong, with its rule (PT-12)', async () => {
    const body = JSON.stringify({
      properties: { id: 'press-7', vendor: '', modelNumber: 'M1', serialNumber: 'S1', cpus: [{ cores: 0 }] },
      apiVersion: 'device.margo.org/v1alpha1',
    });
    const problem = await expectProblem(await put(createFleet(), 'press-7', body), 422, 'semantic-error');
    const fields = problem.errors?.map(({ field, message }) => [field, /\((\w+-\d+)\)$/.exec(message)?.[1]]);
    expect(fields).toContainEqual(['/properties/vendor', 'CP-01']);
    expect(fields).toContainEqual(['/properties/cpus/0/cores', 'CP-03']);
    expect(fields).toContainEqual(['/apiVersion', 'CP-07']);
  });

  it('names at most 50 faults, however many there are', async () => {
    const cpus = Array.from({ length: 1000 }, () => ({ cores: 0 }));
    const problem = await expectProblem(
      await put(createFleet(), 'press-7', capabilities('press-7', { cpus })),
      422,
      'semantic-error',
    );
    expect(problem.errors).toHaveLength(50);
  });

  it.each([['{'], ['id: press-7'], [''], [new Uint8Array([0xff, 0xfe])]])(
    'refuses what is no JSON with 400: %j',
    async (body) => {
      const response = await createFleet().ask('PUT', pathOf('press-7'), { body });
      const problem = await expectProblem(response, 400, 'invalid-request');
      expect(problem.errors).toEqual([{ field: '', message: 'It must be JSON in UTF-8.' }]);
    },
  );

  it.each(['[]', '"text"', '5', 'null'])('refuses JSON that is no capabilities manifest with 422: %s', async (body) => {
    const problem = await expectProblem(await put(createFleet(), 'press-7', body), 422, 'semantic-error');
    expect(problem.errors?.[0]?.field).toBe('');
  });

  it('refuses JSON that is nested too deeply', async () => {
    const labels = `{"labels":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    await expectProblem(await put(createFleet(), 'press-7', labels), 422, 'semantic-error');
  });

  it.each(['gw//child', 'gw/', 'gw%2F..', 'gw%2F%2e%2e', 'gw%2F.', '%00', 'a%20b', '*', 'ä', 'gw%252Fa'])(
    'refuses the device id %s (CAP-03, M-52)',
    async (deviceId) => {
      const fleet = createFleet();
      await put(fleet, 'gw');
      await expectProblem(await put(fleet, deviceId, capabilities('gw')), 400, 'invalid-request');
      await expectProblem(await fleet.ask('DELETE', pathOf(deviceId)), 404, 'device-not-found');
      expect(await fleet.store.devices(PRESS)).toHaveLength(1);
    },
  );

  it('accepts only the devices that its policy lets this client report (API-08)', async () => {
    const fleet = createFleet({ acceptDevice: async (client, deviceId) => client === PRESS && deviceId === 'press-7' });
    expect((await put(fleet, 'press-7')).status).toBe(201);
    await expectProblem(await put(fleet, 'press-8'), 403, 'not-authorized');
    expect((await fleet.store.devices(PRESS)).map(({ deviceId }) => deviceId)).toEqual(['press-7']);
  });

  it('accepts only as many devices as it was told (API-08)', async () => {
    const fleet = createFleet({ maxDevices: 1 });
    await put(fleet, 'press-7');
    await expectProblem(await put(fleet, 'press-8'), 403, 'not-authorized');
    expect((await put(fleet, 'press-7')).status).toBe(200);
  });

  it('reads no other devices when one that is known reports again, however many its gateway has', async () => {
    const fleet = createFleet();
    for (const deviceId of ['gw', 'gw/a', 'gw/a/b']) await put(fleet, deviceId);
    const all = vi.spyOn(fleet.store, 'devices');
    for (const deviceId of ['gw', 'gw/a', 'gw/a/b']) expect((await put(fleet, deviceId)).status).toBe(200);
    expect(all).not.toHaveBeenCalled();
  });
});

describe('the body of a request', () => {
  it('must be application/json, whatever its parameters', async () => {
    const fleet = createFleet();
    const ask = (type: string) =>
      fleet.ask('PUT', pathOf('press-7'), { body: utf8(capabilities('press-7')), headers: { 'Content-Type': type } });
    for (const type of ['', 'text/plain', 'application/yaml', 'application/problem+json'])
      await expectProblem(await ask(type), 415, 'about:blank');
    expect((await ask('Application/JSON; charset=utf-8')).status).toBe(201);
  });

  it('must not be compressed (RFC 9110 §15.5.16)', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    const response = await createFleet().ask('PUT', pathOf('press-7'), { body: '{}', headers });
    await expectProblem(response, 415, 'about:blank');
  });

  it('is refused at the first byte too many, and the rest is never read', async () => {
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const fleet = createFleet({ maxBodyBytes: 8 * 1024 });
    await expectProblem(await fleet.ask('PUT', pathOf('press-7'), { body }), 413, 'about:blank');
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(8 + 10);
  });

  it('is refused unread when it is announced as too long', async () => {
    const body = new ReadableStream<Uint8Array>(
      {
        pull: () => {
          throw new Error('read although refused');
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'Content-Length': '5000' };
    const response = await createFleet({ maxBodyBytes: 4999 }).ask('PUT', pathOf('press-7'), { body, headers });
    await expectProblem(response, 413, 'about:blank');
  });

  it('may have exactly as many bytes as the limit', async () => {
    const body = capabilities('press-7');
    expect((await createFleet({ maxBodyBytes: body.length }).ask('PUT', pathOf('press-7'), { body })).status).toBe(201);
    const response = await createFleet({ maxBodyBytes: body.length - 1 }).ask('PUT', pathOf('press-7'), { body });
    await expectProblem(response, 413, 'about:blank');
  });

  it('that breaks off is no error of ours', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.error(new Error('connection lost'));
      },
    });
    const failures: unknown[] = [];
    const response = await createFleet({ onError: (error) => failures.push(error) }).ask('PUT', pathOf('press-7'), {
      body,
    });
    await expectProblem(response, 400, 'invalid-request');
    expect(failures).toEqual([]);
  });
});

describe('DELETE /api/v1/capabilities/{deviceId}', () => {
  it('answers 204, then 404', async () => {
    const fleet = createFleet();
    await put(fleet, 'press-7');
    const response = await fleet.ask('DELETE', pathOf('press-7'));
    expect([response.status, response.body]).toEqual([204, null]);
    await expectProblem(await fleet.ask('DELETE', pathOf('press-7')), 404, 'device-not-found');
    expect((await put(fleet, 'press-7')).status).toBe(201);
  });

  it('takes the devices behind a gateway along, and no others (M-53)', async () => {
    const fleet = createFleet();
    for (const deviceId of ['gw', 'gw/a', 'gw/a/b', 'gw2', 'gw-x']) await put(fleet, deviceId);
    await fleet.ask('DELETE', pathOf('gw'));
    expect((await fleet.store.devices(PRESS)).map(({ deviceId }) => deviceId)).toEqual(['gw2', 'gw-x']);
  });

  it('can be told to keep a gateway until the devices behind it are gone (M-53)', async () => {
    const fleet = createFleet({ gatewayDeletion: 'refuse' });
    for (const deviceId of ['gw', 'gw/a', 'gw2']) await put(fleet, deviceId);
    const problem = await expectProblem(await fleet.ask('DELETE', pathOf('gw')), 422, 'semantic-error');
    expect(problem.errors?.map(({ message }) => message)).toEqual(['gw/a is still registered.']);
    expect(await fleet.store.devices(PRESS)).toHaveLength(3);
    for (const deviceId of ['gw/a', 'gw', 'gw2'])
      expect((await fleet.ask('DELETE', pathOf(deviceId))).status).toBe(204);
  });

  it("does not touch another client's device of the same name (API-07, M-54)", async () => {
    const fleet = createFleet();
    await put(fleet, 'press-7');
    await expectProblem(await fleet.ask('DELETE', pathOf('press-7'), { as: ROBOT }), 404, 'device-not-found');
    expect(await fleet.store.devices(PRESS)).toHaveLength(1);
  });
});
