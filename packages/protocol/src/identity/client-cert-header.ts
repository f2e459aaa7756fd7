import { PeerRefusedError } from './peer-refused-error.js';

/** An item of a structured field that is a byte sequence, without parameters (RFC 8941 §3.3.5). */
const BINARY = /^:([A-Za-z0-9+/]*={0,2}):$/;
const MAX_CHAIN_LENGTH = 10;

/**
 * Reads the certificate in a `Client-Cert` header: one byte sequence in base64 between colons, and nothing else (RFC 9440
 * §2.2). Two headers that were joined, parameters, PEM in percent-encoding as some proxies send it: all are refused.
 * Says nothing about who sent the header; only a proxy that is trusted may be believed (TLS-24).
 *
 * @param value - the header as it came
 * @returns DER of the certificate
 * @throws PeerRefusedError `ERR_PEER_NO_CERTIFICATE`
 *
 * @example
 * ```ts
 * import { parseClientCert } from '@margo-sdk/protocol';
 *
 * console.log(parseClientCert(':MAMCAQE=:').byteLength); // 5
 * ```
 */
export const parseClientCert = (value: string): Uint8Array => readBinary(value.trim(), 'Client-Cert');

/**
 * Reads the certificates in a `Client-Cert-Chain` header: what leads from the client's certificate to an anchor, in this
 * order, without the client's own (RFC 9440 §2.3). At most ten.
 *
 * @param value - the header as it came; several headers joined by commas are one list
 * @returns DER of each certificate
 * @throws PeerRefusedError `ERR_PEER_NO_CERTIFICATE`
 *
 * @example
 * ```ts
 * import { parseClientCertChain } from '@margo-sdk/protocol';
 *
 * console.log(parseClientCertChain(':MAMCAQE=:, :MAMCAQI=:').length); // 2
 * ```
 */
export const parseClientCertChain = (value: string): Uint8Array[] => {
  if (value.trim() === '') return [];
  const items = value.split(',', MAX_CHAIN_LENGTH + 1);
  if (items.length > MAX_CHAIN_LENGTH)
    throw refuse(`Expected at most ${MAX_CHAIN_LENGTH} certificates in the header Client-Cert-Chain, got more.`);
  return items.map((item) => readBinary(item.trim(), 'Client-Cert-Chain'));
};

const readBinary = (item: string, header: string): Uint8Array => {
  const base64 = BINARY.exec(item)?.[1] ?? '';
  // Decoded and written again, because there are several ways to write the last byte and we take one of them.
  const bytes = base64 === '' || base64.length % 4 !== 0 ? '' : atob(base64);
  if (bytes === '' || btoa(bytes) !== base64)
    throw refuse(`Expected a certificate in base64 between colons in the header ${header}, got something else.`);
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
};

const refuse = (message: string): PeerRefusedError => new PeerRefusedError('ERR_PEER_NO_CERTIFICATE', message);
