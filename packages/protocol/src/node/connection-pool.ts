import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { ConnectTarget } from './connect.js';

/** How connections are made and kept. */
export interface ConnectionPoolOptions {
  /**
   * Opens a connection and judges its other end. `done` is called once: with an error, or with the socket and how long
   * the judgement is good for, in milliseconds since 1970.
   */
  readonly connect: (
    target: ConnectTarget,
    done: (error: Error | null, socket?: TLSSocket, goodUntilMs?: number) => void,
  ) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds after which a connection is used for no further request (M-48). */
  readonly maxConnectionAgeMs: number;
}

/** Connections to whoever passes the same judgement. */
export interface ConnectionPool {
  /** Hands connections to `node:https`; every one of them was judged. */
  readonly agent: Agent;
  /** Closes idle connections that are too old. Call before each request. */
  dropStale(this: void): void;
  /** Closes idle connections, and those in use after their exchange. */
  retire(this: void): void;
}

/** Makes a pool whose connections were judged as they were made and live no longer than the judgement is good for. */
export const createConnectionPool = ({ connect, now, maxConnectionAgeMs }: ConnectionPoolOptions): ConnectionPool => {
  // First in, first out: the pool then skips connections that were dropped while idle.
  const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });
  const usableUntilMs = new WeakMap<Duplex, number>();
  let retired = false;

  const isUsable = (socket: Duplex, nowMs: number): boolean =>
    !retired && nowMs < (usableUntilMs.get(socket) ?? -Infinity);

  // The agent's own way to connect is replaced, so it also keeps and resumes no TLS sessions (TLS-20).
  agent.createConnection = ({ host, port, servername }, done) => {
    const target = { host: host ?? 'localhost', port: Number(port), servername: servername ?? '' };
    connect(target, (error, socket, goodUntilMs) => {
      // Also not past the peer's certificate: its word is good only so long (TLS-17, TLS-18).
      if (socket !== undefined && goodUntilMs !== undefined)
        usableUntilMs.set(socket, Math.min(now() + maxConnectionAgeMs, goodUntilMs));
      done?.(error, socket as TLSSocket);
    });
    return undefined;
  };

  const keepSocketAlive = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    // Not short-circuited: the original also readies the socket for waiting.
    const kept = keepSocketAlive(socket) as unknown as boolean;
    return kept && isUsable(socket, now());
  };

  // Once for each exchange, so it makes no lists of its own.
  const dropStale = (): void => {
    const nowMs = now();
    for (const target in agent.freeSockets)
      for (const socket of agent.freeSockets[target] ?? []) if (!isUsable(socket, nowMs)) socket.destroy();
  };

  return {
    agent,
    dropStale,
    retire: () => {
      retired = true;
      dropStale();
    },
  };
};
