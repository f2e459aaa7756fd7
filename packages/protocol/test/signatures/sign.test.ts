import { generateKeyPairSync } from 'node:crypto';
import { signerFromKey } from '@margo-sdk/protocol/node';
import { signMessage, type SignMessageOptions, type Signer } from '@margo-sdk/protocol/signatures';
import { describe, expect, it } from 'vitest';
import { DEVICE, MADE_AT, REPORT } from './messages.js';

const options: SignMessageOptions = {
  signer: signerFromKey(DEVICE.privateKey, { keyId: 'device-key' }),
  label: 'sig1',
  components: ['@method', '@target-uri', 'content-digest'],
  created: MADE_AT,
};
const refused = async (more: Partial<SignMessageOptions>, code: string): Promise<void> => {
  await expect(signMessage(REPORT, { ...options, ...more })).rejects.toMatchObject({ name: 'SignatureError', code });
};

describe('signing', () => {
  it('writes both headers as the older profiles have them (LG-07, LG-08, LG-09)', async () => {
    const fields = await signMessage(REPORT, options);
    expect(fields).toEqual({
      'Signature-Input': 'sig1=("@method" "@target-uri" "content-digest");created=1772359200;keyid="device-key"',
      Signature: expect.stringMatching(/^sig1=:[A-Za-z0-9+/]{86}==:$/),
    });
  });

  it('waits for a key that is somewhere else', async () => {
    const sign = async () => Promise.resolve(new Uint8Array(64));
    const fields = await signMessage(REPORT, { ...options, signer: { algorithm: 'ed25519', sign } });
    expect(fields.Signature).toBe(`sig1=:${Buffer.alloc(64).toString('base64')}:`);
  });

  it.each([
    ['a label in capitals', { label: 'Sig1' }],
    ['no label', { label: '' }],
    ['a label with a line break', { label: 'sig1\r\nx' }],
    ['a nonce with a line break', { nonce: 'a\r\nb' }],
    ['a tag that is not ASCII', { tag: 'ä' }],
    ['no time', { created: new Date(Number.NaN) }],
    ['a key id with a control character', { signer: { ...options.signer, keyId: 'a\0' } }],
  ])('refuses %s', async (_, more) => refused(more, 'ERR_SIGNATURE_MALFORMED'));

  it('shows nothing of what it cannot write', async () => {
    const failure = await signMessage(REPORT, { ...options, nonce: 'secret\n' }).catch((error: unknown) => error);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
  });

  it('refuses an algorithm that is only verified', async () => {
    const signer: Signer = { algorithm: 'rsa-v1_5-sha256', sign: () => new Uint8Array(256) };
    await refused({ signer }, 'ERR_SIGNATURE_ALGORITHM_REFUSED');
  });

  it('refuses what a signer gives that is no signature, for example ECDSA as DER (M-57)', async () => {
    const sign = () => new Uint8Array(71);
    await refused({ signer: { algorithm: 'ecdsa-p256-sha256', sign } }, 'ERR_SIGNATURE_INVALID');
    await refused({ signer: { algorithm: 'rsa-pss-sha512', sign: () => new Uint8Array() } }, 'ERR_SIGNATURE_INVALID');
  });

  it('passes on what a signer throws', async () => {
    const sign = async () => Promise.reject(new Error('the chip is locked'));
    const signed = signMessage(REPORT, { ...options, signer: { algorithm: 'ed25519', sign } });
    await expect(signed).rejects.toThrow('the chip is locked');
  });

  it('gives the same signature for the same message only by Ed25519', async () => {
    const ed25519 = signerFromKey(generateKeyPairSync('ed25519').privateKey);
    const twice = async (signer: Signer) =>
      Promise.all([1, 2].map(async () => (await signMessage(REPORT, { ...options, signer })).Signature));
    const [one, other] = await twice(ed25519);
    expect(one).toBe(other);
    const [first, second] = await twice(options.signer);
    expect(first).not.toBe(second);
  });
});
