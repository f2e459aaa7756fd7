import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  collectCapabilities,
  createDeviceAgent,
  createDryRunRuntime,
  createFileStore,
  type DeviceAgent,
} from '@margo-sdk/device-client';
import { createFleetManager, createMemoryStore, type FleetManager } from '@margo-sdk/orchestrator-client';
import { serveFleetManager, type ServedFleetManager } from '@margo-sdk/orchestrator-client/node';
import { parseTrustBundle, sha256Digest, stringifyStateManifest } from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { MargoError, parseDeploymentId, parseDeviceId } from '@margo-sdk/spec-model';
import { createDevelopmentIssuer, type DevelopmentCredentials, type DevelopmentIssuer } from '@margo-sdk/testkit';

/**
 * A device that has an application installed meets a fleet manager that it must not believe. Whatever it is offered, it
 * says why with a code of its own, and everything it has stays as it was.
 */
const DEPLOYMENT = parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06');
const text = (revision: string): string => `id: ${DEPLOYMENT}
metadata: { name: hello, namespace: hello, deviceId: press-7 }
spec:
  applicationId: com-example-hello
  deploymentProfile:
    type: helm
    components:
      - name: hello
        properties: { repository: oci://registry.example.com/charts/hello, revision: ${revision} }
  parameters: {}
`;

const NO_FLEET_MANAGER: Pick<FleetManager, 'answer'> = {
  answer: () => Promise.reject(new Error('An impostor must never see a request.')),
};

let folder: string;
let issuer: DevelopmentIssuer;
let device: DevelopmentCredentials;
let good: ServedFleetManager;
let manager: FleetManager;
const closing: (() => Promise<unknown>)[] = [];

const serve = async (
  credentials: DevelopmentCredentials,
  served: Pick<FleetManager, 'answer'>,
  trusts: DevelopmentIssuer,
  now = () => new Date(),
): Promise<ServedFleetManager> => {
  const server = await serveFleetManager({
    manager: served,
    credentials,
    trustBundle: parseTrustBundle(trusts.trustBundle()),
    port: 0,
    now,
  });
  closing.push(() => server.close());
  return server;
};

const agentAt = (url: string, wrap = (fetch: (request: Request) => Promise<Response>) => fetch): DeviceAgent => {
  const connection = createMutualTlsFetch({
    credentials: device,
    trustBundle: parseTrustBundle(issuer.trustBundle()),
  });
  const agent = createDeviceAgent({
    client: createWorkloadManagementClient({ baseUrl: url, fetch: wrap(connection.fetch) }),
    store: createFileStore({ folder: join(folder, 'store') }),
    runtimes: [createDryRunRuntime({ folder: join(folder, 'workloads') })],
    capabilities: () =>
      collectCapabilities({
        id: parseDeviceId('press-7'),
        vendor: 'Example',
        modelNumber: 'P7',
        serialNumber: '1',
        runtimes: [{ supports: (type) => type === 'helm' }],
        storageFolder: folder,
        otelCollector: true,
      }),
  });
  closing.push(async () => {
    await agent.stop();
    await connection.close();
  });
  return agent;
};

/**
 * Everything that the device remembers and runs: each document and each workload byte for byte, and of the state
 * all but the reports that wait to be sent: a device that starts tells again how it stands (L-19).
 */
const possessions = async (): Promise<unknown> => {
  const { manifest, deployments } = await createFileStore({ folder: join(folder, 'store') }).read();
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile() && !/^(state|journal-\d+)$/.test(entry.name));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const bytes = await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const));
  expect(bytes.length).toBeGreaterThan(2);
  return { manifest, deployments, files: Object.fromEntries(bytes) };
};

const codeOf = (thrown: unknown): string => (MargoError.isInstance(thrown) ? thrown.code : String(thrown));

const refusalBy = async (agent: DeviceAgent): Promise<string> => {
  const outcome = await agent.pollOnce();
  await agent.idle();
  return 'error' in outcome ? codeOf(outcome.error) : outcome.status;
};

/** Puts other bytes in place of the answers to some requests. */
const answering =
  (path: RegExp, forge: (response: Response) => Promise<Response>) =>
  (fetch: (request: Request) => Promise<Response>) =>
  async (request: Request): Promise<Response> => {
    const response = await fetch(request);
    return path.test(request.url) && response.status === 200 ? forge(response) : response;
  };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'margo-refusals-'));
  issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
  device = await issuer.issueClient('line-1', 'press-7');
  manager = createFleetManager({ store: createMemoryStore(), acceptClient: (id) => id === device.spiffeId });
  good = await serve(await issuer.issueFleetManager('line-1'), manager, issuer);

  await manager.publish(device.spiffeId, [text('1.0.0')]);
  const agent = agentAt(good.url);
  expect(await agent.pollOnce()).toMatchObject({ status: 'accepted' });
  await agent.idle();
  expect(await manager.view(device.spiffeId)).toMatchObject([{ state: 'converged' }]);
  await agent.stop();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

describe('a device with an application installed keeps all it has, and refuses', () => {
  it('a fleet manager that an unknown authority vouches for', async () => {
    const stranger = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
    const impostor = await serve(await stranger.issueFleetManager('line-1'), NO_FLEET_MANAGER, issuer);
    const before = await possessions();
    expect(await refusalBy(agentAt(impostor.url))).toBe('ERR_PEER_UNTRUSTED');
    expect(await possessions()).toEqual(before);
  });

  it('a certificate of another trust domain, even one that the own authority signed', async () => {
    const elsewhere = await issuer.issue('spiffe://elsewhere.example/margo/wfm/line-1');
    const impostor = await serve(elsewhere, NO_FLEET_MANAGER, issuer);
    const before = await possessions();
    expect(await refusalBy(agentAt(impostor.url))).toBe('ERR_PEER_FOREIGN_TRUST_DOMAIN');
    expect(await possessions()).toEqual(before);
  });

  it('a fleet manager of the same domain that is not its own (WP-14)', async () => {
    const other = await serve(await issuer.issueFleetManager('line-2'), NO_FLEET_MANAGER, issuer);
    const before = await possessions();
    expect(await refusalBy(agentAt(other.url))).toBe('ERR_PEER_UNEXPECTED_ID');
    expect(await possessions()).toEqual(before);
  });

  it('an expired certificate', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000);
    const options = { notBefore: new Date(hourAgo.getTime() - 3_600_000), notAfter: hourAgo };
    // Its own clock is late, or it would not have started.
    const late = (): Date => options.notBefore;
    const expired = await serve(await issuer.issueFleetManager('line-1', options), NO_FLEET_MANAGER, issuer, late);
    const before = await possessions();
    expect(await refusalBy(agentAt(expired.url))).toBe('ERR_PEER_EXPIRED');
    expect(await possessions()).toEqual(before);
  });

  it('a deployment that was tampered with (DS-18, DS-19)', async () => {
    await manager.publish(device.spiffeId, [text('2.0.0')]);
    const forge = async (response: Response): Promise<Response> =>
      new Response((await response.text()).replace('2.0.0', '6.6.6'), response);
    const before = await possessions();
    expect(await refusalBy(agentAt(good.url, answering(/\/deployments\/.+\/sha256/, forge)))).toBe(
      'ERR_DIGEST_MISMATCH',
    );
    expect(await possessions()).toEqual(before);
  });

  it('a manifest whose version is lower than the one it has (DS-42)', async () => {
    const bytes = stringifyStateManifest({ manifestVersion: 1n, bundle: null, deployments: [] });
    // The device was served version 1 with content; this one has the same number and says that nothing shall run.
    const forge = async (): Promise<Response> =>
      new Response(bytes, {
        headers: {
          'Content-Type': 'application/vnd.margo.manifest.v1+json',
          ETag: `"${await sha256Digest(bytes)}"`,
        },
      });
    await manager.publish(device.spiffeId, [text('2.0.0')]);
    const agent = agentAt(good.url);
    expect(await agent.pollOnce()).toMatchObject({ status: 'accepted' });
    await agent.idle();
    await agent.stop();

    const before = await possessions();
    expect(
      await refusalBy(
        agentAt(
          good.url,
          (fetch) => async (request) => (/\/deployments$/.test(request.url) ? forge() : fetch(request)),
        ),
      ),
    ).toBe('ERR_MANIFEST_VERSION_NOT_HIGHER');
    expect(await possessions()).toEqual(before);
  });

  it('nothing that its own fleet manager says', async () => {
    await manager.publish(device.spiffeId, [text('2.0.0')]);
    const agent = agentAt(good.url);
    expect(await agent.pollOnce()).toMatchObject({ status: 'accepted', manifestVersion: 2n });
    await agent.idle();
    expect(await manager.view(device.spiffeId)).toMatchObject([{ state: 'converged', current: true }]);
  });
});

describe('a fleet manager cuts off, before it reads a request,', () => {
  it.each([
    [
      'a device of an unknown authority',
      'ERR_PEER_UNTRUSTED',
      async () => {
        const stranger = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
        return stranger.issueClient('line-1', 'press-7');
      },
    ],
    [
      'a device of another trust domain',
      'ERR_PEER_FOREIGN_TRUST_DOMAIN',
      () => issuer.issue('spiffe://elsewhere.example/margo/wfm/line-1/client/press-7'),
    ],
    ['a device of another fleet manager', 'ERR_PEER_UNEXPECTED_ID', () => issuer.issueClient('line-2', 'press-7')],
    [
      'an expired device',
      'ERR_PEER_EXPIRED',
      () => {
        const hourAgo = Date.now() - 3_600_000;
        return issuer.issueClient('line-1', 'press-7', {
          notBefore: new Date(hourAgo - 1000),
          notAfter: new Date(hourAgo),
        });
      },
    ],
  ] as const)('%s', async (_, code, credentials) => {
    const refused: string[] = [];
    const server = await serveFleetManager({
      manager: NO_FLEET_MANAGER,
      credentials: await issuer.issueFleetManager('line-1'),
      trustBundle: parseTrustBundle(issuer.trustBundle()),
      port: 0,
      onRefused: (error) => void refused.push(error.code),
    });
    closing.push(() => server.close());
    const { certificate, privateKey } = await credentials();
    // A plain client: ours would not even start with such a certificate, or would refuse the server first.
    const { request } = await import('node:https');
    await expect(
      new Promise((resolve, reject) => {
        request(server.url, { cert: certificate, key: privateKey, rejectUnauthorized: false, agent: false }, resolve)
          .on('error', reject)
          .end();
      }),
    ).rejects.toThrow();
    expect(refused).toEqual([code]);
  });
});
