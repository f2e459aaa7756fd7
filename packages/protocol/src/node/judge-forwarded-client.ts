import { X509Certificate } from 'node:crypto';
import { readCertificate, type CertificateFacts } from '../identity/certificate.js';
import { parseClientCert, parseClientCertChain } from '../identity/client-cert-header.js';
import { PeerRefusedError } from '../identity/peer-refused-error.js';
import { judgePeer } from '../identity/peer.js';
import type { SpiffeId } from '../identity/spiffe-id.js';
import type { TrustBundle } from '../identity/trust-bundle.js';

/** What a proxy says about its client, header by header; `null` where there is none. */
export interface ForwardedClient {
  readonly clientCert: string | null;
  readonly clientCertChain: string | null;
}

/** By what a forwarded client is judged. */
export interface ForwardedClientExpectation {
  /** The fleet manager's own id; its clients are those in its namespace (WP-10). */
  readonly ownId: SpiffeId;
  readonly trustBundle: TrustBundle;
  readonly now: Date;
}

/** No plant needs more than a handful. */
const MAX_CHAIN_LENGTH = 10;

/**
 * Judges the client that a trusted proxy speaks for. That the client holds the key was proved to the proxy, and the proxy
 * is believed in that alone: chain, validity, keys, leaf and id are judged here, as on a connection of its own (SC-03).
 * The caller makes sure that the headers come from the proxy (TLS-24).
 *
 * @returns the client's SPIFFE id
 * @throws PeerRefusedError with the code of what is wrong
 *
 * @example
 * ```ts
 * import { X509Certificate } from 'node:crypto';
 * import { parseSpiffeId, parseTrustBundle } from '@margo-sdk/protocol';
 * import { judgeForwardedClient } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { certificate } = await issuer.issueClient('line-1', 'press-7');
 * const header = `:${new X509Certificate(certificate).raw.toString('base64')}:`;
 * const caller = judgeForwardedClient(
 *   { clientCert: header, clientCertChain: null },
 *   {
 *     ownId: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
 *     trustBundle: parseTrustBundle(issuer.trustBundle()),
 *     now: new Date(),
 *   },
 * );
 * console.log(caller); // spiffe://factory.example/margo/wfm/line-1/client/press-7
 * ```
 */
export const judgeForwardedClient = (
  { clientCert, clientCertChain }: ForwardedClient,
  { ownId, trustBundle, now }: ForwardedClientExpectation,
): SpiffeId => {
  if (clientCert === null)
    throw new PeerRefusedError('ERR_PEER_NO_CERTIFICATE', 'The proxy did not hand on a certificate of its client.');
  const leaf = read(parseClientCert(clientCert));
  const others = clientCertChain === null ? [] : parseClientCertChain(clientCertChain).map(read);
  const chain = buildChain(leaf, others, readableAnchors(trustBundle));
  const facts = (chain ?? [leaf]).map((certificate) => certificate.facts);
  const chainVerdict = chain === undefined ? 'UNABLE_TO_GET_ISSUER_CERT' : undefined;
  return judgePeer({ chain: facts, chainVerdict }, { ownId, role: 'client', now });
};

interface ReadCertificate {
  readonly x509: X509Certificate;
  readonly facts: CertificateFacts;
}

/** From the leaf to an anchor, each signed by the next; undefined when there is no such way. */
const buildChain = (
  leaf: ReadCertificate,
  others: readonly ReadCertificate[],
  anchors: readonly ReadCertificate[],
): ReadCertificate[] | undefined => {
  const chain = [leaf];
  const left = new Set(others);
  for (let last = leaf; chain.length < MAX_CHAIN_LENGTH;) {
    const anchor = anchors.find((one) => isIssuer(one, last));
    if (anchor !== undefined) return [...chain, anchor];
    const next = [...left].find((one) => isIssuer(one, last));
    if (next === undefined) return undefined;
    left.delete(next);
    chain.push(next);
    last = next;
  }
  return undefined;
};

/** By name, by permission and by signature. */
const isIssuer = (issuer: ReadCertificate, { x509 }: ReadCertificate): boolean =>
  issuer.facts.isCa &&
  issuer.facts.keyUsage?.includes('keyCertSign') !== false &&
  x509.checkIssued(issuer.x509) &&
  x509.verify(issuer.x509.publicKey);

/** An anchor that cannot be read vouches for nobody (M-49). */
const readableAnchors = ({ anchors }: TrustBundle): ReadCertificate[] =>
  anchors.flatMap(({ certificate }) => {
    try {
      return [read(certificate)];
    } catch {
      return [];
    }
  });

const read = (der: Uint8Array): ReadCertificate => {
  try {
    return { x509: new X509Certificate(der), facts: readCertificate(der) };
  } catch (cause) {
    throw new PeerRefusedError('ERR_PEER_UNTRUSTED', 'A certificate that the proxy handed on is not readable.', {
      cause,
    });
  }
};
