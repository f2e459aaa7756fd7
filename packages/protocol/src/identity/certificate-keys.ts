import { DER, childrenOf, contentOf, readElements, toHex, type DerElement } from './der.js';

/** What signs: the key of a certificate, or the algorithm that a certificate was signed with. */
const OID = {
  ecPublicKey: '2a8648ce3d0201',
  p256: '2a8648ce3d030107',
  p384: '2b81040022',
  ed25519: '2b6570',
  rsa: '2a864886f70d010101',
  rsaPss: '2a864886f70d01010a',
  rsaSha256: '2a864886f70d01010b',
  ecdsaSha256: '2a8648ce3d040302',
  ecdsaSha384: '2a8648ce3d040303',
  sha256: '608648016503040201',
} as const;

const MIN_RSA_BITS = 3072;

/** Kinds of keys that may prove an identity (SV-04 to SV-06). */
export type CertificateKey = 'P-256' | 'P-384' | 'Ed25519' | 'RSA';

/**
 * Reads which kind of key a certificate is for.
 *
 * @param info - its `SubjectPublicKeyInfo`
 * @returns why none may be used when it is another one, as `{ fault }`
 * @throws MargoError `ERR_CERTIFICATE_INVALID`
 */
export const readKey = (info: DerElement | undefined): { kind: CertificateKey } | { fault: string } => {
  const [algorithm, key] = childrenOf(info, DER.sequence);
  const [name, parameters] = childrenOf(algorithm, DER.sequence);
  switch (toHex(contentOf(name, DER.objectIdentifier))) {
    case OID.ecPublicKey:
      return readCurve(parameters);
    case OID.ed25519:
      return { kind: 'Ed25519' };
    case OID.rsa:
    case OID.rsaPss:
      return readRsa(contentOf(key, DER.bitString));
    default:
      return { fault: 'its key is of a kind that is not allowed' };
  }
};

const readCurve = (parameters: DerElement | undefined): { kind: CertificateKey } | { fault: string } => {
  const curve = parameters?.tag === DER.objectIdentifier ? toHex(parameters.content) : undefined;
  if (curve === OID.p256) return { kind: 'P-256' };
  if (curve === OID.p384) return { kind: 'P-384' };
  return { fault: 'its key lies on a curve other than P-256 and P-384' };
};

const readRsa = (bits: Uint8Array): { kind: CertificateKey } | { fault: string } => {
  const [key] = readElements(bits.subarray(1)); // the first byte counts unused bits: none
  const [modulus] = childrenOf(key, DER.sequence);
  const bytes = contentOf(modulus, DER.integer);
  const first = bytes.findIndex((byte) => byte !== 0);
  const length = first < 0 ? 0 : (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24);
  return length >= MIN_RSA_BITS
    ? { kind: 'RSA' }
    : { fault: `its RSA key has ${length} bits, and needs at least ${MIN_RSA_BITS}` };
};

/**
 * Why the algorithm that a certificate was signed with is not good enough (SV-04 to SV-06), if it is not.
 *
 * @param algorithm - the `AlgorithmIdentifier`
 * @throws MargoError `ERR_CERTIFICATE_INVALID`
 */
export const signatureFault = (algorithm: DerElement | undefined): string | undefined => {
  const [name, parameters] = childrenOf(algorithm, DER.sequence);
  switch (toHex(contentOf(name, DER.objectIdentifier))) {
    case OID.ecdsaSha256:
    case OID.ecdsaSha384:
    case OID.ed25519:
    case OID.rsaSha256:
      return undefined;
    case OID.rsaPss:
      return pssHash(parameters) === OID.sha256 ? undefined : 'it is signed with RSA-PSS, but not over SHA-256';
    default:
      return 'it is signed in a way that is not allowed';
  }
};

/** The hash that PSS parameters name; they default to SHA-1 (RFC 8017 §A.2.3). */
const pssHash = (parameters: DerElement | undefined): string | undefined => {
  const hash = childrenOf(parameters, DER.sequence).find(({ tag }) => tag === DER.context(0));
  if (hash === undefined) return undefined;
  const [algorithm] = readElements(hash.content);
  return toHex(contentOf(childrenOf(algorithm, DER.sequence)[0], DER.objectIdentifier));
};
