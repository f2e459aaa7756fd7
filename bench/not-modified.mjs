/**
 * The poll that finds nothing new, over mutual TLS with keep-alive: what each half costs, and both together. "Bare" is
 * node:https under the same TLS settings, which answers 304 and does nothing else.
 */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import https from 'node:https';
import { fileURLToPath } from 'node:url';
import { acceptAnyClient, createFleetManager, createMemoryStore } from '../packages/orchestrator-client/dist/index.js';
import { serveFleetManager } from '../packages/orchestrator-client/dist/node.js';
import { createWorkloadManagementClient } from '../packages/protocol/dist/client.js';
import { parseTrustBundle } from '../packages/protocol/dist/index.js';
import { createMutualTlsFetch } from '../packages/protocol/dist/node.js';
import { createDevelopmentIssuer } from '../packages/testkit/dist/index.js';

const PATH = '/api/v1/deployments';
/** Of what bare `node:https` does. */
const LIMIT = 0.7;
/** Short and many, and all ways take turns in each: what else the machine has to do disturbs them alike. */
const ROUNDS = 100;
const POLLS = 40;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Microseconds that one exchange takes. */
const time = async (exchange) => {
  const started = performance.now();
  for (let count = 0; count < POLLS; count += 1) await exchange();
  return ((performance.now() - started) * 1000) / POLLS;
};

const toPem = ({ certificate }) => {
  const lines = Buffer.from(certificate)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

export const notModified = async () => {
  const issuer = await createDevelopmentIssuer({ trustDomain: 'bench.example' });
  const trustBundle = parseTrustBundle(issuer.trustBundle());
  const [fleet, device] = [await issuer.issueFleetManager('one'), await issuer.issueClient('one', 'device')];

  const manager = createFleetManager({ store: createMemoryStore(), acceptClient: acceptAnyClient });
  const served = await serveFleetManager({ manager, credentials: fleet, trustBundle, port: 0 });
  const connection = createMutualTlsFetch({ credentials: device, trustBundle });
  const ours = createWorkloadManagementClient({ baseUrl: served.url, fetch: connection.fetch });
  const { etag } = await ours.getStateManifest();

  const tls = { ca: trustBundle.anchors.map(toPem), minVersion: 'TLSv1.3', rejectUnauthorized: true };
  const bare = https.createServer(
    { ...tls, cert: fleet.certificate, key: fleet.privateKey, requestCert: true },
    (_, response) => void response.writeHead(304, { ETag: etag }).end(),
  );
  await once(bare.listen(0, '127.0.0.1'), 'listening');
  const bareUrl = `https://127.0.0.1:${bare.address().port}`;
  const oursToBare = createWorkloadManagementClient({ baseUrl: bareUrl, fetch: connection.fetch });

  const agent = new https.Agent({ keepAlive: true });
  const headers = { 'If-None-Match': etag };
  const key = { cert: device.certificate, key: device.privateKey };
  const options = { ...tls, ...key, agent, headers, checkServerIdentity: () => undefined };
  const bareClientTo = (url) => () =>
    new Promise((resolve, reject) => {
      https.get(url, options, (answer) => answer.resume().once('end', resolve)).once('error', reject);
    });

  const floor = bareClientTo(bareUrl + PATH);
  const ways = [
    { who: 'ours at both ends', exchange: () => ours.getStateManifest({ ifNoneMatch: etag }), times: [] },
    { who: 'our fleet manager', exchange: bareClientTo(served.url + PATH), times: [] },
    { who: 'our device', exchange: () => oursToBare.getStateManifest({ ifNoneMatch: etag }), times: [] },
  ];
  for (const exchange of [floor, ...ways.map((way) => way.exchange)])
    for (let round = 0; round < 10; round += 1) await time(exchange);
  const floors = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    floors.push(await time(floor));
    for (const { exchange, times } of ways) times.push(await time(exchange));
  }
  for (const { who, times } of ways) {
    const ratio = median(times.map((mine, round) => floors[round] / mine));
    console.log(
      `poll without news over mutual TLS, ${who}: ${ratio.toFixed(2)} of bare node:https at both ends ` +
        `(${median(times).toFixed(0)} µs, ${median(floors).toFixed(0)} µs)${ratio < LIMIT ? `, below ${LIMIT}` : ''}`,
    );
    if (ratio < LIMIT) process.exitCode = 1;
  }

  agent.destroy();
  bare.close();
  await connection.close();
  await served.close();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await notModified();
