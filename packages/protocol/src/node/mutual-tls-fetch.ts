import { MargoError } from '@margo-sdk/spec-model';
import { withLeanExchange } from '../client/lean.js';
import { TransportError } from '../errors.js';
import type { SpiffeId } from '../identity/spiffe-id.js';
import { connect } from './connect.js';
import { createConnectionPool, type ConnectionPool } from './connection-pool.js';
import { nameOf } from './exchange-failure.js';
import { exchange, type ExchangeOptions } from './exchange.js';
import { leanExchange } from './lean-exchange.js';
import { createOpenSockets } from './open-sockets.js';
import {
  secureIdentity,
  type MutualTlsIdentity,
  type SecureIdentity,
  type TlsVersionOptions,
} from './secure-context.js';

/** Options of {@link createMutualTlsFetch}. */
export interface MutualTlsFetchOptions extends MutualTlsIdentity, TlsVersionOptions {
  /** The clock that certificates and connection ages are judged by; default: the system's. */
  readonly now?: () => Date;
  /** Milliseconds for TCP and TLS together; default 10 000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds without a byte in either direction after which an exchange is given up; default 60 000. */
  readonly idleTimeoutMs?: number;
  /** Milliseconds after which a connection is used for no further request; default 10 minutes (M-48). */
  readonly maxConnectionAgeMs?: number;
  /** The most bytes that the header of an answer may have; default 16 KiB. */
  readonly maxHeaderBytes?: number;
}

/** `fetch` from one Margo identity; see {@link createMutualTlsFetch}. */
export interface MutualTlsFetch {
  /** The id that the own certificate carries. */
  readonly ownId: SpiffeId;
  /** When the first certificate of the own chain expires: renew before, and {@link MutualTlsFetch.reload} (TLS-22). */
  readonly expiresAt: Date;
  /** Can be handed to every client that takes a `fetch`. */
  fetch(this: void, request: Request): Promise<Response>;
  /**
   * Goes on with a renewed certificate or a new bundle: idle connections are closed, exchanges under way finish, and
   * whatever comes next is judged anew (TLS-22). Throws, and changes nothing, when the new ones cannot be used.
   */
  reload(this: void, identity: MutualTlsIdentity): void;
  /** Ends everything, also what is under way, and waits until all connections are closed. */
  close(this: void): Promise<void>;
}

/**
 * Makes a `fetch` that proves who it is and talks to exactly one party: the fleet manager whose namespace the own
 * certificate lies in (WP-14). Before a request leaves, the other end has been judged by `judgePeer`.
 *
 * Redirects are never followed. Bodies are streamed in both directions; the reader of an answer limits its size.
 * `gzip` and `br` are undone.
 *
 * `fetch` throws `PeerRefusedError` (the other end is not the fleet manager), `TransportError` (`ERR_NETWORK`,
 * `ERR_TIMEOUT`; a fleet manager that refuses us shows as one, because it must not answer), or the reason of the
 * request's own signal.
 *
 * @throws MargoError `ERR_CREDENTIALS_INVALID`, `ERR_CREDENTIALS_EXPIRED`, `ERR_TRUST_BUNDLE_INVALID`
 *
 * @example
 * ```ts
 * import { parseTrustBundle } from '@margo-sdk/protocol';
 * import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { ownId, fetch, close } = createMutualTlsFetch({
 *   credentials: await issuer.issueClient('line-1', 'press-7'),
 *   trustBundle: parseTrustBundle(issuer.trustBundle()),
 * });
 * console.log(ownId, typeof fetch);
 * await close();
 * ```
 */
export const createMutualTlsFetch = (options: MutualTlsFetchOptions): MutualTlsFetch => {
  const {
    now = () => new Date(),
    connectTimeoutMs = 10_000,
    idleTimeoutMs = 60_000,
    maxConnectionAgeMs = 600_000,
    maxHeaderBytes = 16 * 1024,
  } = options;
  const sockets = createOpenSockets();
  const open = (identity: MutualTlsIdentity): { own: SecureIdentity; connections: ConnectionPool } => {
    const secure = secureIdentity(identity, options, now());
    // Also for a fleet manager that probes itself: the id expected is its own.
    const judging = { role: 'fleet-manager', now, timeoutMs: connectTimeoutMs } as const;
    const connections = createConnectionPool({
      connect: (target, done) =>
        sockets.add(connect(target, secure, judging, (error, socket, peer) => done(error, socket, peer?.expiresAtMs))),
      now: () => now().getTime(),
      maxConnectionAgeMs,
    });
    return { own: secure, connections };
  };

  let current = open(options);
  let closed = false;
  /** What an exchange is made with, if there may be one. */
  const ready = (request: Pick<Request, 'method' | 'url'>): ExchangeOptions => {
    if (closed)
      throw new TransportError('ERR_ABORTED', 'This connection pool was closed.', { hint: 'Make a new one.' });
    if (!request.url.startsWith('https:'))
      throw new MargoError('ERR_URL_INVALID', `Expected an https address, got ${nameOf(request)}.`, {
        hint: 'The interface is spoken over mutual TLS only.',
      });
    const { agent, dropStale } = current.connections;
    dropStale();
    return { agent, maxHeaderSize: maxHeaderBytes, timeout: idleTimeoutMs };
  };
  const fetch = withLeanExchange(
    async (request) => exchange(request, ready(request)),
    async (request) => leanExchange(request, ready(request)),
  );

  return {
    get ownId() {
      return current.own.id;
    },
    get expiresAt() {
      return current.own.expiresAt;
    },
    fetch,
    reload: (identity) => {
      const next = open(identity);
      current.connections.retire();
      current = next;
    },
    close: async () => {
      closed = true;
      await sockets.close();
    },
  };
};
