/**
 * Writing and reading a bundle, beside zlib and SHA-256 over the very same bytes. What counts is the time of the
 * processor, on all threads together: it is hardly disturbed by whatever else the machine does.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, createGzip, gunzipSync } from 'node:zlib';
import { sha256Digest } from '../packages/protocol/dist/index.js';
import { joinBundle, packBundleEntry, readBundle } from '../packages/protocol/dist/node.js';

const LIMIT = 1.5;
const ROUNDS = 15;

/** A deployment of about 2 kB: no two are alike. */
const deployment = (index) => {
  const deploymentId = `0a1ff6c5-8ae4-4b2f-a8f2-${index.toString(16).padStart(12, '0')}`;
  const digits = createHash('sha256').update(deploymentId).digest('hex');
  const lines = [
    `id: ${deploymentId}`,
    `metadata: { name: press-${index}, namespace: plant, deviceId: press-${index} }`,
    'spec:',
    '  applicationId: com-example-press',
    '  deploymentProfile:',
    '    type: helm',
    '    components:',
    ...Array.from({ length: 6 }, (_, at) => {
      const part = digits.slice(at * 8, at * 8 + 8);
      return `      - { name: part-${at}, properties: { repository: oci://registry.example.com/${part}, revision: ${index}.${at} } }`;
    }),
    '  parameters:',
    ...Array.from({ length: 10 }, (_, at) => {
      const value = digits.slice(at * 6, at * 6 + 12);
      return `    limit${at}: { value: "${value}", targets: [{ pointer: limits.${at}, components: [part-${at % 6}] }] }`;
    }),
  ];
  return { deploymentId, bytes: Buffer.from(`${lines.join('\n')}\n`) };
};

const deployments = (bytes) => {
  const entries = [];
  for (let size = 0; size < bytes; size += entries.at(-1).bytes.byteLength) entries.push(deployment(entries.length));
  return entries;
};

/** The same bytes through one of zlib's streams and a hash, as a program without any checks would do it. */
const pipe = async (bytes, stream) => {
  const hash = createHash('sha256');
  await pipeline(PassThrough.from([bytes]), stream, hash);
  return hash.digest('hex');
};

/** Milliseconds of the processor, and of the clock on the wall. */
const timesOf = async (operation) => {
  const [cpuBefore, before] = [process.cpuUsage(), performance.now()];
  await operation();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / 1000, wall: performance.now() - before };
};

/** Takes turns, and compares the rounds that were disturbed the least. */
const compare = async (what, { ours, floor, against }) => {
  await ours();
  await floor();
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ mine: await timesOf(ours), theirs: await timesOf(floor) });
  const least = (whose, which) => Math.min(...rounds.map((round) => round[whose][which]));
  const [cpu, wall] = ['cpu', 'wall'].map((which) => least('mine', which) / least('theirs', which));
  console.log(
    `${what}: ${cpu.toFixed(2)} of the time of ${against}${cpu > LIMIT ? `, above ${LIMIT}` : ''} ` +
      `(${least('mine', 'cpu').toFixed(1)} ms; on the wall ${wall.toFixed(2)})`,
  );
  if (cpu > LIMIT) process.exitCode = 1;
};

export const bundle = async () => {
  for (const megabytes of [1, 20]) {
    const entries = deployments(megabytes * 1_000_000);
    const archive = joinBundle(entries.map(packBundleEntry));
    const tar = gunzipSync(archive);
    const expected = await Promise.all(
      entries.map(async ({ deploymentId, bytes }) => ({ deploymentId, digest: await sha256Digest(bytes) })),
    );
    const what = `${entries.length} deployments, ${megabytes} MB`;
    await compare(`writing a bundle of ${what}`, {
      ours: async () => sha256Digest(joinBundle(entries.map(packBundleEntry))),
      floor: () => pipe(tar, createGzip()),
      against: 'gzip and SHA-256',
    });
    await compare(`reading a bundle of ${what}`, {
      ours: () => readBundle(archive, expected),
      floor: () => pipe(archive, createGunzip()),
      against: 'gunzip and SHA-256',
    });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
