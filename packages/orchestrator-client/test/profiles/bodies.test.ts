import { describe, expect, it } from 'vitest';
import { createFleet, deployment, MONITOR, PRESS, utf8, VISION, type Fleet } from '../fixture.js';
import { hostIn, pathOf, reportIn, SIGNED_PROFILES } from './spoken.js';

const without = (text: string, ...members: string[]): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(JSON.parse(text) as Record<string, unknown>).filter(([name]) => !members.includes(name)),
    ),
  );

const errorOf = async (response: Response): Promise<string> =>
  Object.values((await response.json()) as Record<string, string>).join();

describe.each(SIGNED_PROFILES)('capabilities reported in %s', (profile) => {
  const put = (fleet: Fleet, body: string, deviceId?: string) =>
    fleet.ask('PUT', pathOf(profile, 'capabilities', deviceId === undefined ? {} : { deviceId }), { body });
  const properties = async (fleet: Fleet) => (await fleet.store.devices(PRESS))[0]?.capabilities.properties;

  it('are kept as rc3 has them, with the collector that a host has to run (D-19, M-72)', async () => {
    const fleet = createFleet({ profile });
    await put(fleet, hostIn(profile));
    expect(await properties(fleet)).toEqual({
      id: 'press-7',
      vendor: 'ACME',
      modelNumber: 'M1',
      serialNumber: 'S1',
      cpus: [{ cores: 4, architecture: 'amd64' }],
      memory: '8Gi',
      storage: '64Gi',
      peripherals: [],
      interfaces: [],
      otelCollector: true,
      supportedRuntimes: ['oci'],
      supportedDeploymentTypes: ['helm'],
    });
  });

  it('are told what is wrong with them in the words of the profile (D-33)', async () => {
    const body = hostIn(profile).replace('"memory":"8Gi"', '"memory":8');
    const refused = await put(createFleet({ profile }), body);
    expect(refused.status).toBe(422);
    expect(await errorOf(refused)).toContain(profile === 'rc2-signed' ? '/properties/memory' : '/resources/memory');
  });

  it('that are no JSON are refused, also when they are YAML', async () => {
    for (const body of ['{', 'properties:\n  id: press-7\n']) {
      const refused = await put(createFleet({ profile }), body);
      expect(refused.status).toBe(400);
      expect(await errorOf(refused)).toContain('JSON');
    }
  });

  it('are taken only for a device that the client may report (API-08)', async () => {
    const fleet = createFleet({ profile, acceptDevice: (_, deviceId) => deviceId !== 'press-7' });
    expect((await put(fleet, hostIn(profile))).status).toBe(403);
    expect(await fleet.store.devices(PRESS)).toEqual([]);
  });
});

describe('capabilities in 1.0.0-rc.2', () => {
  const path = pathOf('rc2-signed', 'capabilities');

  it('may come without the envelope, as they did in July 2026 (D-14)', async () => {
    const fleet = createFleet({ profile: 'rc2-signed' });
    const body = without(hostIn('rc2-signed'), 'apiVersion', 'kind');
    expect((await fleet.ask('POST', path, { body })).status).toBe(201);
  });

  it('may leave empty what a gateway does not host (CAP-09)', async () => {
    const fleet = createFleet({ profile: 'rc2-signed' });
    const identity = { id: 'press-7', vendor: 'ACME', modelNumber: 'M1', serialNumber: 'S1' };
    const hosting = { cpu: [], memory: '', storage: '', supportedRuntimes: [], supportedDeploymentTypes: [] };
    const body = JSON.stringify({ properties: { ...identity, ...hosting } });
    expect((await fleet.ask('POST', path, { body })).status).toBe(201);
    expect((await fleet.store.devices(PRESS))[0]?.capabilities.properties).toEqual(identity);
  });

  it('of a device behind a gateway come after those of the gateway, and go with it (CAP-14, CAP-15)', async () => {
    const fleet = createFleet({ profile: 'rc2-signed' });
    const report = (deviceId: string) =>
      fleet.ask('POST', pathOf('rc2-signed', 'capabilities', { deviceId }), { body: hostIn('rc2-signed', deviceId) });
    expect((await report('gw/camera')).status).toBe(404);
    expect((await report('gw')).status).toBe(201);
    expect((await report('gw/camera')).status).toBe(201);
    const remove = (deviceId: string) => fleet.ask('DELETE', pathOf('rc2-signed', 'capabilities', { deviceId }));
    expect((await remove('gw')).status).toBe(204);
    expect(await fleet.store.devices(PRESS)).toEqual([]);
    expect((await remove('gw')).status).toBe(404);
  });

  it('must be those of the device in the path (M-20)', async () => {
    const fleet = createFleet({ profile: 'rc2-signed' });
    expect((await fleet.ask('PUT', path, { body: hostIn('rc2-signed', 'robot-2') })).status).toBe(422);
  });
});

describe.each(['pr1', 'symphony-2025'] as const)('a device in %s', (profile) => {
  const put = (fleet: Fleet, body: string) => fleet.ask('POST', pathOf(profile, 'capabilities'), { body });

  it('has none behind it, and cannot be taken away', async () => {
    const fleet = createFleet({ profile });
    expect((await put(fleet, hostIn(profile, 'press-7/camera'))).status).toBe(422);
    const removal = await fleet.ask('DELETE', pathOf(profile, 'capabilities'));
    expect(removal.status).toBe(405);
    expect(removal.headers.get('Allow')).toBe('POST, PUT');
  });

  it('that is a gateway says so with its role, and hosts nothing (CAP-09)', async () => {
    const fleet = createFleet({ profile });
    expect((await put(fleet, hostIn(profile).replace('Standalone Cluster', 'Gateway'))).status).toBe(201);
    expect((await fleet.store.devices(PRESS))[0]?.capabilities.properties.cpus).toBeUndefined();
  });
});

it('has the id of the client for the fleet manager that knows no other', async () => {
  const answers = (['pr1', 'symphony-2025'] as const).map(async (profile) => {
    const fleet = createFleet({ profile });
    return (await fleet.ask('POST', pathOf(profile, 'capabilities'), { body: hostIn(profile, 'robot-2') })).status;
  });
  expect(await Promise.all(answers)).toEqual([201, 422]);
});

describe.each(SIGNED_PROFILES)('a report in %s', (profile) => {
  const post = (fleet: Fleet, body: string | Uint8Array, deploymentId = MONITOR) =>
    fleet.ask('POST', pathOf(profile, 'deploymentStatus', { deploymentId }), { body });
  const poll = async (fleet: Fleet) => fleet.ask('GET', pathOf(profile, 'stateManifest'));
  const adopted = async (fleet: Fleet) => (await fleet.store.statuses(PRESS))[0]?.status.adoptedManifestVersion;

  it('counts for the manifest that the client was served last (M-62)', async () => {
    const fleet = createFleet({ profile });
    await fleet.publish(PRESS, [deployment()]);
    await poll(fleet);
    await fleet.publish(PRESS, [deployment(MONITOR, { revision: '2.0.0' })]);
    await post(fleet, reportIn(profile, { state: 'installed' }));
    expect(await adopted(fleet)).toBe(1n);
    expect(await fleet.view(PRESS)).toMatchObject([{ state: 'stale-installed' }]);
    await fleet.ask('HEAD', pathOf(profile, 'stateManifest'));
    await post(fleet, reportIn(profile, { state: 'installed' }));
    expect(await adopted(fleet)).toBe(1n);
    await poll(fleet);
    await post(fleet, reportIn(profile, { state: 'installed' }));
    expect(await adopted(fleet)).toBe(2n);
    expect(await fleet.view(PRESS)).toMatchObject([{ state: 'converged' }]);
  });

  it('counts for the manifest in force when this manager has served none, as after a restart (M-62)', async () => {
    const before = createFleet({ profile });
    await before.publish(PRESS, []);
    await before.publish(PRESS, [deployment()]);
    const after = createFleet({ profile, store: before.store });
    await post(after, reportIn(profile, { state: 'installed' }));
    expect(await adopted(after)).toBe(2n);
  });

  it('is about the deployment in the path, and about one that was published (M-20, M-33)', async () => {
    const fleet = createFleet({ profile });
    expect((await post(fleet, reportIn(profile))).status).toBe(422);
    await fleet.publish(PRESS, [deployment(), deployment(VISION)]);
    expect((await post(fleet, reportIn(profile), VISION)).status).toBe(422);
    expect(await fleet.store.statuses(PRESS)).toEqual([]);
  });

  it('that contradicts itself or the deployment is refused (ST-04)', async () => {
    const fleet = createFleet({ profile });
    await fleet.publish(PRESS, [deployment()]);
    const stranger = reportIn(profile).replaceAll('collector', 'stranger');
    for (const body of [stranger, '{', '[]', 'null', '{}', utf8('{"a":1,"a":2}')])
      expect((await post(fleet, body)).status).toBeGreaterThanOrEqual(400);
    expect((await post(fleet, stranger)).status).toBe(422);
    expect(await fleet.store.statuses(PRESS)).toEqual([]);
  });
});

describe('errors in reports of preview release 1', () => {
  it('have no source, so that it is taken from where they stand (D-24)', async () => {
    const fleet = createFleet({ profile: 'pr1' });
    await fleet.publish(PRESS, [deployment()]);
    const error = { code: 'E1', message: 'no' };
    const body = JSON.stringify({
      apiVersion: 'deployment.margo.org/v1alpha1',
      kind: 'DeploymentStatusManifest',
      deploymentId: MONITOR,
      status: { state: 'failed', error },
      components: [{ name: 'collector', state: 'failed', error }],
    });
    expect((await fleet.ask('POST', pathOf('pr1', 'deploymentStatus'), { body })).status).toBe(200);
    const [record] = await fleet.store.statuses(PRESS);
    expect(record?.status.status.error?.source).toBe('monitor');
    expect(record?.status.components[0]?.error?.source).toBe('collector');
  });
});

describe('a report in 1.0.0-rc.2', () => {
  it('may come without the envelope and without the device (D-14)', async () => {
    const fleet = createFleet({ profile: 'rc2-signed' });
    await fleet.publish(PRESS, [deployment()]);
    const body = without(reportIn('rc2-signed'), 'apiVersion', 'kind', 'deviceId');
    expect((await fleet.ask('POST', pathOf('rc2-signed', 'deploymentStatus'), { body })).status).toBe(200);
    expect((await fleet.view(PRESS))[0]?.deviceId).toBe('press-7');
  });
});
