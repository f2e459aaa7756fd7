import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsIdentity, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import { MargoError } from '@margo-sdk/spec-model';
import type { FleetManager } from '../fleet/fleet-manager.js';
import { refuse } from '../handlers/answer.js';
import { fromNode } from './node-request.js';
import { createCallerOf, type TrustedProxyOptions } from './trusted-proxy.js';

export { fromNode } from './node-request.js';
export type { TrustedProxyOptions } from './trusted-proxy.js';

/** Options of {@link serveFleetManager}; those of the connections are `createMutualTlsServer`'s. */
export interface ServeFleetManagerOptions extends MutualTlsServerOptions {
  readonly manager: Pick<FleetManager, 'answer'>;
  /** Address to listen on. Default `127.0.0.1`: say `::` or `0.0.0.0` to be reached from elsewhere. */
  readonly host?: string;
  /** Port to listen on; `0` for any that is free. Default 443, the only one that devices may assume (API-04). */
  readonly port?: number;
  /** Milliseconds that `close` waits for requests under way before it cuts them off. Default 10 000. */
  readonly closeTimeoutMs?: number;
  /** Proxies that may speak for clients. Default: none, and whatever says so is thrown away (M-51, TLS-24). */
  readonly trustedProxy?: TrustedProxyOptions;
}

/** A fleet manager that can be reached. */
export interface ServedFleetManager {
  /** Where it listens, as the `baseUrl` of a client. */
  readonly url: string;
  /** Goes on with a renewed certificate or a new bundle, without dropping a request. Throws when they cannot be used. */
  reload(this: void, identity: MutualTlsIdentity): void;
  /** Stops listening, waits for requests under way, and closes all connections. */
  close(this: void): Promise<void>;
}

/**
 * Serves a fleet manager over HTTPS with client certificates: whoever is no client of this fleet manager is cut off
 * before a request is read (WP-10), all others reach the handlers with the id of their certificate (API-06).
 *
 * @throws MargoError `ERR_CREDENTIALS_INVALID`, `ERR_TRUST_BUNDLE_INVALID`
 * @throws MargoError `ERR_LISTEN_FAILED`: the address is taken or not allowed
 * @throws MargoError `ERR_SPIFFE_ID_INVALID`: what is to be the id of a proxy is none
 *
 * @example
 * ```ts
 * import { acceptAnyClient, createFleetManager, createMemoryStore } from '@margo-sdk/orchestrator-client';
 * import { serveFleetManager } from '@margo-sdk/orchestrator-client/node';
 * import { parseTrustBundle } from '@margo-sdk/protocol';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { url, close } = await serveFleetManager({
 *   manager: createFleetManager({ store: createMemoryStore(), acceptClient: acceptAnyClient }),
 *   credentials: await issuer.issueFleetManager('line-1'),
 *   trustBundle: parseTrustBundle(issuer.trustBundle()),
 *   onRefused: (error, address) => console.error(address, error.code),
 *   port: 0,
 * });
 * console.log(`A device can now poll ${url}`);
 * await close();
 * ```
 */
export const serveFleetManager = async ({
  manager,
  host = '127.0.0.1',
  port = 443,
  closeTimeoutMs = 10_000,
  trustedProxy,
  ...connections
}: ServeFleetManagerOptions): Promise<ServedFleetManager> => {
  const sockets = new Set<Socket>();
  const pending = new Set<ServerResponse>();
  let closing: Promise<void> | undefined = undefined;

  let { trustBundle } = connections;
  const callerOf = createCallerOf({ ...connections, trustedProxy, trustBundle: () => trustBundle });
  const server = createMutualTlsServer(connections, (message, response, peer) => {
    if (closing !== undefined) response.setHeader('Connection', 'close');
    pending.add(response);
    response.once('close', () => {
      pending.delete(response);
      if (pending.size === 0) server.emit('idle');
    });
    // The client went away, or the manager broke its promise: the only way to say so is to end the connection.
    answer(manager, message, response, callerOf(message, peer)).catch(() => response.destroy());
  });
  // Also those that are still in their handshake: no stranger shall keep the server from closing.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  try {
    await once(server.listen(port, host), 'listening');
  } catch (cause) {
    throw new MargoError('ERR_LISTEN_FAILED', `Cannot listen on ${host}, port ${port}.`, {
      cause,
      hint: 'Choose a free port; those below 1024 usually need a privilege.',
    });
  }

  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    if (pending.size > 0) await Promise.race([once(server, 'idle'), delay(closeTimeoutMs, undefined, { ref: false })]);
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: urlOf(server.address() as AddressInfo),
    reload: (identity) => {
      server.reload(identity);
      ({ trustBundle } = identity);
    },
    close: () => (closing ??= close()),
  };
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `https://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

const answer = async (
  manager: Pick<FleetManager, 'answer'>,
  message: IncomingMessage,
  response: ServerResponse,
  caller: SpiffeId | undefined,
): Promise<void> => {
  const { status, headers, body } =
    caller === undefined
      ? refuse('not-authorized', { detail: 'The proxy did not hand on the certificate of a client (TLS-24).' })
      : await manager.answer(fromNode(message), caller);
  // A body that was refused is not waited for.
  if (!message.complete) response.setHeader('Connection', 'close');
  if (body !== null) response.writeHead(status, headers).end(body);
  else if (status === 200 || status === 201) response.writeHead(status, { 'Content-Length': '0', ...headers }).end();
  else response.writeHead(status, headers).end();
};
