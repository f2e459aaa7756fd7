import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createProblem, problemResponse, type SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsIdentity, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import { MargoError } from '@margo-sdk/spec-model';
import type { FleetManager } from '../fleet/fleet-manager.js';
import { readRequestTarget } from './request-target.js';
import { toRequest } from './web-request.js';

/** Options of {@link serveFleetManager}; those of the connections are `createMutualTlsServer`'s. */
export interface ServeFleetManagerOptions extends MutualTlsServerOptions {
  readonly manager: Pick<FleetManager, 'fetch'>;
  /** Address to listen on. Default `127.0.0.1`: say `::` or `0.0.0.0` to be reached from elsewhere. */
  readonly host?: string;
  /** Port to listen on; `0` for any that is free. Default 443, the only one that devices may assume (API-04). */
  readonly port?: number;
  /** Milliseconds that `close` waits for requests under way before it cuts them off. Default 10 000. */
  readonly closeTimeoutMs?: number;
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
  ...connections
}: ServeFleetManagerOptions): Promise<ServedFleetManager> => {
  const sockets = new Set<Socket>();
  const answers = new Set<Promise<void>>();
  let closing: Promise<void> | undefined = undefined;

  const server = createMutualTlsServer(connections, (message, response, caller) => {
    if (closing !== undefined) response.setHeader('Connection', 'close');
    const answered = answer(manager, message, response, caller).finally(() => answers.delete(answered));
    answers.add(answered);
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
    await Promise.race([Promise.all(answers), delay(closeTimeoutMs, undefined, { ref: false })]);
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: urlOf(server.address() as AddressInfo),
    reload: (identity) => server.reload(identity),
    close: () => (closing ??= close()),
  };
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `https://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/** Never rejects. */
const answer = async (
  manager: Pick<FleetManager, 'fetch'>,
  message: IncomingMessage,
  response: ServerResponse,
  caller: SpiffeId,
): Promise<void> => {
  try {
    await send(await respond(manager, message, caller), message, response);
  } catch {
    // The client went away, or the answer broke off half-way: the only way to say so is to end the connection.
    response.destroy();
  }
};

const respond = async (
  manager: Pick<FleetManager, 'fetch'>,
  message: IncomingMessage,
  caller: SpiffeId,
): Promise<Response> => {
  const url = readRequestTarget(message.url ?? '');
  if (url === undefined)
    return problemResponse(createProblem(400, { detail: 'The path must be written without detours and fragments.' }));
  const request = toRequest(message, url);
  if (request === undefined) return problemResponse(createProblem(501, { detail: `There is no ${message.method}.` }));
  return manager.fetch(request, caller);
};

const send = async (answered: Response, message: IncomingMessage, response: ServerResponse): Promise<void> => {
  response.statusCode = answered.status;
  response.setHeaders(answered.headers);
  // A body that was refused is not waited for.
  if (!message.complete) response.setHeader('Connection', 'close');
  if (answered.body === null) await finished(response.end());
  else await pipeline(Readable.fromWeb(answered.body as never), response);
};
