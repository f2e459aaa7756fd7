import { Agent } from 'node:https';
import type { Fetch } from '../../client/send.js';
import { exchange } from '../exchange.js';
import { connectToServer, type ServerConnectionOptions } from '../server-tls/connect-to-server.js';
import type { ServerRole } from '../server-tls/server-role.js';

const IDENTITY_SERVICE: ServerRole = { name: 'identity service', refusedCode: 'ERR_IDENTITY_SERVICE_REFUSED' };

const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Makes a `fetch` that asks nobody but the identity service. Each request has a connection of its own, which is proved
 * anew (SC-04): hours lie between two of them.
 */
export const createServiceFetch = (options: Omit<ServerConnectionOptions, 'role'>): Fetch => {
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = ({ host, port }, done) => {
    connectToServer({ host: host ?? '', port: Number(port) }, { ...options, role: IDENTITY_SERVICE }).then(
      (socket) => done?.(null, socket),
      (error: unknown) => done?.(error as Error, undefined as never),
    );
    return undefined;
  };
  return async (request) => exchange(request, { agent, maxHeaderSize: MAX_HEADER_BYTES, timeout: options.timeoutMs });
};
