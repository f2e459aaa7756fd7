import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsIdentity, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import type { FleetManager } from '../fleet/fleet-manager.js';
import { refuse } from '../handlers/answer.js';
import { createRequestsUnderWay, listen } from './listening.js';
import { fromNode } from './node-request.js';
import { createCallerOf, type TrustedProxyOptions } from './trusted-proxy.js';
import { writeAnswer } from './write-answer.js';

export { fromNode } from './node-request.js';
export {
  serveSignedFleetManager,
  type ServeSignedFleetManagerOptions,
  type ServedSignedFleetManager,
  type ServerCertificate,
} from './signed-server.js';
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
  let { trustBundle } = connections;
  const requests = createRequestsUnderWay();
  const callerOf = createCallerOf({ ...connections, trustedProxy, trustBundle: () => trustBundle });
  const server = createMutualTlsServer(connections, (message, response, peer) => {
    requests.add(response);
    // The client went away, or the manager broke its promise: the only way to say so is to end the connection.
    answer(manager, message, response, callerOf(message, peer)).catch(() => response.destroy());
  });
  const { url, close } = await listen(server, requests, { host, port, closeTimeoutMs });
  return {
    url,
    reload: (identity) => {
      server.reload(identity);
      ({ trustBundle } = identity);
    },
    close,
  };
};

const answer = async (
  manager: Pick<FleetManager, 'answer'>,
  message: IncomingMessage,
  response: ServerResponse,
  caller: SpiffeId | undefined,
): Promise<void> => {
  const given =
    caller === undefined
      ? refuse('not-authorized', { detail: 'The proxy did not hand on the certificate of a client (TLS-24).' })
      : await manager.answer(fromNode(message), caller);
  writeAnswer(message, response, given);
};
