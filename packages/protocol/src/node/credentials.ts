import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import { MargoError } from '@margo-sdk/spec-model';
import { readCertificate, type CertificateFacts } from '../identity/certificate.js';
import { chainExpiry, leafFault } from '../identity/peer.js';
import { margoIdentityOf, parseSpiffeId, type MargoRole, type SpiffeId } from '../identity/spiffe-id.js';

/** A private key that cannot be read, because it lives in a secure element, a TPM or an HSM. */
export interface KeyInHardware {
  /**
   * Makes a context of `node:tls` whose key is that in the hardware, for example by
   * `tls.createSecureContext({ ...options, privateKeyEngine, privateKeyIdentifier })`.
   *
   * @param options - everything but the key; what comes back must hold all of it. Nothing checks whether it does, apart
   *   from the judgement of every peer
   */
  createSecureContext(this: void, options: SecureContextOptions): SecureContext;
}

/** An X.509-SVID with its private key: what one party proves its identity with. */
export interface Credentials {
  /** PEM: the leaf first, then every intermediate that a verifier needs (SV-02). */
  readonly certificate: string;
  /** PEM without a passphrase, a key object whose key can be exported, or what to do with one that cannot. */
  readonly privateKey: string | KeyObject | KeyInHardware;
}

/** Whose credentials they are, and for how long; see {@link readCredentials}. */
export interface OwnIdentity {
  readonly id: SpiffeId;
  readonly role: MargoRole;
  /** When the first certificate of the own chain expires: renew before, and `reload` (TLS-22). */
  readonly expiresAt: Date;
}

/** Credentials that were found usable. */
export interface UsableCredentials extends OwnIdentity {
  /** PEM, leaf first. */
  readonly certificate: string;
  /** PEM, PKCS #8; or the key in hardware. */
  readonly key: string | KeyInHardware;
}

/**
 * Reads the own identity from the own certificate, and finds out at once what every peer would refuse later: a
 * certificate that is no leaf, has no Margo id, is for a key that is not allowed (SV-04 to SV-06) or for another one, or
 * has expired. One that is not valid yet passes: at start the clock of a device may not be set.
 *
 * @param credentials - certificate and key
 * @param now - to hold the certificate's end against; default: the system's clock
 * @throws MargoError `ERR_CREDENTIALS_INVALID`; the message never shows key material
 * @throws MargoError `ERR_CREDENTIALS_EXPIRED`
 *
 * @example
 * ```ts
 * import { readCredentials } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { id, expiresAt } = readCredentials(await issuer.issueClient('line-1', 'press-7'));
 * console.log(`${id} has to be renewed before ${expiresAt.toISOString()}`);
 * ```
 */
export const readCredentials = (credentials: Credentials, now: Date = new Date()): OwnIdentity => {
  const { id, role, expiresAt } = usableCredentials(credentials, now);
  return { id, role, expiresAt };
};

/** As {@link readCredentials}, with what a socket needs. */
export const usableCredentials = ({ certificate, privateKey }: Credentials, now: Date): UsableCredentials => {
  const [leaf, ...others] = attempt('the certificate is not readable', () => readPem(certificate));
  if (leaf === undefined) throw invalid('there is no certificate');
  const chain = attempt('the certificate is not readable', () => chainOf(leaf, others));
  const { id, role } = identityOf(chain[0]);
  for (const { keyFault, signatureFault } of chain) {
    const fault = keyFault ?? signatureFault;
    if (fault !== undefined) throw invalid(`a certificate cannot be relied on: ${fault}`);
  }
  const expiresAt = chainExpiry(chain);
  if (expiresAt <= now)
    throw new MargoError('ERR_CREDENTIALS_EXPIRED', `The credentials of ${id} expired at ${expiresAt.toISOString()}.`, {
      hint: 'Have the identity service issue a new certificate, and check the clock.',
    });
  return { id, role, expiresAt, certificate, key: usableKey(privateKey, leaf) };
};

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

const readPem = (certificates: string): X509Certificate[] =>
  (certificates.match(PEM_BLOCK) ?? []).map((pem) => new X509Certificate(pem));

/** An anchor that came along is left out: every peer has its own, and goes by that (SV-03). */
const chainOf = (
  leaf: X509Certificate,
  others: readonly X509Certificate[],
): [CertificateFacts, ...CertificateFacts[]] => {
  const intermediates = others.filter((other) => other.subject !== other.issuer);
  return [readCertificate(leaf.raw), ...intermediates.map(({ raw }) => readCertificate(raw))];
};

const identityOf = (facts: CertificateFacts): { id: SpiffeId; role: MargoRole } => {
  const [name = '', ...surplus] = facts.uriNames;
  if (surplus.length > 0) throw invalid('the certificate has more than one URI name');
  const id = attempt('the certificate has no SPIFFE id', () => parseSpiffeId(name));
  const fault = leafFault(id, facts);
  if (fault !== undefined) throw invalid(fault);
  const role = margoIdentityOf(id)?.role;
  if (role === undefined) throw invalid(`${id} names neither a client nor a fleet manager`);
  return { id, role };
};

const usableKey = (privateKey: Credentials['privateKey'], leaf: X509Certificate): string | KeyInHardware => {
  if (typeof privateKey === 'object' && 'createSecureContext' in privateKey) return privateKey;
  // The cause is left out: what OpenSSL says about a key may quote from it.
  const key = typeof privateKey === 'string' ? readKey(privateKey) : privateKey;
  if (key.type !== 'private' || !leaf.checkPrivateKey(key))
    throw invalid('the private key does not belong to the certificate');
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
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
