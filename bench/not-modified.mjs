/** The poll that finds nothing new, over mutual TLS with keep-alive. */
import { Buffer } from 'node:buffer';
import https from 'node:https';
import { acceptAnyClient, createFleetManager, createMemoryStore } from '../packages/orchestrator-client/dist/index.js';
import { serveFleetManager } from '../packages/orchestrator-client/dist/node.js';
import { createWorkloadManagementClient } from '../packages/protocol/dist/client.js';
import { parseTrustBundle } from '../packages/protocol/dist/index.js';
import { createMutualTlsFetch } from '../packages/protocol/dist/node.js';
import { createDevelopmentIssuer } from '../packages/testkit/dist/index.js';
import { compare } from './compare.mjs';

export const notModified = async () => {
  const issuer = await createDevelopmentIssuer({ trustDomain: 'bench.example' });
  const trustBundle = parseTrustBundle(issuer.trustBundle());
  const [fleet, device] = [await issuer.issueFleetManager('one'), await issuer.issueClient('one', 'device')];

  const manager = createFleetManager({ store: createMemoryStore(), acceptClient: acceptAnyClient });
  const served = await serveFleetManager({ manager, credentials: fleet, trustBundle, port: 0 });
  const connection = createMutualTlsFetch({ credentials: device, trustBundle });
  const client = createWorkloadManagementClient({ baseUrl: served.url, fetch: connection.fetch });
  const { etag } = await client.getStateManifest();

  // The floor: the same TLS settings, and nothing but an answer.
  const ca = trustBundle.anchors.map(({ certificate }) => {
    const base64 = Buffer.from(certificate).toString('base64');
    return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g).join('\n')}\n-----END CERTIFICATE-----\n`;
  });
  const tls = { ca, minVersion: 'TLSv1.3', rejectUnauthorized: true };
  const bare = https
    .createServer({ ...tls, cert: fleet.certificate, key: fleet.privateKey, requestCert: true }, (_, response) => {
      response.writeHead(304, { ETag: etag }).end();
    })
    .listen(0, '127.0.0.1');
  await new Promise((resolve) => bare.once('listening', resolve));
  const agent = new https.Agent({ keepAlive: true });
  const options = {
    ...tls,
    agent,
    cert: device.certificate,
    key: device.privateKey,
    checkServerIdentity: () => undefined,
    headers: { 'If-None-Match': etag },
  };
  const ask = () =>
    new Promise((resolve, reject) => {
      const url = `https://127.0.0.1:${bare.address().port}/api/v1/deployments`;
      https.get(url, options, (response) => response.resume().once('end', resolve)).once('error', reject);
    });

  await compare('poll without news: client and fleet manager over mutual TLS', {
    ours: () => client.getStateManifest({ ifNoneMatch: etag }),
    floor: ask,
    against: 'bare node:https under the same TLS settings',
  });
  agent.destroy();
  bare.close();
  await connection.close();
  await served.close();
};
