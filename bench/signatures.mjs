/**
 * Message signatures with five covered components: what is left of the speed of node:crypto, which signs and verifies
 * the same bytes and does nothing else. Two other implementations are measured beside ours.
 */
import { Buffer } from 'node:buffer';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import * as cloudflare from 'http-message-sig';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';
import { signerFromKey, verificationKeysOf } from '../packages/protocol/dist/node.js';
import { signMessage, verifyMessage } from '../packages/protocol/dist/signatures.js';

/** Of what raw node:crypto does. */
const LIMIT = 0.85;
/** Short and many, and all ways take turns in each: what else the machine has to do disturbs them alike. */
const ROUNDS = 120;
const CALLS = 30;
const WARMING = 6;

const COMPONENTS = ['@method', '@target-uri', '@authority', 'content-type', 'content-digest'];
const METHOD = 'POST';
const ADDRESS = 'https://wfm.example/api/v1/clients/7d9a3b1c-1f3e-4a55-9c1d-5a1f0e8f2b11/deployments/a3e2/status';
const FIELDS = {
  'content-type': 'application/json',
  'content-digest': 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
};
const KEY_ID = 'device-key';
const CREATED = new Date(Math.floor(Date.now() / 1000) * 1000);

const KEYS = [
  { algorithm: 'ed25519', hash: null, more: {}, pair: generateKeyPairSync('ed25519') },
  {
    algorithm: 'ecdsa-p256-sha256',
    hash: 'sha256',
    more: { dsaEncoding: 'ieee-p1363' },
    pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  },
];

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/**
 * Microseconds of processor time that one call takes, once the caches of the machine have come round to it. Time on the
 * clock would also hold what other processes have taken in between.
 */
const time = async (call) => {
  for (let count = 0; count < WARMING; count += 1) await call();
  const before = process.cpuUsage();
  for (let count = 0; count < CALLS; count += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
};

const messageOf = (fields) => ({
  method: METHOD,
  targetUri: ADDRESS,
  fields: (name) => (fields[name] === undefined ? [] : [fields[name]]),
});

/** All ways to sign and to verify with one key; the first one of each is the floor. */
const waysWith = async ({ algorithm, hash, more, pair }) => {
  const privateKey = { key: pair.privateKey, ...more };
  const publicKey = { key: pair.publicKey, ...more };

  const signer = signerFromKey(pair.privateKey, { keyId: KEY_ID });
  const options = { signer, label: 'sig1', components: COMPONENTS, created: CREATED };
  let base = Buffer.alloc(0);
  const watch = (bytes) => signer.sign((base = Buffer.from(bytes)));
  const fields = await signMessage(messageOf(FIELDS), { ...options, signer: { ...signer, sign: watch } });
  const signature = sign(hash, base, privateKey);
  const signed = { ...FIELDS, 'signature-input': fields['Signature-Input'], signature: fields.Signature };
  const keys = verificationKeysOf(pair.publicKey);
  const policy = {
    label: 'sig1',
    algorithms: ['ed25519', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'rsa-pss-sha512'],
    requiredComponents: ['@method', '@target-uri', 'content-digest'],
    requiredParameters: ['keyid'],
    maxAgeMs: 3_600_000,
    clockSkewMs: 60_000,
    now: Date.now,
    resolveKeys: () => keys,
  };

  const theirSigner = createSigner(pair.privateKey, algorithm, KEY_ID);
  const theirVerifier = createVerifier(pair.publicKey, algorithm);
  const theirOptions = {
    key: theirSigner,
    name: 'sig1',
    fields: COMPONENTS,
    params: ['created', 'keyid'],
    paramValues: { created: CREATED },
  };
  const theirLookup = async () => ({ id: KEY_ID, algs: [algorithm], verify: theirVerifier });

  const descriptor = (from) => ({
    kind: 'request',
    method: METHOD,
    targetUri: ADDRESS,
    fields: Object.entries(from).map(([name, value]) => ({ name, value })),
  });
  const cloudflareSigner = { algorithm, sign: (bytes) => sign(hash, bytes, privateKey) };
  const cloudflareVerifier = { algorithm, verify: (bytes, given) => verify(hash, bytes, publicKey, given) };
  const parameters = { created: CREATED.getTime() / 1000, keyid: KEY_ID };
  const cloudflarePolicy = {
    algorithms: [algorithm],
    requiredComponents: ['@method', '@target-uri', 'content-digest'],
    requiredParameters: ['created', 'keyid'],
    maxAge: 3600,
    clockSkew: 60,
  };

  return {
    sign: [
      { who: 'node:crypto', call: () => sign(hash, base, privateKey) },
      { who: 'ours', call: () => signMessage(messageOf(FIELDS), options) },
      {
        who: 'http-message-signatures',
        call: () => httpbis.signMessage(theirOptions, { method: METHOD, url: ADDRESS, headers: FIELDS }),
      },
      {
        who: 'http-message-sig',
        call: () =>
          cloudflare.createSignature(descriptor(FIELDS), {
            label: 'sig1',
            components: COMPONENTS,
            parameters,
            signer: cloudflareSigner,
          }),
      },
    ],
    verify: [
      { who: 'node:crypto', call: () => verify(hash, base, publicKey, signature) },
      { who: 'ours', call: () => verifyMessage(messageOf(signed), policy) },
      {
        who: 'http-message-signatures',
        call: () =>
          httpbis.verifyMessage({ keyLookup: theirLookup }, { method: METHOD, url: ADDRESS, headers: signed }),
      },
      {
        who: 'http-message-sig',
        call: () =>
          cloudflare.verifySignature(descriptor(signed), {
            label: 'sig1',
            policy: cloudflarePolicy,
            resolveVerifier: () => cloudflareVerifier,
          }),
      },
    ],
  };
};

export const signatures = async () => {
  for (const key of KEYS) {
    for (const [what, ways] of Object.entries(await waysWith(key))) {
      for (const { call } of ways) for (let round = 0; round < 10; round += 1) await time(call);
      const times = ways.map(() => []);
      for (let round = 0; round < ROUNDS; round += 1)
        for (const [index, { call }] of ways.entries()) times[index].push(await time(call));
      const [floor = []] = times;
      const ratios = times.map((mine) => median(mine.map((one, round) => floor[round] / one)));
      const shown = ways.slice(1).map(({ who }, index) => `${who} ${ratios[index + 1].toFixed(2)}`);
      console.log(
        `${what} a message by ${key.algorithm}: ${shown.join(', ')} of raw node:crypto ` +
          `(${median(times[1]).toFixed(0)} µs, ${median(floor).toFixed(0)} µs)` +
          `${ratios[1] < LIMIT ? `, below ${LIMIT}` : ''}`,
      );
      if (ratios[1] < LIMIT) process.exitCode = 1;
    }
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await signatures();
