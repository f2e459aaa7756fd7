import { createHmac } from 'node:crypto';
import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import {
  signMessage,
  verifyMessage,
  type HttpMessage,
  type VerificationKey,
  type VerificationPolicy,
  type VerifiedSignature,
} from '@margo-sdk/protocol/signatures';
import { describe, expect, it } from 'vitest';
import {
  BOUND_RESPONSE,
  ED25519_PRIVATE_KEY,
  ED25519_PUBLIC_KEY,
  P256_PUBLIC_KEY,
  RSA_PSS_PUBLIC_KEY,
  SHARED_SECRET,
  TEST_REQUEST,
  TRANSFORMED_REQUEST,
  VECTORS,
  request,
  withFields,
  type Vector,
} from './rfc9421-vectors.js';

const NOW = 1_618_884_480_000;

/** No algorithm of ours has a shared secret, so the test brings it along under the name of another one. */
const hmac: VerificationKey = {
  algorithm: 'rsa-v1_5-sha256',
  verify: (bytes, signature) => createHmac('sha256', SHARED_SECRET).update(bytes).digest().equals(signature),
};
const KEYS: Readonly<Record<Vector['key'], readonly VerificationKey[]>> = {
  'rsa-pss-sha512': verificationKeysOf(RSA_PSS_PUBLIC_KEY, { algorithms: ['rsa-pss-sha512'] }),
  'ecdsa-p256-sha256': verificationKeysOf(P256_PUBLIC_KEY),
  ed25519: verificationKeysOf(ED25519_PUBLIC_KEY),
  'hmac-sha256': [hmac],
};

const policyFor = ({ label, key }: Pick<Vector, 'label' | 'key'>): VerificationPolicy => ({
  label,
  algorithms: ['rsa-pss-sha512', 'ecdsa-p256-sha256', 'ed25519', 'rsa-v1_5-sha256'],
  requiredComponents: [],
  requiredParameters: ['keyid'],
  maxAgeMs: 60_000,
  clockSkewMs: 0,
  now: () => NOW,
  resolveKeys: () => KEYS[key],
});
const signed = <Message extends HttpMessage>(message: Message, vector: Vector): Message =>
  withFields(message, {
    'signature-input': `${vector.label}=${vector.input}`,
    signature: `${vector.label}=:${vector.signature}:`,
  });
const verify = async (message: HttpMessage, vector: Vector): Promise<VerifiedSignature> =>
  verifyMessage(signed(message, vector), policyFor(vector));

const named = (start: string): Vector => {
  const found = VECTORS.find(({ name }) => name.startsWith(start));
  if (found === undefined) throw new Error(`There is no vector ${start}.`);
  return found;
};

describe('the signatures of RFC 9421', () => {
  it.each(VECTORS)('verify: $name', async (vector) => {
    const { label, keyId, created } = await verify(vector.message, vector);
    expect(label).toBe(vector.label);
    expect(vector.input).toContain(`created=${created.getTime() / 1000};keyid="${keyId}"`);
  });

  it.each(VECTORS)('do not verify when something else is said about them: $name', async (vector) => {
    const altered = { ...vector, input: vector.input.replace('keyid="test', 'keyid="text') };
    await expect(verify(vector.message, altered)).rejects.toMatchObject({ code: 'ERR_SIGNATURE_INVALID' });
  });

  it('are made anew byte for byte where the algorithm has only one (B.2.6)', async () => {
    const { label, input, signature } = named('B.2.6');
    const fields = await signMessage(TEST_REQUEST, {
      signer: signerFromKey(ED25519_PRIVATE_KEY, { keyId: 'test-key-ed25519' }),
      label,
      components: ['date', '@method', '@path', '@authority', 'content-type', 'content-length'],
      created: new Date(1_618_884_473_000),
    });
    expect(fields).toEqual({ 'Signature-Input': `${label}=${input}`, Signature: `${label}=:${signature}:` });
  });

  it('are bound to the request that was answered (2.4)', async () => {
    const vector = named('2.4');
    const another = withFields(TEST_REQUEST, {
      'content-digest': 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    });
    await expect(verify({ ...BOUND_RESPONSE, request: another }, vector)).rejects.toMatchObject({
      code: 'ERR_SIGNATURE_INVALID',
    });
    await expect(verify({ ...BOUND_RESPONSE, request: undefined }, vector)).rejects.toMatchObject({
      code: 'ERR_SIGNATURE_COMPONENT_INVALID',
    });
  });
});

describe('what happens to a request on the way (RFC 9421 appendix B.4)', () => {
  const vector = named('B.4');

  it('does not matter where it is not covered', async () => {
    const { method, targetUri, fields } = TRANSFORMED_REQUEST;
    const changed = withFields(
      { method, targetUri: `${targetUri}&param=added`, fields },
      { 'accept-language': 'en-US,en;q=0.5', referer: 'https://developer.example.org/demo' },
    );
    await verify(changed, vector);
    await verify(withFields(changed, { accept: ['application/json, */*'] }), vector);
  });

  it.each([
    ['method', { ...TRANSFORMED_REQUEST, method: 'POST' }],
    ['authority', { ...TRANSFORMED_REQUEST, targetUri: 'https://example.com/demo?name1=Value1&Name2=value2' }],
    ['path', { ...TRANSFORMED_REQUEST, targetUri: 'https://example.org/demo/?name1=Value1&Name2=value2' }],
    ['order of lines', withFields(TRANSFORMED_REQUEST, { accept: ['*/*', 'application/json'] })],
    ['number of lines', request('GET', TRANSFORMED_REQUEST.targetUri, { accept: 'application/json' })],
  ])('is refused where another %s is covered', async (_, changed) => {
    await expect(verify(changed, vector)).rejects.toMatchObject({ code: 'ERR_SIGNATURE_INVALID' });
  });
});
