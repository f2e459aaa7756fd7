import { describe, expect, it } from 'vitest';
import {
  acceptAnyCertificate,
  acceptAnyClient,
  createClientRegistry,
  createFleetManager,
  createMemoryClientStore,
  createMemoryStore,
  createSignatureGate,
  type CertificatePolicy,
  type FleetManager,
} from '@margo-sdk/orchestrator-client';
import { parseSpiffeId, profileFacts, type SignedProfile, type SpiffeId } from '@margo-sdk/protocol';
import {
  createOnboardingClient,
  createWorkloadManagementClient,
  type WorkloadManagementClient,
} from '@margo-sdk/protocol/client';
import { signerFromKey } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { createOnboardingFile, onboardDevice, type OnboardedDevice } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { DEVICE, deploymentText } from './support/documents.js';
import { until } from './support/until.js';

const WFM = 'https://wfm.example.com';
const NAMESPACE = parseSpiffeId('spiffe://plant.example/margo/wfm/wfm-1');
const NAMES = ['broker', 'dashboard'];
const issuer = await createDevelopmentIssuer({ trustDomain: 'plant.example' });
const first = await issuer.issueClient('wfm-1', 'press-7');
const renewed = await issuer.issueClient('wfm-1', 'press-7');

/** A fleet manager of the SDK behind its gate, and a device of the SDK, in one process: all that is sent is signed. */
const createPlant = (profile: SignedProfile, acceptCertificate: CertificatePolicy = acceptAnyCertificate) => {
  const bench = createBench();
  const store = createMemoryStore();
  const fail = (error: unknown): never => {
    throw error;
  };
  const manage = (spoken: 'rc3' | SignedProfile): FleetManager =>
    createFleetManager({ profile: spoken, store, acceptClient: acceptAnyClient, onError: fail });
  const manager = manage(profile);
  const registry = createClientRegistry({
    store: createMemoryClientStore(),
    fleetManager: NAMESPACE,
    acceptCertificate,
    newClientId: () => 'press-7',
  });
  const gate = createSignatureGate({ manager, registry, origin: WFM, onError: fail });
  const plant = {
    ...bench,
    store,
    manage,
    manager,
    registry,
    /** What the device signs with now. */
    credentials: first,
    client: undefined as unknown as WorkloadManagementClient,
    id: undefined as unknown as SpiffeId,
    /** As the fleet manager knows the device. */
    deviceId: DEVICE,
    onboard: (): Promise<OnboardedDevice> =>
      onboardDevice({
        client: createOnboardingClient({ profile, baseUrl: WFM, fetch }),
        fleetManager: WFM,
        certificate: plant.credentials.certificate,
        store: createOnboardingFile({ file: '/identity/onboarding.json', fileSystem: bench.disk }),
        clock: bench.clock,
        random: () => 0,
      }),
    /** Lets the device in, and says how it reaches its fleet manager. */
    enter: async (): Promise<void> => {
      const { clientId } = await plant.onboard();
      plant.id = registry.idOf(clientId);
      plant.client = createWorkloadManagementClient({ profile, clientId, baseUrl: WFM, fetch });
      if (profileFacts(profile).capabilities.deviceIsClient) plant.deviceId = clientId;
    },
    line: (revision: string, setting = 'a'): string =>
      deploymentText({
        device: plant.deviceId,
        components: NAMES.map((name) => ({ name, revision })),
        settings: { broker: setting },
      }),
    states: async (): Promise<string[]> =>
      (await manager.view(plant.id)).map(({ deviceId, state }) => `${deviceId} ${state}`),
  };
  const fetch = createSigningFetch({
    fetch: (request) => gate.fetch(request),
    signer: () => signerFromKey(plant.credentials.privateKey),
    profile,
  });
  return plant;
};

describe.each(['rc2-signed', 'pr1', 'symphony-2025'] as const)(
  'a device and a fleet manager that speak %s',
  (profile) => {
    it('bring a deployment from its installation to its removal, over restarts of the device (LG-07, LG-09, LG-12, M-01)', async () => {
      const plant = createPlant(profile);
      await plant.enter();
      const { client, manager, id, steps, boot, line } = plant;
      for (const documents of [[line('1.0.0')], [line('2.0.0')], [line('2.0.0', 'b')]]) {
        const { agent } = boot({ client });
        await round(agent);
        await manager.publish(id, documents);
        await round(agent);
        expect(await plant.states()).toEqual([`${plant.deviceId} converged`]);
        await agent.stop();
      }
      const { agent } = boot({ client });
      await manager.publish(id, []);
      await round(agent);
      await agent.stop();
      expect(steps).toEqual([
        'install broker',
        'install dashboard',
        'upgrade broker',
        'upgrade dashboard',
        'reconfigure broker',
        'remove dashboard',
        'remove broker',
      ]);
      expect(await plant.states()).toEqual([`${plant.deviceId} gone`]);
      expect(plant.events.filter((event) => 'error' in event)).toEqual([]);
    });

    it('stay the same client and fleet manager when the device gets another key', async () => {
      const plant = createPlant(profile);
      await plant.enter();
      const { client, manager, id, registry, boot, line } = plant;
      const { agent } = boot({ client });
      await round(agent);
      await registry.replaceCertificate('press-7', renewed.certificate, { overlapMs: 60_000 });
      await manager.publish(id, [line('1.0.0')]);
      await round(agent);
      plant.credentials = renewed;
      if (profileFacts(profile).onboarding?.again === 201)
        expect(await plant.onboard()).toEqual({ clientId: 'press-7', asked: true });
      await manager.publish(id, [line('2.0.0')]);
      await round(agent);
      expect(await plant.states()).toEqual([`${plant.deviceId} converged`]);
      expect(plant.events.filter((event) => 'error' in event)).toEqual([]);
      await agent.stop();
    });

    it('have nothing to say to each other when the client was revoked, and what runs goes on running', async () => {
      const plant = createPlant(profile);
      await plant.enter();
      const { client, manager, id, registry, steps, boot, line } = plant;
      const { agent } = boot({ client });
      await round(agent);
      await manager.publish(id, [line('1.0.0')]);
      await round(agent);
      await registry.revoke({ clientId: 'press-7' }, { by: 'operator', reason: 'stolen' });
      await manager.publish(id, []);
      expect(await agent.pollOnce()).toMatchObject({ status: 'failed', error: { code: 'ERR_PROBLEM', status: 403 } });
      await agent.idle();
      expect(steps).toEqual(['install broker', 'install dashboard']);
      await agent.stop();
    });
  },
);

it('a device whose certificate waits for a decision goes on asking until it is let in', async () => {
  let decided = false;
  const plant = createPlant('rc2-signed', () => (decided ? true : 'pending'));
  const onboarded = plant.onboard();
  await until(() => plant.clock.pending().length === 1);
  expect(plant.clock.pending()).toEqual([60_000]);
  decided = true;
  plant.clock.turn(60_000);
  expect(await onboarded).toEqual({ clientId: 'press-7', asked: true });
});

it.each(['rc2-signed', 'pr1'] as const)(
  'a device moves from %s to rc3 with its store and that of its fleet manager, and nothing is installed again (M-26)',
  async (profile) => {
    const plant = createPlant(profile);
    await plant.enter();
    const { manager, id, steps, boot, line } = plant;
    const before = boot({ client: plant.client });
    await round(before.agent);
    await manager.publish(id, [line('1.0.0')]);
    await round(before.agent);
    await before.agent.stop();
    const { version } = (await before.store.read()).manifest ?? { version: 0n };

    const rc3 = plant.manage('rc3');
    const client = createWorkloadManagementClient({ baseUrl: WFM, fetch: (request) => rc3.fetch(request, id) });
    await rc3.publish(id, [line('1.0.0')]);
    const after = boot({ client });
    await round(after.agent);
    const manifest = (await after.store.read()).manifest;
    expect(manifest?.version).toBeGreaterThan(version);
    expect(steps).toEqual(['install broker', 'install dashboard']);
    await rc3.publish(id, [line('2.0.0')]);
    await round(after.agent);
    expect(steps.slice(2)).toEqual(['upgrade broker', 'upgrade dashboard']);
    expect((await rc3.view(id)).map(({ state }) => state)).toEqual(['converged']);
    expect(plant.events.filter((event) => 'error' in event)).toEqual([]);
    await after.agent.stop();
  },
);
