import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { MargoError } from '@margo-sdk/spec-model';
import { TransportError } from '../errors.js';
import type { SpiffeId } from '../identity/spiffe-id.js';
import { createMutualTlsAgent, type MutualTlsAgent } from './mutual-tls-agent.js';
import { secureIdentity, type MutualTlsIdentity, type TlsVersionOptions } from './secure-context.js';
import { toResponse } from './to-response.js';

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
 * @throws MargoError `ERR_CREDENTIALS_INVALID`, `ERR_TRUST_BUNDLE_INVALID`
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
  const sockets = new Set<TLSSocket>();
  const open = (identity: MutualTlsIdentity): { ownId: SpiffeId; connections: MutualTlsAgent } => {
    const secure = secureIdentity(identity, options);
    const connections = createMutualTlsAgent(secure, {
      role: 'fleet-manager', // also for a fleet manager that probes itself: the id expected is its own
      now,
      timeoutMs: connectTimeoutMs,
      maxConnectionAgeMs,
      open: sockets,
    });
    return { ownId: secure.id, connections };
  };

  let current = open(options);
  let closed = false;

  return {
    get ownId() {
      return current.ownId;
    },
    fetch: async (request) => {
      if (closed)
        throw new TransportError('ERR_ABORTED', 'This connection pool was closed.', { hint: 'Make a new one.' });
      if (new URL(request.url).protocol !== 'https:')
        throw new MargoError('ERR_URL_INVALID', `Expected an https address, got ${nameOf(request)}.`, {
          hint: 'The interface is spoken over mutual TLS only.',
        });
      request.signal.throwIfAborted();
      const { agent, dropStale } = current.connections;
      dropStale();
      return exchange(request, { agent, maxHeaderSize: maxHeaderBytes, timeout: idleTimeoutMs });
    },
    reload: (identity) => {
      const next = open(identity);
      current.connections.retire();
      current = next;
    },
    close: async () => {
      closed = true;
      await Promise.all([...sockets].map(async (socket) => new Promise((end) => socket.once('close', end).destroy())));
    },
  };
};

/** One request and the head of its answer. */
const exchange = async (request: Request, options: RequestOptions): Promise<Response> => {
  const { signal } = request;
  const headers = { 'accept-encoding': 'gzip, br', ...Object.fromEntries(request.headers) };
  const outgoing = httpsRequest(request.url, { ...options, method: request.method, headers });
  let incoming: IncomingMessage | undefined;
  const giveUp = (reason: unknown): void => {
    incoming?.destroy(reason as Error); // first, so that the reader of the body hears the reason
    outgoing.destroy(reason as Error);
  };
  const onAbort = (): void => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  outgoing
    .on('error', () => undefined) // one that comes after the promise below is settled has nobody left to tell
    .once('close', () => signal.removeEventListener('abort', onAbort))
    .once('timeout', () => giveUp(idleTooLong(request, options.timeout)));
  try {
    // Listens to the signal itself, because a request that still waits for its connection does not end before it has one.
    const answered = once(outgoing, 'response', { signal }) as Promise<[IncomingMessage]>;
    // The answer may come before the body has left, so nobody waits for that; if it fails, `answered` does.
    sendBody(request, outgoing).catch(giveUp);
    [incoming] = await answered;
    return await toResponse(incoming, request.method);
  } catch (error) {
    outgoing.destroy();
    if (signal.aborted) throw signal.reason;
    throw MargoError.isInstance(error) ? error : networkFailure(request, error);
  }
};

/**
 * Streams a body. The last chunk is held back, so that a body of one chunk goes out whole with a `Content-Length`,
 * which some servers insist on, and not in chunked coding.
 */
const sendBody = async ({ body }: Request, outgoing: ClientRequest): Promise<void> => {
  if (body === null) return void outgoing.end();
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const closed = new AbortController();
  outgoing.once('close', () => {
    closed.abort();
    reader.cancel().catch(() => undefined); // the producer may stop; that it fails to is no concern of the answer's
  });
  let held: Uint8Array | undefined;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (held !== undefined && !outgoing.write(held)) await once(outgoing, 'drain', { signal: closed.signal });
    held = next.value;
  }
  outgoing.end(held);
};

const idleTooLong = (request: Request, idleTimeoutMs: number | undefined): TransportError =>
  new TransportError('ERR_TIMEOUT', `${nameOf(request)}: no byte came or went for ${idleTimeoutMs} ms.`, {
    hint: 'Try again, or raise idleTimeoutMs where the connection is slow.',
  });

const networkFailure = (request: Request, cause: unknown): TransportError =>
  new TransportError(
    'ERR_NETWORK',
    `${nameOf(request)} got no answer: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
      hint: 'Check the address and the network, and whether the fleet manager accepts this certificate.',
    },
  );

/** For messages; without the query, which may hold what is nobody's business. */
const nameOf = ({ method, url }: Request): string => {
  const { origin, pathname } = new URL(url);
  return `${method} ${origin}${pathname}`;
};
