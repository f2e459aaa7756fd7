import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { keyIdOf, signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import {
  algorithmFacts,
  isSignatureAlgorithm,
  webCryptoSigner,
  webCryptoVerificationKey,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
  type Signer,
} from '@margo-sdk/protocol/signatures';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { describe, expect, it } from 'vitest';

const ALGORITHMS = Object.keys(SIGNATURE_ALGORITHMS).filter(isSignatureAlgorithm);
const TO_SIGN_WITH = ALGORITHMS.filter((algorithm) => algorithmFacts(algorithm).signs);
const BYTES = randomBytes(300);
const UNSUPPORTED = expect.objectContaining({ code: 'ERR_SIGNATURE_KEY_UNSUPPORTED' });

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PAIRS = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  Ed25519: generateKeyPairSync('ed25519'),
  RSA,
};
const pairFor = (algorithm: SignatureAlgorithm) => PAIRS[algorithmFacts(algorithm).key];
const pem = (algorithm: SignatureAlgorithm) => {
  const { privateKey, publicKey } = pairFor(algorithm);
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};

/** The same keys in the Web Cryptography API. */
const webCrypto = async (algorithm: SignatureAlgorithm) => {
  const { scheme, hash, key } = algorithmFacts(algorithm);
  const { privateKey, publicKey } = pairFor(algorithm);
  const named = { name: scheme, namedCurve: key, ...(hash && { hash }) };
  return {
    privateKey: await crypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      named,
      false,
      ['sign'],
    ),
    publicKey: await crypto.subtle.importKey('spki', publicKey.export({ type: 'spki', format: 'der' }), named, true, [
      'verify',
    ]),
  };
};

describe.each(TO_SIGN_WITH)('%s', (algorithm) => {
  it('is signed and verified in memory and in the Web Cryptography API, each by the other (LG-05)', async () => {
    const keys = await webCrypto(algorithm);
    const signers: Signer[] = [
      signerFromKey(pairFor(algorithm).privateKey, { algorithm }),
      signerFromKey(pem(algorithm).privateKey, { algorithm }),
      webCryptoSigner(keys.privateKey),
    ];
    const verifiers = [
      ...verificationKeysOf(pairFor(algorithm).publicKey, { algorithms: [algorithm] }),
      ...verificationKeysOf(pem(algorithm).publicKey, { algorithms: [algorithm] }),
      webCryptoVerificationKey(keys.publicKey),
    ];
    expect([...signers, ...verifiers].map((one) => one.algorithm)).toEqual(Array(6).fill(algorithm));
    for (const { sign } of signers) {
      const signature = await sign(BYTES);
      expect(signature.byteLength).toBe(algorithmFacts(algorithm).signatureBytes ?? 256);
      const altered = Uint8Array.from(signature, (byte, at) => (at === 40 ? byte ^ 1 : byte));
      for (const { verify } of verifiers) {
        expect(await verify(BYTES, signature)).toBe(true);
        expect(await verify(BYTES.subarray(1), signature)).toBe(false);
        expect(await verify(BYTES, altered)).toBe(false);
        expect(await verify(BYTES, new Uint8Array())).toBe(false);
        expect(await verify(BYTES, signature.subarray(1))).toBe(false);
      }
    }
  });
});

describe('a key of the sender', () => {
  it('is used with the algorithm that fits', () => {
    const algorithms = Object.values(PAIRS).map(({ privateKey }) => signerFromKey(privateKey).algorithm);
    expect(algorithms).toEqual(['ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'ed25519', 'rsa-pss-sha512']);
  });

  it('is called by the digest of its public half, or as it is told to', () => {
    const { privateKey, publicKey } = PAIRS['P-256'];
    const name = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    expect(keyIdOf(publicKey)).toBe(name);
    expect(signerFromKey(privateKey).keyId).toBe(name);
    expect(signerFromKey(privateKey, { keyId: 'device-key' }).keyId).toBe('device-key');
    expect(verificationKeysOf(publicKey)[0]?.keyId).toBe(name);
  });

  it('never signs by PKCS #1 v1.5, which is only verified', async () => {
    expect(() => signerFromKey(RSA.privateKey, { algorithm: 'rsa-v1_5-sha256' })).toThrow(UNSUPPORTED);
  });

  it.each<[string, () => unknown]>([
    ['of another curve', () => signerFromKey(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey)],
    ['of another kind', () => signerFromKey(generateKeyPairSync('x25519').privateKey)],
    ['that is too short', () => signerFromKey(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)],
    ['that is public', () => signerFromKey(RSA.publicKey)],
    ['that is no key', () => signerFromKey('-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----')],
    ['for another algorithm', () => signerFromKey(RSA.privateKey, { algorithm: 'ed25519' })],
    ['to verify with that is private', () => verificationKeysOf(RSA.privateKey)],
    ['to verify with that is private, as PEM', () => verificationKeysOf(pem('ed25519').privateKey)],
    [
      'to verify with that is too short',
      () => verificationKeysOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
    ],
    ['to verify with that is no key', () => verificationKeysOf('-----BEGIN CERTIFICATE-----\nsecret')],
  ])('is refused %s, and never shown', (_, attempt) => {
    expect(attempt).toThrow(UNSUPPORTED);
    try {
      attempt();
    } catch (error) {
      expect(String((error as Error).stack) + JSON.stringify(error)).not.toContain('secret');
      expect(error).not.toHaveProperty('cause');
    }
  });

  it('is found in a certificate, as an object or as PEM (LG-04)', async () => {
    const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
    const { certificate, privateKey } = await issuer.issueClient('line-1', 'press-7');
    const signature = await signerFromKey(createPrivateKey(privateKey)).sign(BYTES);
    for (const given of [certificate, new X509Certificate(certificate)]) {
      const [key, ...others] = verificationKeysOf(given);
      expect(others).toEqual([]);
      expect(await key?.verify(BYTES, signature)).toBe(true);
    }
  });

  it('is good for three algorithms when it is RSA, and for as many as are wanted (LG-05)', () => {
    const names = (algorithms?: readonly SignatureAlgorithm[]) =>
      verificationKeysOf(RSA.publicKey, { algorithms }).map(({ algorithm }) => algorithm);
    expect(names()).toEqual(['rsa-pss-sha512', 'rsa-pss-sha256', 'rsa-v1_5-sha256']);
    expect(names(['ed25519', 'rsa-v1_5-sha256'])).toEqual(['rsa-v1_5-sha256']);
    expect(names(['ed25519'])).toEqual([]);
  });
});

describe('a key of the Web Cryptography API', () => {
  it.each([
    ['for encryption', { name: 'RSA-OAEP', modulusLength: 2048, hash: 'SHA-256' }, ['encrypt', 'decrypt']],
    ['with a hash that is in no table', { name: 'RSA-PSS', modulusLength: 2048, hash: 'SHA-384' }, ['sign', 'verify']],
    ['that is too short', { name: 'RSA-PSS', modulusLength: 1024, hash: 'SHA-256' }, ['sign', 'verify']],
    ['on another curve', { name: 'ECDSA', namedCurve: 'P-521' }, ['sign', 'verify']],
  ] as const)('is refused %s', async (_, algorithm, usages) => {
    const parameters = { publicExponent: new Uint8Array([1, 0, 1]), ...algorithm };
    const pair = await crypto.subtle.generateKey(parameters, false, usages);
    expect(() => webCryptoSigner(pair.privateKey)).toThrow(UNSUPPORTED);
    expect(() => webCryptoVerificationKey(pair.publicKey)).toThrow(UNSUPPORTED);
  });

  it('signs when it is private, and verifies when it is public', async () => {
    const { privateKey, publicKey } = await webCrypto('ed25519');
    expect(() => webCryptoSigner(publicKey)).toThrow(UNSUPPORTED);
    expect(() => webCryptoVerificationKey(privateKey)).toThrow(UNSUPPORTED);
    expect(webCryptoSigner(privateKey, { keyId: 'press-7' }).keyId).toBe('press-7');
  });

  it('verifies PKCS #1 v1.5, and signs nothing by it', async () => {
    const { privateKey, publicKey } = await webCrypto('rsa-v1_5-sha256');
    expect(webCryptoVerificationKey(publicKey).algorithm).toBe('rsa-v1_5-sha256');
    expect(() => webCryptoSigner(privateKey)).toThrow(UNSUPPORTED);
  });
});
