import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { SecureContext, TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { MargoError } from '@margo-sdk/spec-model';
import { PeerRefusedError } from '../identity/peer-refused-error.js';
import type { PeerExpectation } from '../identity/peer.js';
import type { SpiffeId } from '../identity/spiffe-id.js';
import { judgeAgain, judgeSocket } from './judge-socket.js';
import { createJudgedConnections } from './judged-connections.js';
import {
  ALPN,
  secureIdentity,
  type MutualTlsIdentity,
  type SecureIdentity,
  type TlsVersionOptions,
} from './secure-context.js';

/** Options of {@link createMutualTlsServer}. */
export interface MutualTlsServerOptions extends MutualTlsIdentity, TlsVersionOptions {
  /** The clock that certificates and connection ages are judged by; default: the system's. */
  readonly now?: () => Date;
  /**
   * Told of every connection that was refused, in its handshake or by the judgement after it; nobody else hears of it,
   * so log it. A caller that hangs up by itself is not one. What the function gives does not matter; what it throws, or
   * rejects with, becomes a warning of the process, because strangers decide when it is called.
   */
  readonly onRefused?: (error: PeerRefusedError, remoteAddress: string | undefined) => unknown;
  /** Milliseconds after which a connection is closed with its next answer; default 10 minutes (WP-12). */
  readonly maxConnectionAgeMs?: number;
  /** Milliseconds for the TLS handshake; default 10 000. */
  readonly handshakeTimeoutMs?: number;
  /** Milliseconds for the header of a request; default 10 000. */
  readonly headersTimeoutMs?: number;
  /** Milliseconds for a whole request, its body included; default 60 000. */
  readonly requestTimeoutMs?: number;
  /** Milliseconds that a connection may be idle between requests; default 90 000, longer than devices pause between polls. */
  readonly keepAliveTimeoutMs?: number;
  /** The most bytes that the header of a request may have; default 16 KiB. */
  readonly maxHeaderBytes?: number;
  /**
   * The most connections at a time, those in their handshake included; more are closed at once. Default 10 000. Devices
   * that poll stay connected meanwhile, so let it be more than there are devices.
   */
  readonly maxConnections?: number;
}

/** Answers a request of a caller who was judged; still to be authorised, request by request (WP-13). */
export type MutualTlsListener = (request: IncomingMessage, response: ServerResponse, caller: SpiffeId) => void;

/** A `node:https` server whose callers all have a Margo identity. */
export type MutualTlsServer = Server & {
  /** When the first certificate of the own chain expires: renew before, and `reload` (TLS-22). */
  readonly expiresAt: Date;
  /**
   * Goes on with a renewed certificate or a new bundle, and drops no request: who is connected is judged again, and whoever
   * passes gets one more answer on the connection of before. Who does not is cut off after the exchange under way (M-48,
   * TLS-17). Throws, and changes nothing, when the new ones cannot be used.
   */
  reload(identity: MutualTlsIdentity): void;
};

/**
 * Makes an HTTPS server for a fleet manager. Whoever connects is judged by `judgePeer` when the handshake is
 * complete: only clients in the own namespace pass (WP-10, WP-11). All others are cut off before anything they send is
 * parsed; `listener` never hears of them.
 *
 * @returns a server that does not listen yet
 * @throws MargoError `ERR_CREDENTIALS_INVALID` (also when the credentials are not a fleet manager's),
 * `ERR_CREDENTIALS_EXPIRED`, `ERR_TRUST_BUNDLE_INVALID`
 *
 * @example
 * ```ts
 * import { parseTrustBundle } from '@margo-sdk/protocol';
 * import { createMutualTlsServer } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const server = createMutualTlsServer(
 *   {
 *     credentials: await issuer.issueFleetManager('line-1'),
 *     trustBundle: parseTrustBundle(issuer.trustBundle()),
 *     onRefused: (error, address) => console.error(address, error.code),
 *   },
 *   (request, response, caller) => response.end(`Hello ${caller}`),
 * );
 * server.listen(0, '127.0.0.1', () => server.close());
 * ```
 */
export const createMutualTlsServer = (
  options: MutualTlsServerOptions,
  listener: MutualTlsListener,
): MutualTlsServer => {
  const { now = () => new Date(), maxConnectionAgeMs = 600_000 } = options;
  const tellOf = refusalTeller(options.onRefused);
  let identity = fleetManagerIdentity(options, options, now());
  const connections = createJudgedConnections();

  const server = createServer({
    requestCert: true,
    rejectUnauthorized: false, // judgeSocket holds OpenSSL's verdict against the caller, with a reason
    ALPNProtocols: ALPN,
    handshakeTimeout: options.handshakeTimeoutMs ?? 10_000,
    headersTimeout: options.headersTimeoutMs ?? 10_000,
    requestTimeout: options.requestTimeoutMs ?? 60_000,
    keepAliveTimeout: options.keepAliveTimeoutMs ?? 90_000,
    maxHeaderSize: options.maxHeaderBytes ?? 16 * 1024,
  });
  server.maxConnections = options.maxConnections ?? 10_000;
  setContext(server, identity);

  const expectation = (): PeerExpectation => ({ ownId: identity.id, role: 'client', now: now() });
  const judge = (socket: TLSSocket): void => {
    const remoteAddress = socket.remoteAddress;
    try {
      // Again, because the bundle may have changed while OpenSSL went by the one before.
      const peer = judgeAgain(judgeSocket(socket, expectation()), identity.anchors, expectation());
      connections.add(socket, peer, now().getTime() + maxConnectionAgeMs);
    } catch (error) {
      socket.destroy();
      tellOf(asRefusal(error), remoteAddress);
    }
  };
  // First in line: when HTTP sees the socket, it has been judged or is gone.
  server.prependListener('secureConnection', judge);
  server.on('tlsClientError', (error, socket) => {
    if (isRefusal(error)) tellOf(handshakeFailure(error), socket.remoteAddress);
  });

  server.on('request', (request, response) => {
    const connection = connections.get(request.socket);
    const nowMs = now().getTime();
    // Never judged, refused since, or expired meanwhile (TLS-18): there is nobody to answer to.
    if (connection === undefined || connection.revoked || nowMs >= connection.peer.expiresAtMs)
      return void request.socket.destroy();
    if (nowMs >= connection.lastAnswerAfterMs) response.setHeader('Connection', 'close');
    connections.answering(connection, response);
    listener(request, response, connection.peer.id);
  });

  const reload = (next: MutualTlsIdentity): void => {
    identity = fleetManagerIdentity(next, options, now());
    setContext(server, identity);
    connections.judgeAgain(identity.anchors, expectation(), (error, address) => tellOf(asRefusal(error), address));
  };
  return Object.defineProperty(Object.assign(server, { reload }), 'expiresAt', {
    get: () => identity.expiresAt,
  }) as MutualTlsServer;
};

/** `setSecureContext` makes a context from a key that can be read; there is no other public way in for one that is made. */
const setContext = (server: Server, { contextOptions, secureContext }: SecureIdentity): void => {
  if (contextOptions !== undefined) server.setSecureContext(contextOptions);
  else (server as unknown as { _sharedCreds: SecureContext })._sharedCreds = secureContext;
};

const fleetManagerIdentity = (identity: MutualTlsIdentity, tls: TlsVersionOptions, now: Date): SecureIdentity => {
  const secure = secureIdentity(identity, tls, now);
  if (secure.role !== 'fleet-manager')
    throw new MargoError(
      'ERR_CREDENTIALS_INVALID',
      `Expected the credentials of a fleet manager, got those of ${secure.id}.`,
      {
        hint: 'Have a certificate issued for spiffe://<trust-domain>/margo/wfm/<wfm-id>.',
      },
    );
  return secure;
};

/** An exception that left from here would end the process, and any stranger could make it do so. */
const refusalTeller =
  (onRefused: MutualTlsServerOptions['onRefused'] = () => undefined) =>
  (error: PeerRefusedError, remoteAddress: string | undefined): void => {
    const call = async (): Promise<unknown> => await onRefused(error, remoteAddress);
    call().catch((thrown: unknown) =>
      process.emitWarning(`onRefused failed when it was told of ${error.code}.`, {
        code: 'MARGO_ON_REFUSED_FAILED',
        detail: inspect(thrown),
      }),
    );
  };

/** TLS names its objections; what the network says, such as ECONNRESET, means that the caller went away. */
const isRefusal = ({ code }: NodeJS.ErrnoException): boolean => code?.startsWith('ERR_') ?? true;

/** OpenSSL keeps its words in `reason`; its message is a line of the library's own log. */
const handshakeFailure = (cause: Error & { reason?: string }): PeerRefusedError =>
  new PeerRefusedError('ERR_PEER_HANDSHAKE_FAILED', `The TLS handshake failed: ${cause.reason ?? cause.message}.`, {
    cause,
  });

/** Whatever goes wrong in judging refuses the peer, and must not end the process for the others. */
const asRefusal = (error: unknown): PeerRefusedError =>
  error instanceof PeerRefusedError
    ? error
    : new PeerRefusedError('ERR_PEER_UNTRUSTED', 'The peer could not be judged.', { cause: error });
