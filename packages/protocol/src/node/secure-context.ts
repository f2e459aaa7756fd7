import { X509Certificate, constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { MargoError } from '@margo-sdk/spec-model';
import type { TrustBundle } from '../identity/trust-bundle.js';
import { readCredentials, type Credentials, type OwnIdentity } from './credentials.js';

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
  readonly contextOptions: SecureContextOptions;
  /** The same, loaded. */
  readonly secureContext: SecureContext;
}

/** TLS 1.2 is left with forward secrecy and authenticated encryption only (TLS-05, RFC 9325 §4.2). */
const CIPHERS = [
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
 * @throws MargoError `ERR_CREDENTIALS_INVALID`, `ERR_TRUST_BUNDLE_INVALID`
 */
export const secureIdentity = (
  { credentials, trustBundle }: MutualTlsIdentity,
  { dangerouslyAllowTls12 = false }: TlsVersionOptions,
): SecureIdentity => {
  const own = readCredentials(credentials);
  const contextOptions: SecureContextOptions = {
    cert: own.certificate,
    key: own.privateKey,
    // Given, so that the system's roots are never consulted (SV-17).
    ca: anchorsAsPem(trustBundle),
    // An anchor need not be self-signed: all of the bundle's are equal (SV-17).
    allowPartialTrustChain: true,
    minVersion: dangerouslyAllowTls12 ? 'TLSv1.2' : 'TLSv1.3',
    ciphers: CIPHERS,
    // A resumed session would skip the judgement, a renegotiated one could change the peer (TLS-20).
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
  return { ...own, contextOptions, secureContext: createSecureContext(contextOptions) };
};

/** Anchors that OpenSSL cannot read are left out (M-49); an empty list would trust nobody, and says so at once (TB-11). */
const anchorsAsPem = (trustBundle: TrustBundle): string[] => {
  refuseUnparsed(trustBundle);
  const readable = trustBundle.anchors.flatMap((anchor) => {
    try {
      return [new X509Certificate(anchor.certificate).toString()];
    } catch {
      return [];
    }
  });
  if (readable.length === 0)
    throw new MargoError('ERR_TRUST_BUNDLE_INVALID', 'The trust bundle holds no anchor that this platform can read.', {
      hint: 'Fetch the trust bundle again; connections without an anchor are refused.',
    });
  return readable;
};

/** A bundle is fetched as text, and JavaScript lets the text through to here. */
const refuseUnparsed = (trustBundle: unknown): void => {
  if (Array.isArray((trustBundle as Partial<TrustBundle> | null | undefined)?.anchors)) return;
  throw new MargoError(
    'ERR_TRUST_BUNDLE_INVALID',
    `Expected a trust bundle with its anchors, got ${trustBundle === null ? 'null' : `a value of type ${typeof trustBundle}`}.`,
    { hint: 'Pass it through parseTrustBundle first.' },
  );
};
