import { X509Certificate, constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { MargoError } from '@margo-sdk/spec-model';
import type { TrustBundle } from '../identity/trust-bundle.js';
import { anchorsAsPem } from './anchors.js';
import { usableCredentials, type Credentials, type KeyInHardware, type OwnIdentity } from './credentials.js';

/** Who a party is and whom it trusts; the two things that change while it runs. */
export interface MutualTlsIdentity {
  readonly credentials: Credentials;
  readonly trustBundle: TrustBundle;
}

/** How far the transport may be weakened. */
export interface TlsVersionOptions {
  /** Also speak TLS 1.2, for peers that cannot do better; default false: TLS 1.3 only (TLS-03, TLS-04). */
  readonly dangerouslyAllowTls12?: boolean;
}

/** An identity made ready for sockets. */
export interface SecureIdentity extends OwnIdentity {
  readonly secureContext: SecureContext;
  /** What the context was made from; not there when the key is in hardware. */
  readonly contextOptions?: SecureContextOptions;
  /** SHA-256 of each anchor, as `node:tls` writes it. */
  readonly anchors: ReadonlySet<string>;
}

/** TLS 1.2 is left with forward secrecy and authenticated encryption only (TLS-05, RFC 9325 §4.2). */
export const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':');

/** HTTP/1.1 and nothing else is spoken on the interface (API-03). */
export const ALPN = ['http/1.1'];

/**
 * Turns credentials and anchors into what both ends of a TLS socket need.
 *
 * @throws MargoError `ERR_CREDENTIALS_INVALID`, `ERR_CREDENTIALS_EXPIRED`, `ERR_TRUST_BUNDLE_INVALID`
 */
export const secureIdentity = (
  { credentials, trustBundle }: MutualTlsIdentity,
  { dangerouslyAllowTls12 = false }: TlsVersionOptions,
  now: Date,
): SecureIdentity => {
  const { key, certificate, ...own } = usableCredentials(credentials, now);
  const options: SecureContextOptions = {
    cert: certificate,
    // Given, so that the system's roots are never consulted (SV-17).
    ca: anchorsAsPem(trustBundle),
    minVersion: dangerouslyAllowTls12 ? 'TLSv1.2' : 'TLSv1.3',
    ciphers: CIPHERS,
    // A resumed session would skip the judgement, a renegotiated one could change the peer (TLS-20).
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
  const anchors = new Set(trustBundle.anchors.flatMap(({ certificate: der }) => fingerprintOf(der)));
  if (typeof key !== 'string') return { ...own, anchors, secureContext: contextWith(key, options) };
  const contextOptions = { ...options, key };
  return { ...own, anchors, contextOptions, secureContext: createSecureContext(contextOptions) };
};

const contextWith = (key: KeyInHardware, options: SecureContextOptions): SecureContext => {
  try {
    return key.createSecureContext(options);
  } catch (cause) {
    throw new MargoError('ERR_CREDENTIALS_INVALID', 'Own credentials cannot be used: createSecureContext failed.', {
      cause,
      hint: 'Check that the hardware is there, and holds the key that the certificate was issued for.',
    });
  }
};

/** An anchor that OpenSSL cannot read counts for nobody (M-49). */
const fingerprintOf = (der: Uint8Array): string[] => {
  try {
    return [new X509Certificate(der).fingerprint256];
  } catch {
    return [];
  }
};
