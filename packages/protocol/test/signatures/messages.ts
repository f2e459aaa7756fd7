import { generateKeyPairSync } from 'node:crypto';
import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
import {
  signMessage,
  type HttpRequestMessage,
  type SignMessageOptions,
  type VerificationKey,
  type VerificationPolicy,
} from '@margo-sdk/protocol/signatures';
import { request, withFields } from './rfc9421-vectors.js';

/** A report of a device as the older profiles have it, signed and verified. */

export const MADE_AT = new Date('2026-03-01T10:00:00Z');
export const ADDRESS = 'https://wfm.example/api/v1/clients/line-1/deployments/a/status?part=1';
export const DIGEST = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
export const REPORT = request('POST', ADDRESS, { 'content-digest': DIGEST, 'content-type': 'application/json' });

export const DEVICE = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const DEVICE_KEYS: readonly VerificationKey[] = verificationKeysOf(DEVICE.publicKey);

export const sign = async (
  message: HttpRequestMessage,
  more: Partial<SignMessageOptions> = {},
): Promise<HttpRequestMessage> => {
  const fields = await signMessage(message, {
    signer: signerFromKey(DEVICE.privateKey),
    label: 'sig1',
    components: ['@method', '@target-uri', 'content-digest'],
    created: MADE_AT,
    ...more,
  });
  return withFields(message, { 'signature-input': fields['Signature-Input'], signature: fields.Signature });
};

export const policy = (more: Partial<VerificationPolicy> = {}): VerificationPolicy => ({
  label: 'sig1',
  algorithms: ['ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'ed25519', 'rsa-pss-sha512'],
  requiredComponents: ['@method', '@target-uri', 'content-digest'],
  requiredParameters: ['keyid'],
  maxAgeMs: 300_000,
  clockSkewMs: 60_000,
  now: () => MADE_AT.getTime() + 1000,
  resolveKeys: () => DEVICE_KEYS,
  ...more,
});

/** The value of a header of a message that has it once. */
export const header = (message: HttpRequestMessage, name: string): string => message.fields(name).join(', ');
