import { describe, expect, it } from 'vitest';
import { WIRE_PROFILES, profileFacts, sha256Digest, type WireProfile } from '@margo-sdk/protocol';
import { MargoError, convertDocument, parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { createDeviceAgent, createMemoryStore, synchronise, type DeviceAgent } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { CAPABILITIES, CUSTOM_CAPABILITIES, DEVICE, LINE, deploymentText } from './support/documents.js';
import { createFakeFleet, summary } from './support/fake-fleet.js';

const SIGNED = ['rc2-signed', 'pr1', 'symphony-2025'] as const;
const NAMES = ['broker', 'dashboard'];
const line = (revision: string, setting = 'a'): string =>
  deploymentText({ components: NAMES.map((name) => ({ name, revision })), settings: { broker: setting } });

/** A Compose deployment of the time when packages were downloaded from an address. */
const composeText = (): string =>
  JSON.stringify({
    apiVersion: 'application.margo.org/v1alpha1',
    kind: 'ApplicationDeployment',
    id: LINE,
    metadata: {
      name: 'line-monitor',
      namespace: 'factory',
      annotations: { applicationId: 'com-example-line-monitor' },
    },
    spec: {
      deploymentProfile: {
        type: 'compose',
        components: [{ name: 'broker', properties: { packageLocation: 'https://packages.example.com/broker.tgz' } }],
      },
    },
  });

const error = (status: number, text: string, member = 'error'): Response =>
  Response.json({ [member]: text }, { status });

describe.each(SIGNED)('a device whose fleet manager speaks %s', (profile) => {
  const facts = profileFacts(profile);

  it('installs, updates, reconfigures and removes as it does in rc3, and survives restarts (M-01)', async () => {
    const { fleet, disk, steps, boot } = createBench(profile);
    let agent: DeviceAgent | undefined;
    for (const texts of [[line('1.0.0')], [line('2.0.0')], [line('2.0.0', 'b')], []]) {
      await fleet.publish(texts);
      // Another process each time, over the disk of the one before.
      await agent?.stop();
      agent = boot().agent;
      await round(agent);
    }
    expect(steps).toEqual([
      'install broker',
      'install dashboard',
      'upgrade broker',
      'upgrade dashboard',
      'reconfigure broker',
      'remove dashboard',
      'remove broker',
    ]);
    expect(fleet.reports.map(summary)).toContain('installed @1: broker installed, dashboard installed');
    expect(fleet.reports.at(-1)?.status.state).toBe('removed');
    expect([...disk.files.keys()].filter((path) => !/^\/device\/(state|journal)/.test(path))).toEqual([]);
  });

  it('goes on after a restart with what it holds, in the very bytes that came, without asking for anything', async () => {
    const { fleet, disk, steps, boot } = createBench(profile);
    await fleet.publish([line('1.0.0')]);
    const { agent, store } = boot();
    await agent.pollOnce();
    await agent.stop();
    const digest = (await store.read()).deployments[LINE]?.accepted.digest ?? '';
    const held = disk.files.get(`/device/documents/${digest.slice('sha256:'.length)}`) ?? new Uint8Array();
    expect(await sha256Digest(held)).toBe(digest);
    expect(new TextDecoder().decode(held)).toContain('"kind":"ApplicationDeployment"');

    fleet.intercept = () => {
      throw new TypeError('fetch failed');
    };
    const { agent: again, store: kept } = boot();
    await again.start();
    await again.idle();
    expect((await kept.read()).deployments[LINE]?.lifecycle.lastInstalled?.digest).toBe(digest);
    expect(steps.filter((step) => step.endsWith('AGAIN'))).toEqual([]);
    await again.stop();
  });

  it('says what it can do by the method and the path of the profile, before anything else (CAP-01)', async () => {
    const { fleet, boot } = createBench(profile);
    await fleet.publish([]);
    const { agent } = boot();
    await round(agent);
    const path = facts.paths.capabilities.replace('{clientId}', fleet.clientId).replace('{deviceId}', DEVICE);
    expect(fleet.requests[0]).toBe(`POST ${facts.basePath}${path}`);
    const { properties } = JSON.parse(fleet.bodies.get(`POST ${path}`) ?? '') as { properties: { id: string } };
    expect(properties.id).toBe(facts.capabilities.deviceIsClient ? fleet.clientId : DEVICE);
    await agent.stop();
  });

  it('takes a deployment that names no device for its own, and refuses one for another device', async () => {
    const { fleet, boot } = createBench(profile);
    const { agent } = boot();
    const named = JSON.parse(convertDocument(line('1.0.0'), { to: facts.revision }).text) as {
      metadata: { deviceId?: string };
    };
    delete named.metadata.deviceId;
    await fleet.publishRaw([{ deploymentId: LINE, text: JSON.stringify(named) }]);
    await round(agent);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');

    named.metadata.deviceId = 'device-2';
    await fleet.publishRaw([{ deploymentId: LINE, text: JSON.stringify(named) }]);
    await round(agent);
    expect(fleet.reports.at(-1)?.status).toMatchObject({ state: 'failed', error: { code: 'WRONG_DEVICE' } });
    await agent.stop();
  });

  it.each([
    ['no YAML', '{', 'ERR_DEPLOYMENT_INVALID'],
    ['another id', line('1.0.0').replace(LINE, LINE.replace('a', 'b')), 'ERR_DEPLOYMENT_ID_MISMATCH'],
    ['another shape', JSON.stringify({ id: LINE, kind: 'ApplicationDeployment', spec: [] }), 'ERR_DEPLOYMENT_INVALID'],
    ['a list', '[]', 'ERR_DEPLOYMENT_INVALID'],
  ])('keeps what it has when a deployment is %s (DS-16, DS-19)', async (_, text, code) => {
    const { fleet, boot } = createBench(profile);
    await fleet.publish([line('1.0.0')]);
    const { agent, store } = boot();
    await round(agent);
    const before = await store.read();
    await fleet.publishRaw([{ deploymentId: LINE, text }]);
    expect(await agent.pollOnce()).toMatchObject({ status: 'refused', error: { code } });
    expect((await store.read()).manifest).toEqual(before.manifest);
    await agent.stop();
  });

  it('asks where the package of a Compose component is, and installs it when it was told (D-16)', async () => {
    const fleet = createFakeFleet(profile);
    await fleet.publishRaw([{ deploymentId: LINE, text: composeText() }]);
    const store = createMemoryStore();
    const deviceId = DEVICE;
    await expect(synchronise({ client: fleet.client, store, decide: () => ({ deviceId }) })).rejects.toMatchObject({
      code: 'ERR_DEPLOYMENT_INVALID',
      message: expect.stringContaining('broker') as string,
    });
    const components = { broker: { repository: 'oci://registry.example.com/broker', revision: '1.0.0' } };
    const outcome = await synchronise({ client: fleet.client, store, decide: () => ({ deviceId, components }) });
    expect(outcome.status).toBe('accepted');
  });

  it('moves to rc3 with what it has: nothing is installed again, and what is held is still read (M-26)', async () => {
    const { fleet, steps, events, boot } = createBench(profile);
    await fleet.publish([line('1.0.0')], 7n);
    const before = boot();
    await round(before.agent);
    await before.agent.stop();

    const rc3 = createFakeFleet('rc3');
    const { agent, store } = boot({ client: rc3.client });
    await rc3.publish([line('1.0.0')], 8n);
    await round(agent);
    expect(steps).toEqual(['install broker', 'install dashboard']);
    expect((await store.read()).manifest?.version).toBe(8n);
    expect(rc3.reports.at(-1)?.status.state).toBe('installed');
    await rc3.publish([line('2.0.0')], 9n);
    await round(agent);
    expect(steps.slice(2)).toEqual(['upgrade broker', 'upgrade dashboard']);
    expect(events.filter((event) => 'error' in event)).toEqual([]);
    await agent.stop();
  });

  it('goes on with a document of before in rc3 when it was stopped in the middle', async () => {
    const { fleet, steps, boot } = createBench(profile);
    await fleet.publish([line('1.0.0')]);
    const before = boot();
    await before.agent.pollOnce();
    await before.agent.stop();
    const done = steps.length;
    expect(done).toBeLessThan(2);

    const silent = createFakeFleet('rc3');
    silent.intercept = () => {
      throw new TypeError('fetch failed');
    };
    const { agent } = boot({ client: silent.client });
    await round(agent);
    expect([...new Set(steps.map((step) => step.replace(' AGAIN', '')))]).toEqual([
      'install broker',
      'install dashboard',
    ]);
    await agent.stop();
  });

  it('takes the refusal of a fleet manager for its word, and the page of a gateway for none (M-33)', async () => {
    const { fleet, events, boot } = createBench(profile);
    const { agent } = boot();
    await fleet.publish([line('1.0.0')]);
    fleet.intercept = ({ url }) => (url.endsWith('/status') ? new Response('<h1>Oh</h1>', { status: 400 }) : undefined);
    await round(agent);
    expect(events.map(({ type }) => type)).toContain('report.kept');
    expect(events.map(({ type }) => type)).not.toContain('report.rejected');
    fleet.intercept = ({ url }) =>
      url.endsWith('/status') ? error(422, 'unknown deployment', String(facts.refusals)) : undefined;
    await round(agent);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'report.rejected',
        error: expect.objectContaining({ message: expect.stringContaining('unknown deployment') as string }) as Error,
      }),
    );
    await agent.stop();
  });

  it('cannot say that it hosts what the profile does not know, and says so', async () => {
    const { fleet, events, boot } = createBench(profile);
    await fleet.publish([]);
    const { agent } = boot({ capabilities: CUSTOM_CAPABILITIES });
    expect(await agent.pollOnce()).toMatchObject({ status: 'failed', error: { code: 'ERR_DOCUMENT_UNCONVERTIBLE' } });
    expect(events.map(({ type }) => type)).toEqual(['capabilities.failed', 'poll.failed']);
    expect(fleet.requests).toEqual([]);
    await agent.stop();
  });
});

it('a device that speaks rc3 brings nothing from the network into its form, however it looks (M-01)', async () => {
  const { fleet, boot } = createBench('rc3');
  await fleet.publishRaw([{ deploymentId: LINE, text: convertDocument(line('1.0.0'), { to: 'pr1' }).text }]);
  const { agent } = boot();
  expect(await agent.pollOnce()).toMatchObject({ status: 'refused', error: { code: 'ERR_DEPLOYMENT_INVALID' } });
  await agent.stop();
});

it('a report that symphony-2025 refuses with 400 is not lost, for its signature may have been meant (M-33)', async () => {
  const { fleet, events, boot } = createBench('symphony-2025');
  const { agent } = boot();
  await fleet.publish([line('1.0.0')]);
  fleet.intercept = ({ url }) => (url.endsWith('/status') ? error(400, 'bad signature', 'Error') : undefined);
  await round(agent);
  expect(events.map(({ type }) => type)).not.toContain('report.rejected');
  fleet.intercept = () => undefined;
  await round(agent);
  expect(fleet.reports.at(-1)?.status.state).toBe('installed');

  // Nobody asks any more, so no clock that is set right will do.
  await fleet.publish([]);
  fleet.intercept = ({ url }) => (url.endsWith('/status') ? error(400, 'unknown deployment', 'Error') : undefined);
  await round(agent);
  expect(events.map(({ type }) => type)).toContain('report.rejected');
  await agent.stop();
});

it('a report that an older profile has no form for is given up, and is no loss of the connection', async () => {
  const { fleet, events, boot } = createBench('pr1');
  const { agent, store } = boot({
    client: {
      ...fleet.client,
      postDeploymentStatus: () => Promise.reject(new MargoError('ERR_DOCUMENT_UNCONVERTIBLE', 'There is no form.')),
    },
  });
  await fleet.publish([line('1.0.0')]);
  await round(agent);
  await fleet.publish([]);
  await round(agent);
  const types = new Set(events.map(({ type }) => type));
  expect(types).toContain('report.rejected');
  expect(types).not.toContain('report.kept');
  expect(types).not.toContain('connection.lost');
  expect((await store.read()).deployments).toEqual({});
  await agent.stop();
});

describe('the manifest of a device', () => {
  it.each(['rc3', 'rc2-signed', 'pr1'] as const)(
    'has the digest of its bytes for an ETag in %s (DS-34)',
    async (profile) => {
      const fleet = createFakeFleet(profile);
      await fleet.serve('{"manifestVersion":1,"bundle":null,"deployments":[]}', '"1"');
      await expect(synchronise({ client: fleet.client, store: createMemoryStore() })).rejects.toMatchObject({
        code: 'ERR_MANIFEST_ETAG_MISMATCH',
      });
    },
  );

  it('has an ETag that says nothing in symphony-2025, and is asked for with it as it came (DS-39)', async () => {
    const fleet = createFakeFleet('symphony-2025');
    const store = createMemoryStore();
    await fleet.serve('{"manifestVersion":1,"bundle":null,"deployments":[]}', 'W/"of the bundle"');
    expect((await synchronise({ client: fleet.client, store })).status).toBe('accepted');
    expect((await synchronise({ client: fleet.client, store })).status).toBe('unchanged');
    expect(fleet.conditions).toEqual([null, 'W/"of the bundle"']);
    await fleet.serve('{"manifestVersion":2,"bundle":null,"deployments":[]}', null);
    expect((await synchronise({ client: fleet.client, store })).status).toBe('accepted');
  });

  it('may not go back in any profile (DS-42)', async () => {
    for (const profile of Object.keys(WIRE_PROFILES) as WireProfile[]) {
      const fleet = createFakeFleet(profile);
      const store = createMemoryStore();
      for (const version of [2, 1]) {
        await fleet.serve(`{"manifestVersion":${version},"bundle":null,"deployments":[]}`);
        const done = synchronise({ client: fleet.client, store });
        if (version === 2) await done;
        else await expect(done).rejects.toMatchObject({ code: 'ERR_MANIFEST_VERSION_NOT_HIGHER' });
      }
    }
  });
});

describe('a device whose fleet manager serves bundles only (symphony-2025)', () => {
  const isSingle = (request: string): boolean => /^GET .*\/deployments\/[^/]+\/sha256/.test(request);

  it('fetches one missing document in the bundle, and what was lost too', async () => {
    const { fleet, disk, boot } = createBench('symphony-2025');
    await fleet.publish([line('1.0.0')]);
    const { agent } = boot();
    await round(agent);
    for (const path of disk.files.keys()) if (path.startsWith('/device/documents/')) disk.files.delete(path);
    await fleet.publish([line('1.0.0'), deploymentText({ id: LINE.replace('a', 'b') })]);
    await round(agent);
    expect(fleet.requests.filter((request) => request.includes('/bundles/'))).toHaveLength(2);
    expect(fleet.requests.filter(isSingle)).toEqual([]);
    await agent.stop();
  });

  it.each([404, 503])('asks for no single document when the bundle is answered with %d (M-17)', async (status) => {
    const { fleet, events, boot } = createBench('symphony-2025');
    await fleet.publish([line('1.0.0')]);
    fleet.intercept = ({ url }) => (url.includes('/bundles/') ? error(status, 'no', 'Error') : undefined);
    const { agent } = boot({ retry: { maxAttempts: 1 } });
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(fleet.requests.filter(isSingle)).toEqual([]);
    expect(events.map(({ type }) => type)).not.toContain('bundle.missing');
    await agent.stop();
  });

  it('refuses a manifest that names deployments and no bundle', async () => {
    const { fleet, boot } = createBench('symphony-2025');
    const digest = await sha256Digest(new TextEncoder().encode('x'));
    const url = `/api/v1/clients/client-1/deployments/${LINE}/${digest}`;
    await fleet.serve(
      JSON.stringify({ manifestVersion: 1, bundle: null, deployments: [{ deploymentId: LINE, digest, url }] }),
    );
    const { agent } = boot();
    expect(await agent.pollOnce()).toMatchObject({ status: 'refused', error: { code: 'ERR_MANIFEST_INVALID' } });
    expect(fleet.requests.filter(isSingle)).toEqual([]);
    await agent.stop();
  });

  it('refuses to be told to fetch documents one by one', () => {
    const { boot } = createBench('symphony-2025');
    expect(() => boot({ retrieval: 'single' })).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
    expect(() => boot({ retrieval: 'bundle' })).not.toThrow();
    expect(() => createBench('pr1').boot({ retrieval: 'single' })).not.toThrow();
  });
});

describe('a gateway', () => {
  const child = {
    capabilities: parseDeviceCapabilitiesManifest(
      JSON.stringify({ ...CAPABILITIES, properties: { ...CAPABILITIES.properties, id: `${DEVICE}/pump` } }),
    ),
    runtimes: [],
  };

  it.each(['pr1', 'symphony-2025'] as const)('cannot be one in %s, which knows no devices behind others', (profile) => {
    const { boot } = createBench(profile);
    expect(() => boot({ children: () => [child] })).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
  });

  it('reports its children in rc2-signed, and runs what is for them (CAP-13, L-26)', async () => {
    const { fleet, boot } = createBench('rc2-signed');
    const steps: string[] = [];
    const runtime = {
      supports: () => true,
      apply: async ({ component }: { readonly component: string }) => void steps.push(component),
      remove: async () => undefined,
      inspect: async () => [],
    };
    const { agent } = boot({ children: () => [{ ...child, runtimes: [runtime] }] });
    await fleet.publish([deploymentText({ device: `${DEVICE}/pump` })]);
    await round(agent);
    expect(steps).toEqual(NAMES);
    expect(fleet.requests.slice(0, 2)).toEqual([
      `POST /api/v1/clients/client-1/capabilities/${DEVICE}`,
      `POST /api/v1/clients/client-1/capabilities/${DEVICE}/pump`,
    ]);
    expect(fleet.reports.at(-1)).toMatchObject({ deviceId: `${DEVICE}/pump`, status: { state: 'installed' } });
    await agent.stop();
  });
});

describe('a device that is taken out of service', () => {
  it('is withdrawn in rc2-signed', async () => {
    const { fleet, events, boot } = createBench('rc2-signed');
    const { agent } = boot();
    await agent.withdraw();
    expect(fleet.requests).toEqual([`DELETE /api/v1/clients/client-1/capabilities/${DEVICE}`]);
    expect(events.map(({ type }) => type)).toEqual(['capabilities.withdrawn']);
    await agent.stop();
  });

  it.each(['pr1', 'symphony-2025'] as const)('is told that nobody can be withdrawn in %s', async (profile) => {
    const { fleet, events, boot } = createBench(profile);
    const { agent } = boot();
    await agent.withdraw();
    expect(fleet.requests).toEqual([]);
    expect(events).toMatchObject([{ type: 'capabilities.failed', error: { code: 'ERR_OPERATION_UNSUPPORTED' } }]);
    await agent.stop();
  });
});

it('a document is parsed once for all checks and steps in an older profile too', async () => {
  const fleet = createFakeFleet('rc2-signed');
  const seen: unknown[] = [];
  const agent = createDeviceAgent({
    client: fleet.client,
    store: createMemoryStore(),
    runtimes: [
      {
        supports: () => true,
        apply: async ({ deployment }) => void seen.push(deployment),
        remove: async () => undefined,
        inspect: async () => [],
      },
    ],
    capabilities: CAPABILITIES,
  });
  await fleet.publish([line('1.0.0')]);
  await round(agent);
  await agent.stop();
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBe(seen[0]);
  expect(Object.isFrozen(seen[0])).toBe(true);
});
