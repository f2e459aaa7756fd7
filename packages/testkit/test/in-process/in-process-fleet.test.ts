import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { parseStateManifest, parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createInProcessFleet, createManualClock } from '../../src/index.js';

const PRESS = 'spiffe://factory.example/margo/wfm/line-1/client/press-7';
const ROBOT = 'spiffe://factory.example/margo/wfm/line-1/client/robot-2';
const ID = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
const DEPLOYMENT = `id: ${ID}
metadata: { name: monitor, namespace: default, deviceId: press-7 }
spec:
  applicationId: monitor
  deploymentProfile:
    type: helm
    components:
      - name: collector
        properties: { repository: "oci://registry.example/charts/collector", revision: 1.0.0 }
`;

const clientOf = (fleet: ReturnType<typeof createInProcessFleet>, id: string) =>
  createWorkloadManagementClient({ baseUrl: 'https://wfm.example.com', fetch: fleet.fetchAs(id) });

describe('a fleet in the same process', () => {
  it('takes a client of the wire through all operations, without a socket', async () => {
    const fleet = createInProcessFleet({ now: createManualClock(5).now });
    const client = clientOf(fleet, PRESS);
    const { etag } = await fleet.manager.publish(parseSpiffeId(PRESS), [DEPLOYMENT]);

    const answer = await client.getStateManifest();
    if (answer.status !== 'changed') throw new Error('expected a manifest');
    expect(answer.etag).toBe(etag);
    const manifest = parseStateManifest(answer.bytes);
    const digest = manifest.deployments[0]?.digest ?? '';
    expect(await client.getDeployment({ deploymentId: ID, digest })).toEqual(new TextEncoder().encode(DEPLOYMENT));
    expect((await client.getBundle({ digest: manifest.bundle?.digest ?? '' })).byteLength).toBe(
      manifest.bundle?.sizeBytes,
    );
    expect(await client.getStateManifest({ ifNoneMatch: etag })).toEqual({ status: 'unchanged' });

    const body = JSON.stringify({ properties: { id: 'press-7', vendor: 'V', modelNumber: 'M', serialNumber: 'S' } });
    expect(await client.putCapabilities({ deviceId: 'press-7', body })).toBe('created');
    expect((await fleet.store.devices(parseSpiffeId(PRESS)))[0]).toEqual({
      deviceId: 'press-7',
      capabilities: parseDeviceCapabilitiesManifest(body),
      receivedAtMs: 5,
    });
    const components = '[{"name":"collector","state":"installed"}]';
    const status = `{"deploymentId":"${ID}","adoptedManifestVersion":1,"status":{"state":"installed"},"components":${components}}`;
    expect(await client.postDeploymentStatus({ deploymentId: ID, body: status })).toBe('created');
    expect((await fleet.manager.view(parseSpiffeId(PRESS)))[0]?.state).toBe('converged');
    await client.deleteCapabilities({ deviceId: 'press-7' });
    expect(await fleet.store.devices(parseSpiffeId(PRESS))).toEqual([]);
  });

  it('keeps clients apart', async () => {
    const fleet = createInProcessFleet();
    await fleet.manager.publish(parseSpiffeId(PRESS), [DEPLOYMENT]);
    const answer = await clientOf(fleet, ROBOT).getStateManifest();
    if (answer.status !== 'changed') throw new Error('expected a manifest');
    expect(parseStateManifest(answer.bytes).deployments).toEqual([]);
  });

  it('can refuse clients', async () => {
    const fleet = createInProcessFleet({ acceptClient: (client) => client === PRESS });
    await expect(clientOf(fleet, ROBOT).getStateManifest()).rejects.toMatchObject({ code: 'ERR_PROBLEM', status: 403 });
  });

  it('refuses what is no SPIFFE id', () => {
    expect(() => createInProcessFleet().fetchAs('press-7')).toThrow(
      expect.objectContaining({ code: 'ERR_SPIFFE_ID_INVALID' }),
    );
  });
});
