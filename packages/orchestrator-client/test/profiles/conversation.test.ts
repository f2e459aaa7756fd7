import { profileFacts } from '@margo-sdk/protocol';
import { checkDocument, parseStateManifest, readYaml } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createFleetManager, createMemoryStore, acceptAnyClient } from '../../src/index.js';
import { bytesOf, createFleet, deployment, MONITOR, PRESS } from '../fixture.js';
import { ALL_PROFILES, hostIn, pathOf, reportIn } from './spoken.js';

describe('the profile of a fleet manager', () => {
  it('is rc3 unless it is chosen, and is never guessed (M-01)', async () => {
    expect(createFleet().profile).toBe('rc3');
    const signed = createFleet({ profile: 'rc2-signed' });
    expect(signed.profile).toBe('rc2-signed');
    expect((await createFleet().ask('GET', pathOf('rc2-signed', 'stateManifest'))).status).toBe(404);
    expect((await signed.ask('GET', pathOf('rc3', 'stateManifest'))).status).toBe(404);
  });

  it('may be served below another path (M-04)', async () => {
    const moved = createFleet({ profile: 'symphony-2025', basePath: '/fleet.1/' });
    expect((await moved.ask('GET', '/fleet.1/api/v1/clients/press-7/deployments')).status).toBe(200);
    expect((await moved.ask('GET', '/fleetX1/api/v1/clients/press-7/deployments')).status).toBe(404);
    expect((await moved.ask('GET', pathOf('symphony-2025', 'stateManifest'))).status).toBe(404);
    expect((await createFleet({ basePath: '/fleet' }).ask('GET', '/fleet/api/v1/deployments')).status).toBe(200);
  });

  it('is refused a path to stand below that is none (M-04)', () => {
    const make = () =>
      createFleetManager({ store: createMemoryStore(), acceptClient: acceptAnyClient, basePath: '/a/../b' });
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_BASE_PATH_INVALID' }));
  });
});

describe.each(ALL_PROFILES)('a device and its fleet manager in %s', (profile) => {
  const facts = profileFacts(profile);

  it('come from the first word to an installed deployment (API-01, M-65)', async () => {
    const fleet = createFleet({ profile });
    const write = (method: string) => fleet.ask(method, pathOf(profile, 'capabilities'), { body: hostIn(profile) });
    expect((await write(facts.capabilities.first)).status).toBe(facts.success.capabilities.created);
    expect((await write(facts.capabilities.again)).status).toBe(facts.success.capabilities.updated);
    const [device] = await fleet.store.devices(PRESS);
    expect(device?.capabilities.properties).toMatchObject({
      id: 'press-7',
      cpus: [{ cores: 4, architecture: 'amd64' }],
      memory: '8Gi',
      supportedDeploymentTypes: ['helm'],
    });

    const poll = (headers = {}) => fleet.ask('GET', pathOf(profile, 'stateManifest'), { headers });
    expect(parseStateManifest(await bytesOf(await poll()))).toEqual({
      manifestVersion: 1n,
      bundle: null,
      deployments: [],
    });
    await fleet.publish(PRESS, [deployment()]);
    const response = await poll();
    const etag = response.headers.get('ETag') ?? '';
    const manifest = parseStateManifest(await bytesOf(response));
    expect(manifest.manifestVersion).toBe(2n);
    expect((await poll({ 'If-None-Match': etag })).status).toBe(304);

    const [entry] = manifest.deployments;
    const url = `${facts.basePath}${entry?.url ?? ''}`;
    expect(url).toBe(pathOf(profile, 'deployment', { digest: entry?.digest ?? '' }));
    expect(manifest.bundle?.url).toContain(facts.paths.bundle.replace('{clientId}', 'press-7').replace('{digest}', ''));
    const fetched = await fleet.ask('GET', url);
    expect(fetched.headers.get('Cache-Control')).toBe(facts.immutable);
    const bytes = await bytesOf(fetched);
    const bundle = await fleet.ask('GET', `${facts.basePath}${manifest.bundle?.url ?? ''}`);
    expect(bundle.headers.get('Cache-Control')).toBe(facts.immutable);
    expect(bundle.status).toBe(200);
    const { revision, result } = checkDocument(bytes, { kind: 'ApplicationDeployment' });
    expect([revision, result.ok]).toEqual([facts.revision, true]);
    expect(readYaml(new TextDecoder().decode(bytes)).ok).toBe(true);

    const tell = (state: string) =>
      fleet.ask('POST', pathOf(profile, 'deploymentStatus'), { body: reportIn(profile, { state, version: 2n }) });
    expect((await tell('installing')).status).toBe(facts.success.deploymentStatus.created);
    expect((await tell('installed')).status).toBe(facts.success.deploymentStatus.updated);
    expect(await fleet.view(PRESS)).toMatchObject([
      { deploymentId: MONITOR, deviceId: 'press-7', state: 'converged', wanted: entry?.digest },
    ]);

    await fleet.publish(PRESS, []);
    expect(parseStateManifest(await bytesOf(await poll())).manifestVersion).toBe(3n);
    const removed = fleet.ask('POST', pathOf(profile, 'deploymentStatus'), {
      body: reportIn(profile, { state: 'removed', version: 3n }),
    });
    expect((await removed).status).toBe(facts.success.deploymentStatus.updated);
    expect(await fleet.view(PRESS)).toMatchObject([{ state: 'gone' }]);
  });
});
