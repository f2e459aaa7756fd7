/** What holds for an algorithm; nothing else asks for its name. */
export interface AlgorithmFacts {
  /** Kind of the key: a curve, or RSA. */
  readonly key: 'P-256' | 'P-384' | 'Ed25519' | 'RSA';
  /** As Web Cryptography calls it. */
  readonly scheme: 'ECDSA' | 'Ed25519' | 'RSA-PSS' | 'RSASSA-PKCS1-v1_5';
  /** What is signed is the hash of the bytes; null where that is part of the scheme. */
  readonly hash: 'SHA-256' | 'SHA-384' | 'SHA-512' | null;
  /** Bytes of salt (RFC 9421 §3.3.1); null where there is none. */
  readonly saltBytes: number | null;
  /** How many bytes a signature has; null where that depends on the key. */
  readonly signatureBytes: number | null;
  /** Whether it is used to sign, or only to verify what others have signed. */
  readonly signs: boolean;
  /** Whether the same bytes have the same signature every time. */
  readonly repeats: boolean;
}

/** Every algorithm for message signatures (RFC 9421 §3.3). */
export const SIGNATURE_ALGORITHMS = {
  'ecdsa-p256-sha256': {
    key: 'P-256',
    scheme: 'ECDSA',
    hash: 'SHA-256',
    saltBytes: null,
    signatureBytes: 64,
    signs: true,
    repeats: false,
  },
  'ecdsa-p384-sha384': {
    key: 'P-384',
    scheme: 'ECDSA',
    hash: 'SHA-384',
    saltBytes: null,
    signatureBytes: 96,
    signs: true,
    repeats: false,
  },
  ed25519: {
    key: 'Ed25519',
    scheme: 'Ed25519',
    hash: null,
    saltBytes: null,
    signatureBytes: 64,
    signs: true,
    repeats: true,
  },
  'rsa-pss-sha512': {
    key: 'RSA',
    scheme: 'RSA-PSS',
    hash: 'SHA-512',
    saltBytes: 64,
    signatureBytes: null,
    signs: true,
    repeats: false,
  },
  'rsa-pss-sha256': {
    key: 'RSA',
    scheme: 'RSA-PSS',
    hash: 'SHA-256',
    saltBytes: 32,
    signatureBytes: null,
    signs: true,
    repeats: false,
  },
  'rsa-v1_5-sha256': {
    key: 'RSA',
    scheme: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    saltBytes: null,
    signatureBytes: null,
    signs: false,
    repeats: true,
  },
} as const satisfies Readonly<Record<string, AlgorithmFacts>>;

/**
 * Algorithms for message signatures. `rsa-pss-sha256` is in no registry: the older profiles name it, and it is RSA-PSS
 * with SHA-256 (M-57).
 */
export type SignatureAlgorithm = keyof typeof SIGNATURE_ALGORITHMS;

/** Fewest bits of an RSA key. */
export const MIN_RSA_BITS = 2048;

/** What holds for an algorithm, without its exact texts: for code that works with any of them. */
export const algorithmFacts = (algorithm: SignatureAlgorithm): AlgorithmFacts => SIGNATURE_ALGORITHMS[algorithm];

/** Tells whether a text from outside names an algorithm. */
export const isSignatureAlgorithm = (name: string): name is SignatureAlgorithm =>
  Object.hasOwn(SIGNATURE_ALGORITHMS, name);

/** The algorithms that a key of some kind is good for, the first of them being the one to sign with. */
export const algorithmsFor = (key: AlgorithmFacts['key']): readonly SignatureAlgorithm[] =>
  Object.keys(SIGNATURE_ALGORITHMS)
    .filter(isSignatureAlgorithm)
    .filter((name) => algorithmFacts(name).key === key);
