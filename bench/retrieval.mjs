/**
 * When the bundle costs less than its documents: both are fetched from a fleet manager on loopback that waits for the
 * round trip and for the bytes of a network, and every choice of `auto` is compared with what was measured.
 */
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseRetrieval } from '../packages/device-client/dist/index.js';
import { readBundle, sha256Digest, writeBundle } from '../packages/protocol/dist/index.js';

/** Networks of plants, from a wire to a mobile one: milliseconds of a round trip, and bytes in a millisecond. */
const NETWORKS = [
  { name: 'wire', roundTripMs: 5, bytesPerMs: 12_500 },
  { name: 'long distance', roundTripMs: 40, bytesPerMs: 2500 },
  { name: 'mobile', roundTripMs: 60, bytesPerMs: 1000 },
];
const DOCUMENTS = 60;
const DOCUMENT_BYTES = [2_000, 30_000];
const MISSING = [1, 2, 5, 15, 30, 60];

/** Serves what it is given at addresses with digests in them, as late as the network would. */
const serve = async (bodies, { roundTripMs, bytesPerMs }) => {
  const server = http.createServer(async (request, response) => {
    const body = bodies.get(request.url.slice(1));
    await sleep(roundTripMs + body.byteLength / bytesPerMs);
    response.end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const get = async (digest) => new Uint8Array(await (await globalThis.fetch(url + digest)).arrayBuffer());
  return { get, close: () => server.close() };
};

const timed = async (work) => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

const inTurn = async (times, work) => {
  const results = [];
  for (let turn = 0; turn < times; turn += 1) results.push(await work());
  return results;
};

/** A bundle of documents and all of them, by their digests, and the manifest that names them. */
const publish = async (size) => {
  const bodies = new Map();
  const deployments = [];
  const entries = [];
  for (let index = 0; index < DOCUMENTS; index += 1) {
    // Half of it can be compressed, as of documents with settings in them.
    const bytes = Buffer.from(randomBytes(size / 2).toString('hex'));
    const digest = await sha256Digest(bytes);
    const deploymentId = `7c1ff6c5-8ae4-4b2f-a8f2-${String(index).padStart(12, '0')}`;
    bodies.set(digest, bytes);
    deployments.push({ deploymentId, digest, sizeBytes: bytes.byteLength, url: '/' });
    entries.push({ deploymentId, bytes });
  }
  const packed = await writeBundle(entries);
  const bundle = { digest: await sha256Digest(packed), sizeBytes: packed.byteLength, url: '/' };
  bodies.set(bundle.digest, packed);
  return { bodies, manifest: { manifestVersion: 1n, bundle, deployments } };
};

/** Milliseconds that all in the bundle take, and that the first one, two, three … documents take one by one. */
const measure = async ({ bodies, manifest: { bundle, deployments } }, network) => {
  const { get, close } = await serve(bodies, network);
  // The connection, which both need.
  await get(deployments[0].digest);
  // The smallest of some: a machine that is busy disturbs one large body more than many small ones.
  const inBundle = Math.min(
    ...(await inTurn(3, () => timed(async () => readBundle(await get(bundle.digest), deployments)))),
  );
  const single = [0];
  for (const { digest } of deployments)
    single.push(single.at(-1) + (await timed(async () => sha256Digest(await get(digest)))));
  close();
  return { inBundle, single };
};

export const retrieval = async () => {
  // Once for nothing, so that no network pays for what is done for the first time.
  for (const size of DOCUMENT_BYTES) await measure(await publish(size), { roundTripMs: 0, bytesPerMs: Infinity });
  let worst = 1;
  for (const network of NETWORKS)
    for (const size of DOCUMENT_BYTES) {
      const published = await publish(size);
      const { inBundle, single } = await measure(published, network);
      const { manifest } = published;
      const line = MISSING.map((count) => {
        const chosen = chooseRetrieval('auto', manifest, manifest.deployments.slice(0, count));
        const cost = chosen === 'bundle' ? inBundle / single[count] : single[count] / inBundle;
        worst = Math.max(worst, cost);
        return `${count} missing: ${chosen} ${cost.toFixed(2)}`;
      });
      const wins = single.findIndex((ms) => ms > inBundle);
      console.log(
        `documents of ${size / 1000} kB, ${network.name}: the bundle of ${DOCUMENTS} wins from ${wins} missing on; ` +
          `chosen, and its time as part of the other's: ${line.join(', ')}`,
      );
    }
  console.log(`retrieval as costs less: at worst ${worst.toFixed(2)} of the time that the other one takes`);
};
