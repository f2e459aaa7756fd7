import { once } from 'node:events';
import tls from 'node:tls';
import {
  collectCapabilities,
  createDeviceAgent,
  createMemoryStore,
  type WorkloadRuntime,
} from '@margo-sdk/device-client';
import {
  createFleetManager,
  createMemoryStore as createFleetMemory,
  type FleetManager,
} from '@margo-sdk/orchestrator-client';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import type { MutualTlsServer, MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import { parseDeviceId } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { expressFleetManager } from '../../examples/express-fleet-manager/server.js';
import { fastifyFleetManager } from '../../examples/fastify-fleet-manager/server.js';
import { honoFleetManager } from '../../examples/hono-fleet-manager/server.js';
import { CLIENT, connect, deployment, fleetIdentity, issuer, listen } from './loopback.js';

/** Runs nothing, and says that it did. */
const runtime = (): WorkloadRuntime => {
  const workloads = new Map<string, Awaited<ReturnType<WorkloadRuntime['inspect']>>[number]>();
  return {
    supports: () => true,
    apply: async ({ component, fingerprint }) => void workloads.set(component, { name: component, fingerprint }),
    remove: async ({ component }) => void workloads.delete(component),
    inspect: async () => [...workloads.values()],
  };
};

type Mount = (manager: FleetManager, options: MutualTlsServerOptions) => MutualTlsServer | Promise<MutualTlsServer>;

describe.each<[string, Mount]>([
  ['Hono', honoFleetManager],
  ['Express', expressFleetManager],
  ['Fastify', fastifyFleetManager],
])('a fleet manager in %s, behind mutual TLS', (_, mount) => {
  const start = async () => {
    const failures: unknown[] = [];
    let installed: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (installed = resolve));
    const manager = createFleetManager({
      store: createFleetMemory(),
      acceptClient: (caller) => caller === CLIENT,
      onStatus: (_caller, { status }) => {
        if (status.status.state === 'installed') installed();
      },
      onError: (error) => failures.push(error),
    });
    const refused: string[] = [];
    const server = await mount(manager, {
      ...fleetIdentity,
      onRefused: ({ code }) => void refused.push(code),
    });
    return { manager, url: await listen(server), done, failures, refused };
  };

  it('brings a device to what it shall run', async () => {
    const { manager, url, done, failures } = await start();
    await manager.publish(CLIENT, [deployment('1.0.0')]);
    const agent = createDeviceAgent({
      client: createWorkloadManagementClient({ baseUrl: url, fetch: connect() }),
      store: createMemoryStore(),
      runtimes: [runtime()],
      capabilities: () =>
        collectCapabilities({
          id: parseDeviceId('press-7'),
          vendor: 'Example',
          modelNumber: 'P7',
          serialNumber: '1',
          runtimes: [{ supports: () => true }],
          storageFolder: '.',
          otelCollector: true,
          labels: { 'example.com/press': true },
        }),
      onEvent: (event) => {
        if ('error' in event) failures.push(event.error);
      },
    });
    await agent.start();
    await done;
    await agent.stop();
    expect((await manager.view(CLIENT)).map(({ state }) => state)).toEqual(['converged']);
    expect(failures).toEqual([]);
  });

  it('answers what is unchanged with 304 and no body, and problems as such', async () => {
    const { url } = await start();
    const fetch = connect();
    const first = await fetch(new Request(`${url}/api/v1/deployments`));
    const etag = first.headers.get('ETag') ?? '';
    expect(first.headers.get('Content-Length')).toBe(String((await first.arrayBuffer()).byteLength));
    const again = await fetch(new Request(`${url}/api/v1/deployments`, { headers: { 'If-None-Match': etag } }));
    expect([again.status, again.headers.get('ETag'), await again.text()]).toEqual([304, etag, '']);
    const [nowhere, wrong] = [
      await fetch(new Request(`${url}/api/v1/nothing`)),
      await fetch(new Request(`${url}/api/v1/deployments/x/status`, { method: 'POST', body: 'no' })),
    ];
    for (const answer of [nowhere, wrong]) expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(nowhere.status).toBe(404);
  });

  it('refuses a body that is too large, however it comes, and goes on', async () => {
    const { url } = await start();
    const fetch = connect();
    const body = new Uint8Array(4 * 1024 * 1024).fill(32);
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(body);
        controller.close();
      },
    });
    for (const sent of [body, stream]) {
      const init = {
        method: 'PUT',
        body: sent,
        headers: { 'Content-Type': 'application/json' },
        duplex: 'half',
      } as const;
      const answer = await fetch(new Request(`${url}/api/v1/capabilities/press-7`, init));
      expect([answer.status, await answer.json()]).toEqual([413, expect.objectContaining({ status: 413 })]);
    }
    expect((await fetch(new Request(`${url}/api/v1/deployments`))).status).toBe(200);
  });

  it('knows its caller from the certificate, and answers nobody else', async () => {
    const { url, refused } = await start();
    const fetch = connect();
    expect(await (await fetch(new Request(`${url}/who-am-i`))).text()).toBe(CLIENT);
    const other = await issuer.issueClient('line-1', 'robot-2');
    const answer = await connect(other)(new Request(`${url}/api/v1/deployments`));
    expect(answer.status).toBe(403);
    // A stranger would not even send this by a fetch of ours, which judges the other end, too.
    const { certificate: cert, privateKey: key } = await issuer.issueClient('line-2', 'press-7');
    const socket = tls.connect({ port: Number(new URL(url).port), cert, key, rejectUnauthorized: false });
    socket.on('error', () => undefined).resume();
    socket.write('GET /who-am-i HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'close');
    expect(refused).toEqual(['ERR_PEER_UNEXPECTED_ID']);
  });
});
