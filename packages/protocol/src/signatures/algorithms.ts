/**
 * Algorithms for message signatures. `rsa-pss-sha256` is in no registry: the older profiles name it, and it is RSA-PSS with
 * SHA-256 (M-57).
 */
export type SignatureAlgorithm =
  'ecdsa-p256-sha256' | 'ecdsa-p384-sha384' | 'ed25519' | 'rsa-pss-sha512' | 'rsa-pss-sha256' | 'rsa-v1_5-sha256';
