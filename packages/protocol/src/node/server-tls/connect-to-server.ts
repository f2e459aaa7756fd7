import { X509Certificate, createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type DetailedPeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import { CIPHERS } from '../secure-context.js';
import { handshake, type ServerAddress } from './handshake.js';
import type { KnownServer } from './known-server.js';
import { isRefusedServer, refusedServer, type ServerRole } from './server-role.js';

/** How connections to a server are made that is known by its certificate only. */
export interface ServerConnectionOptions {
  readonly known: KnownServer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for TCP and TLS together. */
  readonly timeoutMs: number;
  /** Also speak TLS 1.2 (TLS-04). */
  readonly dangerouslyAllowTls12: boolean;
  readonly role: ServerRole;
  /** Called with each socket at once, for whoever has to close it. */
  readonly onSocket?: ((socket: TLSSocket) => void) | undefined;
}

/** OpenSSL builds chains of up to 100 certificates; no plant needs more than a handful. */
const MAX_CHAIN_LENGTH = 10;

/**
 * Opens a connection and hands it out only after its other end was proved to be the server that is meant: by the anchors
 * first, else by the pins (TLS-07, TLS-09). A trust bundle has no part in it (TLS-16), nor have the system's roots.
 *
 * @throws MargoError with the code of the role: it is not
 * @throws TransportError `ERR_TIMEOUT`, or what the platform says
 */
export const connectToServer = async (address: ServerAddress, options: ServerConnectionOptions): Promise<TLSSocket> => {
  const { anchors, pins } = options.known;
  if (pins.size === 0) return connectByAnchors(address, anchors, options);
  if (anchors.length === 0) return connectByPins(address, options);
  try {
    return await connectByAnchors(address, anchors, options);
  } catch (error) {
    if (!isRefusedServer(options.role, error)) throw error;
    return connectByPins(address, options);
  }
};

const connectByAnchors = async (
  address: ServerAddress,
  anchors: readonly string[],
  options: ServerConnectionOptions,
): Promise<TLSSocket> => {
  const socket = await handshake(address, contextFor(anchors, options), options.timeoutMs, options.onSocket);
  return accepted(socket, () => {
    judgeChain(address, socket, options);
    judgeName(address, socket, options);
  });
};

/**
 * A pin works as an anchor that is known by its key only. So the certificate comes from the server: a first connection
 * looks for it, and a second one has OpenSSL prove that it stands at the end of a valid chain. The first says nothing and
 * proves nothing.
 */
const connectByPins = async (address: ServerAddress, options: ServerConnectionOptions): Promise<TLSSocket> => {
  const { pins } = options.known;
  const probe = await handshake(address, contextFor([], options), options.timeoutMs, options.onSocket);
  const pinned = presentedBy(probe).filter((certificate) => pins.has(pinOf(certificate)));
  probe.destroy();
  if (pinned.length === 0)
    throw refusedServer(options.role, address.host, 'no certificate that it presents has a key that is pinned');
  const socket = await handshake(
    address,
    contextFor(
      pinned.map((certificate) => certificate.toString()),
      options,
    ),
    options.timeoutMs,
    options.onSocket,
  );
  return accepted(socket, () => {
    judgeChain(address, socket, options);
    if (isIP(address.host) === 0) judgeName(address, socket, options);
  });
};

/** Nobody gets hold of a socket whose other end did not pass. */
const accepted = (socket: TLSSocket, judge: () => void): TLSSocket => {
  try {
    judge();
    return socket;
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  }
};

/** An empty `ca` is trust in nobody; one that is missing would be trust in the system's roots. */
const contextFor = (
  ca: readonly string[],
  { dangerouslyAllowTls12 }: Pick<ServerConnectionOptions, 'dangerouslyAllowTls12'>,
): SecureContext =>
  createSecureContext({
    ca: [...ca],
    allowPartialTrustChain: true, // a pin may name the certificate of the server itself (M-50)
    minVersion: dangerouslyAllowTls12 ? 'TLSv1.2' : 'TLSv1.3',
    ciphers: CIPHERS,
  });

/** OpenSSL judges by the clock of the system; this one may be better informed (SC-07), so both have to agree. */
const judgeChain = (
  { host }: ServerAddress,
  socket: TLSSocket,
  { role, now }: Pick<ServerConnectionOptions, 'role' | 'now'>,
): void => {
  const nowMs = now();
  if (!socket.authorized)
    throw refusedServer(role, host, `its certificate was not proved, ${String(socket.authorizationError)}`);
  for (const { validFrom, validTo } of presentedBy(socket))
    if (!(Date.parse(validFrom) <= nowMs && nowMs <= Date.parse(validTo)))
      throw refusedServer(role, host, `a certificate of its chain is valid from ${validFrom} to ${validTo} only`);
};

/** Only alternative names count, and never the subject (RFC 9525). */
const judgeName = (
  { host }: ServerAddress,
  socket: TLSSocket,
  { role }: Pick<ServerConnectionOptions, 'role'>,
): void => {
  const [leaf] = presentedBy(socket);
  const carries =
    isIP(host) === 0 ? leaf?.checkHost(host, { subject: 'never', partialWildcards: false }) : leaf?.checkIP(host);
  if (carries === undefined) throw refusedServer(role, host, 'its certificate is for another name');
};

/** The certificate of the server first, those that may have signed it after it. */
export const presentedBy = (socket: TLSSocket): X509Certificate[] => {
  const chain: X509Certificate[] = [];
  // Typed as always there, yet an empty object when the peer showed nothing, and null on a socket that is gone.
  let next: Partial<DetailedPeerCertificate> | null | undefined = socket.getPeerCertificate(true);
  while (next?.raw !== undefined && chain.length < MAX_CHAIN_LENGTH) {
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
};

const pinOf = ({ publicKey }: X509Certificate): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
