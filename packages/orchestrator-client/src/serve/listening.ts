import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { MargoError } from '@margo-sdk/spec-model';

/** Where a server listens, and how long it waits when it ends. */
export interface ListeningOptions {
  /** Address to listen on. */
  readonly host: string;
  /** `0` for any that is free. */
  readonly port: number;
  /** Milliseconds that `close` waits for requests under way before it cuts them off. */
  readonly closeTimeoutMs: number;
}

/** The requests that a server has under way. */
export interface RequestsUnderWay {
  /** Counts a request until its answer is sent or cut off. */
  add(this: void, response: ServerResponse): void;
  /** Resolves when there is none. */
  idle(this: void): Promise<void>;
  /** From now on every answer ends its connection. */
  end(this: void): void;
}

/** Makes what counts requests. */
export const createRequestsUnderWay = (): RequestsUnderWay => {
  const pending = new Set<ServerResponse>();
  const waiting = new Set<() => void>();
  let isEnding = false;
  return {
    add: (response) => {
      if (isEnding) response.setHeader('Connection', 'close');
      pending.add(response);
      response.once('close', () => {
        pending.delete(response);
        if (pending.size === 0) for (const resolve of waiting) resolve();
      });
    },
    idle: () => (pending.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    end: () => void (isEnding = true),
  };
};

/** A server that listens. */
export interface Listening {
  /** As the `baseUrl` of a client. */
  readonly url: string;
  /** Stops listening, waits for requests under way, and closes all connections. */
  close(this: void): Promise<void>;
}

/**
 * Has a server listen.
 *
 * @param server - of `node:https`; its requests are counted in `requests`
 * @throws MargoError `ERR_LISTEN_FAILED`
 */
export const listen = async (
  server: Server,
  requests: RequestsUnderWay,
  { host, port, closeTimeoutMs }: ListeningOptions,
): Promise<Listening> => {
  const sockets = new Set<Socket>();
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

  let closing: Promise<void> | undefined = undefined;
  const close = async (): Promise<void> => {
    requests.end();
    const closed = once(server, 'close');
    server.close();
    await Promise.race([requests.idle(), delay(closeTimeoutMs, undefined, { ref: false })]);
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url: urlOf(server.address() as AddressInfo), close: () => (closing ??= close()) };
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `https://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
