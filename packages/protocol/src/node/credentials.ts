import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { MargoError } from '@margo-sdk/spec-model';
import { readCertificate } from '../identity/certificate.js';
import { leafFault } from '../identity/peer.js';
import { margoIdentityOf, parseSpiffeId, type MargoRole, type SpiffeId } from '../identity/spiffe-id.js';

/** An X.509-SVID with its private key: what one party proves its identity with. */
export interface Credentials {
  /** PEM: the leaf first, then every intermediate that a verifier needs (SV-02). */
  readonly certificate: string;
  /** PEM without a passphrase, or a key object. */
  readonly privateKey: string | KeyObject;
}

/** Credentials that were found usable. */
export interface OwnIdentity {
  readonly id: SpiffeId;
  readonly role: MargoRole;
  /** PEM, leaf first. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

/**
 * Reads the own identity from the own certificate, and finds out at once what every peer would refuse later.
 *
 * @throws MargoError `ERR_CREDENTIALS_INVALID`; the message never shows key material
 */
export const readCredentials = ({ certificate, privateKey }: Credentials): OwnIdentity => {
  const leaf = attempt('the certificate is not readable', () => new X509Certificate(certificate));
  const facts = attempt('the certificate is not readable', () => readCertificate(leaf.raw));
  const [name = '', ...surplus] = facts.uriNames;
  if (surplus.length > 0) throw invalid('the certificate has more than one URI name');
  const id = attempt('the certificate has no SPIFFE id', () => parseSpiffeId(name));
  const role = margoIdentityOf(id)?.role;
  const fault =
    leafFault(id, facts) ?? (role === undefined ? `${id} names neither a client nor a fleet manager` : undefined);
  if (role === undefined || fault !== undefined) throw invalid(fault ?? 'it has no role');
  // The cause is left out: what OpenSSL says about a key may quote from it.
  const key = typeof privateKey === 'string' ? readKey(privateKey) : privateKey;
  if (key.type !== 'private' || !leaf.checkPrivateKey(key))
    throw invalid('the private key does not belong to the certificate');
  return { id, role, certificate, privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
};

const readKey = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    throw invalid('the private key is not readable');
  }
};

const attempt = <T>(fault: string, read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    throw invalid(fault, cause);
  }
};

const invalid = (what: string, cause?: unknown): MargoError =>
  new MargoError('ERR_CREDENTIALS_INVALID', `Own credentials cannot be used: ${what}.`, {
    cause,
    hint: 'Give the PEM of the X.509-SVID that the identity service issued, intermediates after it, and its private key.',
  });
