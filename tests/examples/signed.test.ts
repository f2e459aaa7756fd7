import { sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import { createServerTlsFetch } from '@margo-sdk/protocol/node';
import { expect, it } from 'vitest';
import { signedAgent, type Provisioned } from '../../examples/signed-agent/agent.js';
import { signedFleet, signedServer } from '../../examples/signed-fleet-manager/fleet-manager.js';
import { atTheEnd, deployment, issuer } from './loopback.js';

it.each(['signed-agent/agent.ts', 'signed-fleet-manager/fleet-manager.ts'])('%s has 60 lines at most', (path) => {
  const text = readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'signed-'));
  atTheEnd(() => rmSync(made, { recursive: true }));
  return made;
};
const shown = await issuer.issueServer();
const rootCertificate = issuer.authority().root.certificate;

/** A fleet manager as one process of it, on the port of the one before. */
const openFleet = async (file: string, port = 0) => {
  const store = await createSqliteStore({ file });
  let url = '';
  const fleet = signedFleet(store, () => url);
  const server = signedServer(fleet, shown.certificate, shown.privateKey);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const { port: taken } = server.address() as AddressInfo;
  url = `https://127.0.0.1:${taken}`;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await store.close();
  };
  atTheEnd(close);
  return { ...fleet, url, port: taken, close };
};

/** What a device was provisioned with; the private key is seen by nothing but the chip. */
const provisioned = async (): Promise<Omit<Provisioned, 'baseUrl'>> => {
  const { certificate, privateKey: key } = await issuer.issue('spiffe://factory.example/vendor/p7/1');
  return {
    certificate,
    rootCertificate,
    chip: { sign: async (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }) },
    folder: folder(),
  };
};

const converge = async (given: Provisioned): Promise<string> => {
  const failures: unknown[] = [];
  const { agent, clientId, disconnect } = await signedAgent(given);
  agent.subscribe((event) => {
    if ('error' in event) failures.push(event.error);
  });
  await agent.start();
  await agent.idle();
  await agent.stop();
  await disconnect();
  expect(failures).toEqual([]);
  return clientId;
};

it('lets a device in when a person has said so, and both go on after they were restarted (LG-01, LG-03, LG-12)', async () => {
  const file = join(folder(), 'fleet.db');
  const first = await openFleet(file);
  const own = await provisioned();
  const fingerprint = new X509Certificate(own.certificate).fingerprint256.replaceAll(':', '').toLowerCase();
  const asked: number[] = [];
  let client = first.registry.idOf('nobody');
  const decide = async (): Promise<void> => {
    expect(first.waiting()).toEqual([fingerprint]);
    client = await first.approve(fingerprint);
    await first.manager.publish(client, [deployment('1.0.0')]);
  };
  // The device is told to come back in a minute; on this clock that is over when the person has decided.
  const given: Provisioned = {
    ...own,
    baseUrl: first.url,
    onRetry: (_, retryInMs) => void asked.push(retryInMs),
    clock: { now: Date.now, sleep: decide },
  };
  const clientId = await converge(given);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toBeGreaterThanOrEqual(60_000);
  expect(client).toBe(first.registry.idOf(clientId));
  expect(await first.manager.view(client)).toMatchObject([{ state: 'converged' }]);
  await first.close();

  const second = await openFleet(file, first.port);
  expect(await second.manager.view(client)).toMatchObject([{ state: 'converged' }]);
  await second.manager.publish(client, [deployment('2.0.0')]);
  // Nobody has to be asked a second time.
  expect(await converge(given)).toBe(clientId);
  expect(second.waiting()).toEqual([]);
  expect(await second.manager.view(client)).toMatchObject([{ state: 'converged' }]);

  await second.manager.publish(client, []);
  await converge(given);
  expect(await second.manager.view(client)).toMatchObject([{ state: 'gone' }]);
});

it('answers nobody who signs nothing, and serves its other routes (LG-11)', async () => {
  const { url } = await openFleet(join(folder(), 'fleet.db'));
  const { fetch, close } = createServerTlsFetch({ anchors: [rootCertificate] });
  atTheEnd(close);
  expect(await (await fetch(new Request(`${url}/health`))).text()).toBe('well');
  const unsigned = await fetch(new Request(`${url}/api/v1/clients/press-7/deployments`));
  expect(unsigned.status).toBe(401);
});

it('refuses a device whose chip holds another key than that of its certificate (LG-12)', async () => {
  const { url, waiting } = await openFleet(join(folder(), 'fleet.db'));
  const [own, other] = [await provisioned(), await provisioned()];
  await expect(signedAgent({ ...own, chip: other.chip, baseUrl: url })).rejects.toMatchObject({ status: 401 });
  expect(waiting()).toEqual([]);
});
