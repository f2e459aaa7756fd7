import { constants, generateKeyPairSync, sign as signBytes, verify as verifyBytes, type KeyObject } from 'node:crypto';
import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import { signMessage, verifyMessage, type HttpRequestMessage } from '@margo-sdk/protocol/signatures';
import * as cloudflare from 'http-message-sig';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';
import { describe, expect, it } from 'vitest';
import { ADDRESS, DIGEST, MADE_AT, REPORT, header, policy } from './messages.js';
import { request, withFields } from './rfc9421-vectors.js';

/** Two other implementations: what we sign they accept, and the other way round. And what one of them gets wrong. */

type Shared = 'ed25519' | 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384' | 'rsa-pss-sha512';
const PAIRS: Readonly<Record<Shared, { privateKey: KeyObject; publicKey: KeyObject }>> = {
  ed25519: generateKeyPairSync('ed25519'),
  'ecdsa-p256-sha256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ecdsa-p384-sha384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'rsa-pss-sha512': generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const ALGORITHMS = Object.keys(PAIRS) as Shared[];

const COMPONENTS = ['@method', '@target-uri', '@authority', 'content-type', 'content-digest'];
const HEADERS = { 'content-digest': DIGEST, 'content-type': 'application/json' };
const KEY_ID = 'device-key';

const ours = async (algorithm: Shared, components = COMPONENTS): Promise<HttpRequestMessage> => {
  const fields = await signMessage(REPORT, {
    signer: signerFromKey(PAIRS[algorithm].privateKey, { algorithm, keyId: KEY_ID }),
    label: 'sig1',
    components,
    created: MADE_AT,
  });
  return withFields(REPORT, { 'signature-input': fields['Signature-Input'], signature: fields.Signature });
};
const weAccept = async (headers: Readonly<Record<string, unknown>>, algorithm: Shared): Promise<void> => {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const resolveKeys = () => verificationKeysOf(PAIRS[algorithm].publicKey);
  const verified = await verifyMessage(
    request('POST', ADDRESS, lower),
    policy({ requiredComponents: COMPONENTS, resolveKeys }),
  );
  expect(verified).toMatchObject({ algorithm, keyId: KEY_ID });
};

describe('http-message-signatures', () => {
  const keyLookup = (algorithm: Shared) => async () =>
    Promise.resolve({ id: KEY_ID, algs: [algorithm], verify: createVerifier(PAIRS[algorithm].publicKey, algorithm) });
  const theirs = async (algorithm: Shared, fields = COMPONENTS) =>
    httpbis.signMessage(
      {
        key: createSigner(PAIRS[algorithm].privateKey, algorithm, KEY_ID),
        name: 'sig1',
        fields,
        params: ['created', 'keyid'],
        paramValues: { created: MADE_AT },
      },
      { method: 'POST', url: ADDRESS, headers: HEADERS },
    );
  const asTheirs = (message: HttpRequestMessage) => ({
    method: message.method,
    url: message.targetUri,
    headers: {
      ...HEADERS,
      'signature-input': header(message, 'signature-input'),
      signature: header(message, 'signature'),
    },
  });

  it.each(ALGORITHMS)('accepts what we sign: %s', async (algorithm) => {
    const message = asTheirs(await ours(algorithm));
    expect(await httpbis.verifyMessage({ keyLookup: keyLookup(algorithm) }, message)).toBe(true);
  });

  it.each(ALGORITHMS.filter((algorithm) => algorithm !== 'rsa-pss-sha512'))(
    'is accepted by us: %s',
    async (algorithm) => weAccept((await theirs(algorithm)).headers, algorithm),
  );

  it('salts RSA-PSS with as many bytes as fit, where RFC 9421 has 64; we refuse that', async () => {
    await expect(weAccept((await theirs('rsa-pss-sha512')).headers, 'rsa-pss-sha512')).rejects.toMatchObject({
      code: 'ERR_SIGNATURE_INVALID',
    });
  });

  it('takes two signatures for good when only the last one is; with us the one that counts decides', async () => {
    const good = await ours('ed25519');
    const bad = header(good, 'signature').replace(/:./, (start) => (start === ':A' ? ':B' : ':A'));
    const both = withFields(good, {
      'signature-input': `${header(good, 'signature-input')}, ${header(good, 'signature-input').replace('sig1', 'sig2')}`,
      signature: `${bad}, ${header(good, 'signature').replace('sig1', 'sig2')}`,
    });
    expect(await httpbis.verifyMessage({ keyLookup: keyLookup('ed25519'), all: true }, asTheirs(both))).toBe(true);
    const resolveKeys = () => verificationKeysOf(PAIRS.ed25519.publicKey);
    await expect(verifyMessage(both, policy({ resolveKeys }))).rejects.toMatchObject({ code: 'ERR_SIGNATURE_INVALID' });
  });

  it('takes the digest of a request for that of the response; with us parameters are part of a component', async () => {
    const { privateKey, publicKey } = PAIRS.ed25519;
    const answered = { status: 200, request: REPORT, fields: (name: string) => (name in HEADERS ? [DIGEST] : []) };
    const fields = await signMessage(answered, {
      signer: signerFromKey(privateKey, { keyId: KEY_ID }),
      label: 'sig1',
      components: ['@status', '"content-digest";req'],
      created: MADE_AT,
    });
    const asked = { method: 'POST', url: ADDRESS, headers: HEADERS };
    const requiredFields = ['content-digest'];
    const answer = { status: 200, headers: { ...HEADERS, ...fields } };
    const options = { keyLookup: keyLookup('ed25519'), requiredFields };
    expect(await httpbis.verifyMessage(options, answer, asked)).toBe(true);

    const signed = withFields(answered, { 'signature-input': fields['Signature-Input'], signature: fields.Signature });
    const resolveKeys = () => verificationKeysOf(publicKey);
    await expect(
      verifyMessage(signed, policy({ resolveKeys, requiredComponents: requiredFields })),
    ).rejects.toMatchObject({ code: 'ERR_SIGNATURE_COMPONENT_MISSING' });
    const bound = ['"content-digest";req', '@status'];
    await verifyMessage(signed, policy({ resolveKeys, requiredComponents: bound }));
  });

  it('signs one component twice; we neither sign nor accept that', async () => {
    const twice = ['@method', '@target-uri', 'content-digest', '@method'];
    const headers: Readonly<Record<string, unknown>> = (await theirs('ed25519', twice)).headers;
    expect(headers['Signature-Input']).toContain('("@method" "@target-uri" "content-digest" "@method")');
    const refusal = { code: 'ERR_SIGNATURE_COMPONENT_INVALID' };
    await expect(ours('ed25519', twice)).rejects.toMatchObject(refusal);
    await expect(weAccept(headers, 'ed25519')).rejects.toMatchObject(refusal);
  });
});

describe('http-message-sig', () => {
  const PARAMETERS = {
    ed25519: { hash: null, options: {} },
    'ecdsa-p256-sha256': { hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
    'ecdsa-p384-sha384': { hash: 'sha384', options: { dsaEncoding: 'ieee-p1363' } },
    'rsa-pss-sha512': { hash: 'sha512', options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 } },
  } as const;

  it.each(ALGORITHMS)('accepts what we sign: %s', async (algorithm) => {
    const message = await ours(algorithm);
    const { hash, options } = PARAMETERS[algorithm];
    const key = { key: PAIRS[algorithm].publicKey, ...options };
    const verified = await cloudflare.verifySignature(
      {
        kind: 'request',
        method: message.method,
        targetUri: message.targetUri,
        fields: ['content-digest', 'content-type', 'signature-input', 'signature'].map((name) => ({
          name,
          value: header(message, name),
        })),
      },
      {
        label: 'sig1',
        policy: {
          algorithms: [algorithm],
          requiredComponents: COMPONENTS,
          requiredParameters: ['created', 'keyid'],
          now: MADE_AT.getTime() / 1000,
        },
        resolveVerifier: () => ({ algorithm, verify: (bytes, signature) => verifyBytes(hash, bytes, key, signature) }),
      },
    );
    expect(verified).toMatchObject({ label: 'sig1', algorithm, parameters: { keyid: KEY_ID } });
  });

  it.each(ALGORITHMS)('is accepted by us: %s', async (algorithm) => {
    const { hash, options } = PARAMETERS[algorithm];
    const key = { key: PAIRS[algorithm].privateKey, ...options };
    const { signature, signatureInput } = await cloudflare.createSignature(
      {
        kind: 'request',
        method: 'POST',
        targetUri: ADDRESS,
        fields: Object.entries(HEADERS).map(([name, value]) => ({ name, value })),
      },
      {
        label: 'sig1',
        components: COMPONENTS,
        parameters: { created: MADE_AT.getTime() / 1000, keyid: KEY_ID },
        signer: { algorithm, sign: (bytes) => signBytes(hash, bytes, key) },
      },
    );
    await weAccept({ ...HEADERS, signature, 'signature-input': signatureInput }, algorithm);
  });
});
