import { profileFacts, type SignedProfile } from '@margo-sdk/protocol';
import {
  createOnboardingClient,
  createWorkloadManagementClient,
  type Fetch,
  type WorkloadManagementClient,
} from '@margo-sdk/protocol/client';
import { createServerTlsFetch, signerFromKey } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';
import { parseStateManifest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import {
  createDevelopmentIssuer,
  createFakeDevice,
  createFakeSignedFleetManager,
  createInProcessFleet,
  type FakeSignedFleetManager,
} from '../../src/index.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const credentials = await issuer.issueClient('line-1', 'press-7');
const CLIENT = 'spiffe://factory.example/margo/wfm/line-1/client/press-7';
const PUMP = `id: 0b7a3f52-6f0e-4a55-9a3e-2f6e0f6a7c11
metadata: { name: pump, namespace: default, deviceId: press-7 }
spec:
  applicationId: pump
  deploymentProfile:
    type: helm
    components:
      - name: pump
        properties: { repository: "oci://registry.example/charts/pump", revision: 1.0.0 }
`;

interface Signed {
  readonly fleet: FakeSignedFleetManager;
  readonly clientId: string;
  readonly device: WorkloadManagementClient;
  readonly fetch: Fetch;
}

/** A device that was let in, and to which something was published. */
const onboarded = async (
  profile: SignedProfile,
  fleet = createFakeSignedFleetManager({ profile }),
  network: Fetch = fleet.fetch,
  { baseUrl }: { readonly baseUrl: string } = fleet,
): Promise<Signed> => {
  const fetch = createSigningFetch({ fetch: network, signer: signerFromKey(credentials.privateKey), profile });
  const { clientId } = await createOnboardingClient({ profile, baseUrl, fetch }).onboard(credentials);
  const device = createWorkloadManagementClient({ profile, clientId, baseUrl, fetch });
  await fleet.manager.publish(fleet.registry.idOf(clientId), [PUMP]);
  return { fleet, clientId, device, fetch };
};

const poll = async (device: WorkloadManagementClient) => {
  const answer = await device.getStateManifest();
  if (answer.status !== 'changed') throw new Error('Nothing has changed.');
  return parseStateManifest(answer.bytes);
};
const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;

describe.each(['rc2-signed', 'pr1', 'symphony-2025'] as const)('a fake fleet manager that speaks %s', (profile) => {
  const { paths, basePath, refusals } = profileFacts(profile);

  it('lets a device in, and serves it what was published, by paths that name it (LG-03, LG-12)', async () => {
    const { fleet, clientId, device } = await onboarded(profile);
    const { deployments, bundle } = await poll(device);
    expect(deployments).toHaveLength(1);
    expect(bundle?.url).toContain(`/clients/${clientId}/bundles/`);
    expect(fleet.requests.map(({ client, path }) => [client, path])).toEqual([
      [fleet.registry.idOf(clientId), basePath + paths.stateManifest.replace('{clientId}', clientId)],
    ]);
    expect(fleet.refused).toEqual([]);
  });

  it('forges in its own form, and serves what the forged manifest names', async () => {
    const { fleet, device, clientId } = await onboarded(profile);
    const right = await poll(device);
    fleet.fault('bundle/duplicate-entry', { times: 1 });
    const forged = await poll(device);
    expect(forged.bundle?.digest).not.toBe(right.bundle?.digest);
    expect(forged.bundle?.url).toContain(`/clients/${clientId}/bundles/${forged.bundle?.digest}`);
    expect((await device.getBundle({ digest: forged.bundle!.digest })).byteLength).toBeGreaterThan(0);
    expect(fleet.requests.map(({ faults }) => faults.join())).toEqual(['', 'bundle/duplicate-entry', '']);
  });

  it('refuses in its own form', async () => {
    const { fleet, device, fetch, clientId } = await onboarded(profile);
    fleet.fault('traffic/too-many-requests', { times: 2 });
    await expect(device.getStateManifest()).rejects.toMatchObject({ status: 429, retryAfterMs: 120_000 });
    const address = fleet.baseUrl + basePath + paths.stateManifest.replace('{clientId}', clientId);
    expect(await (await fetch(new Request(address))).json()).toEqual({ [refusals]: expect.any(String) });
  });

  it('says which of the checks a request has failed, and serves nothing (LG-11)', async () => {
    const { fleet, clientId } = await onboarded(profile);
    const address = fleet.baseUrl + basePath + paths.stateManifest.replace('{clientId}', clientId);
    const response = await fleet.fetch(new Request(address));
    expect([response.status, await response.json()]).toEqual([
      401,
      { [refusals]: expect.any(String), code: 'ERR_SIGNATURE_MISSING' },
    ]);
    expect(fleet.refused).toEqual([{ request: `GET ${new URL(address).pathname}`, code: 'ERR_SIGNATURE_MISSING' }]);
    expect(fleet.requests).toEqual([]);
  });

  it('takes the right away from a client', async () => {
    const { fleet, clientId, device } = await onboarded(profile);
    await poll(device);
    await fleet.registry.revoke({ clientId }, { by: 'a test', reason: 'it was lost' });
    await expect(device.getStateManifest()).rejects.toMatchObject({ status: 403 });
    expect(fleet.refused.map(({ code }) => code)).toEqual(['ERR_CLIENT_REVOKED']);
  });

  it('is reached over TLS, where it proves who it is and the device signs for its address (LG-01, LG-02)', async () => {
    const fleet = createFakeSignedFleetManager({ profile });
    const { url, close } = await fleet.serve({ issuer });
    const line = createServerTlsFetch({ anchors: [issuer.authority().root.certificate] });
    const { device } = await onboarded(profile, fleet, line.fetch, { baseUrl: url });
    fleet.fault('identity/server-expired', { times: 1 });
    expect(await device.getStateManifest().catch(codeOf)).toBe('ERR_SERVER_REFUSED');
    expect(fleet.requests).toEqual([]);
    expect((await poll(device)).deployments).toHaveLength(1);
    await line.close();
    await close();
  });

  it.each([
    ['of this kind', () => createFakeSignedFleetManager({ profile }).fetchAs(CLIENT)],
    ['in the same process', () => createInProcessFleet({ profile }).fetchAs(CLIENT)],
  ])('can be spoken to without signatures by a fake device: a fleet %s', async (_, connect) => {
    const device = createFakeDevice({ profile, deviceId: 'press-7', fetch: connect() });
    expect(await device.introduce()).toBe(201);
    const answer = await device.misbehave('device/capabilities-without-vendor');
    expect(answer).toEqual({ status: 422, error: expect.stringMatching(/vendor/), asExpected: true });
  });
});

it('takes no request a second time (LG-10)', async () => {
  const fleet = createFakeSignedFleetManager();
  const sent: Request[] = [];
  const network: Fetch = (request) => (sent.push(request.clone()), fleet.fetch(request));
  const { device } = await onboarded('rc2-signed', fleet, network);
  await poll(device);
  const again = await fleet.fetch(sent.at(-1)!);
  expect([again.status, fleet.refused.map(({ code }) => code)]).toEqual([401, ['ERR_SIGNATURE_REPLAYED']]);
});
