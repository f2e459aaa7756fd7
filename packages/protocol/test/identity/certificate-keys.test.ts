import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/identity/index.js';
import { CERTIFICATES_BY_KEY } from './certificates-by-key.js';

const factsOf = (name: keyof typeof CERTIFICATES_BY_KEY): ReturnType<typeof readCertificate> =>
  readCertificate(Buffer.from(CERTIFICATES_BY_KEY[name], 'base64'));

describe('the cryptography of a certificate', () => {
  it.each([
    ['P-256', 'SV-04, SV-10'],
    ['P-384', 'SV-04'],
    ['Ed25519', 'SV-05'],
    ['RSA-3072', 'SV-06, SV-08'],
    ['RSA-3072-PSS', 'SV-06, SV-07, SV-12'],
  ] as const)('is good enough: %s (%s)', (name, _rules) => {
    expect(factsOf(name)).toMatchObject({ keyFault: undefined, signatureFault: undefined });
  });

  it.each([
    ['RSA-2048', 'its RSA key has 2048 bits, and needs at least 3072', 'SV-06'],
    ['P-521', 'its key lies on a curve other than P-256 and P-384', 'SV-04'],
    ['secp256k1', 'its key lies on a curve other than P-256 and P-384', 'SV-04'],
    ['Ed448', 'its key is of a kind that is not allowed', 'SV-05'],
  ] as const)('is refused for its key: %s: %s (%s)', (name, fault, _rules) => {
    expect(factsOf(name).keyFault).toBe(fault);
  });

  it.each([
    ['P-256-SHA-1', 'it is signed in a way that is not allowed', 'SV-12'],
    ['RSA-3072-SHA-1', 'it is signed in a way that is not allowed', 'SV-06'],
    ['RSA-3072-PSS-SHA-512', 'it is signed with RSA-PSS, but not over SHA-256', 'SV-06'],
  ] as const)('is refused for its signature: %s: %s (%s)', (name, fault, _rules) => {
    expect(factsOf(name)).toMatchObject({ keyFault: undefined, signatureFault: fault });
  });
});
