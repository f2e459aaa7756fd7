import type { TLSSocket } from 'node:tls';
import { MargoError } from '@margo-sdk/spec-model';
import type { Fetch } from '../../client/send.js';
import { TransportError } from '../../errors.js';
import { createConnectionPool, type ConnectionPool } from '../connection-pool.js';
import { nameOf } from '../exchange-failure.js';
import { exchange } from '../exchange.js';
import { createOpenSockets } from '../open-sockets.js';
import type { TlsVersionOptions } from '../secure-context.js';
import { connectToServer, presentedBy } from './connect-to-server.js';
import { readServerProof } from './known-server.js';
import type { ServerRole } from './server-role.js';

/**
 * What a fleet manager is known by that proves itself to its clients, and not they to it; at least one of the two. It
 * comes with the device or from its operator, or over a channel that is trusted already (LG-02).
 */
export interface ServerTrust {
  /**
   * PEM texts of certification authorities; a text may hold several. A server passes when its certificate leads to one of
   * them and carries the host of the address, among its alternative names. The roots of the system count for nothing.
   */
  readonly anchors?: readonly string[] | undefined;
  /**
   * Base64 of the SHA-256 of a public key (`SubjectPublicKeyInfo` in DER). A server passes when its certificate, or one
   * that vouches for it and that it sends along, has such a key. The host of the address still has to be in the
   * certificate, unless it is an IP address.
   */
  readonly pins?: readonly string[] | undefined;
}

/** Options of {@link createServerTlsFetch}. */
export interface ServerTlsFetchOptions extends ServerTrust, TlsVersionOptions {
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

/** `fetch` to servers that are known by their certificates; see {@link createServerTlsFetch}. */
export interface ServerTlsFetch {
  /** Can be handed to every client that takes a `fetch`, and to what signs requests. */
  fetch(this: void, request: Request): Promise<Response>;
  /**
   * Goes on with other anchors or pins: idle connections are closed, exchanges under way finish, and whatever comes next
   * is judged by them. Throws, and changes nothing, when they cannot be used.
   */
  reload(this: void, trust: ServerTrust): void;
  /** Ends everything, also what is under way, and waits until all connections are closed. */
  close(this: void): Promise<void>;
}

const FLEET_MANAGER: ServerRole = { name: 'fleet manager', refusedCode: 'ERR_SERVER_REFUSED' };

/**
 * Makes a `fetch` for the older profiles, in which only the server has a certificate and clients sign what they send
 * (LG-01). It trusts the given authorities or keys and nobody else (LG-02): before a request leaves, the other end has
 * proved that it is the server of the address. Connections are kept for further requests.
 *
 * TLS 1.3 and HTTP/1.1 are spoken. Redirects are never followed. Bodies are streamed in both directions; the reader of an
 * answer limits its size. `gzip` and `br` are undone.
 *
 * `fetch` throws `MargoError` `ERR_SERVER_REFUSED` (the other end is not known) and `ERR_URL_INVALID`, `TransportError`
 * (`ERR_NETWORK`, `ERR_TIMEOUT`), or the reason of the request's own signal.
 *
 * @throws MargoError `ERR_SERVER_TRUST_INVALID`
 *
 * @example
 * ```ts
 * import { createServerTlsFetch } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { fetch, close } = createServerTlsFetch({ anchors: [issuer.authority().root.certificate] });
 * console.log(typeof fetch); // to be given to createSigningFetch
 * await close();
 * ```
 */
export const createServerTlsFetch = (options: ServerTlsFetchOptions): ServerTlsFetch => {
  const {
    now = () => new Date(),
    connectTimeoutMs = 10_000,
    idleTimeoutMs = 60_000,
    maxConnectionAgeMs = 600_000,
    maxHeaderBytes = 16 * 1024,
    dangerouslyAllowTls12 = false,
  } = options;
  const sockets = createOpenSockets();
  let closed = false;
  const open = (trust: ServerTrust): ConnectionPool => {
    const connecting = {
      known: readServerProof(trust, invalidTrust),
      role: FLEET_MANAGER,
      now: () => now().getTime(),
      timeoutMs: connectTimeoutMs,
      dangerouslyAllowTls12,
      onSocket: (socket: TLSSocket) => {
        sockets.add(socket);
        // Two may be made for one connection, the second one when all is over.
        if (closed) socket.destroy();
      },
    };
    return createConnectionPool({
      connect: (target, done) => {
        connectToServer(target, connecting).then(
          (socket) => done(null, socket, Math.min(...presentedBy(socket).map(({ validTo }) => Date.parse(validTo)))),
          (error: unknown) => done(error as Error),
        );
      },
      now: connecting.now,
      maxConnectionAgeMs,
    });
  };

  let current = open(options);
  const fetch: Fetch = async (request) => {
    if (closed)
      throw new TransportError('ERR_ABORTED', 'This connection pool was closed.', { hint: 'Make a new one.' });
    if (!request.url.startsWith('https:'))
      throw new MargoError('ERR_URL_INVALID', `Expected an https address, got ${nameOf(request)}.`, {
        hint: 'The interface is spoken over TLS only.',
      });
    const { agent, dropStale } = current;
    dropStale();
    return exchange(request, { agent, maxHeaderSize: maxHeaderBytes, timeout: idleTimeoutMs });
  };

  return {
    fetch,
    reload: (trust) => {
      const next = open(trust);
      current.retire();
      current = next;
    },
    close: async () => {
      closed = true;
      await sockets.close();
    },
  };
};

const invalidTrust = (what: string, cause?: unknown): MargoError =>
  new MargoError('ERR_SERVER_TRUST_INVALID', `The fleet manager could not be recognised: ${what}.`, {
    cause,
    hint: 'Give the PEM of the root certificate of the fleet manager as `anchors`, or pins of its keys.',
  });
