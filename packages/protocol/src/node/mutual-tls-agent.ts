import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { connect, type ConnectOptions } from './connect.js';
import type { SecureIdentity } from './secure-context.js';

/** How connections are kept. */
export interface MutualTlsAgentOptions extends ConnectOptions {
  /** Milliseconds after which a connection is used for no further request (M-48). */
  readonly maxConnectionAgeMs: number;
  /** Holds every connection from its first packet to its last; whoever owns it can end them all. */
  readonly open: Set<TLSSocket>;
}

/** Connections of one identity. */
export interface MutualTlsAgent {
  /** Hands connections to `node:https`; every one of them was judged. */
  readonly agent: Agent;
  /** Closes idle connections that are too old. Call before each request. */
  dropStale(this: void): void;
  /** Closes idle connections, and those in use after their exchange. */
  retire(this: void): void;
}

/** Makes a pool whose connections were judged as they were made and live no longer than the judgement is good for. */
export const createMutualTlsAgent = (identity: SecureIdentity, options: MutualTlsAgentOptions): MutualTlsAgent => {
  // First in, first out: the pool then skips connections that were dropped while idle.
  const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });
  const usableUntilMs = new WeakMap<Duplex, number>();
  let retired = false;

  const isUsable = (socket: Duplex, nowMs: number): boolean =>
    !retired && nowMs < (usableUntilMs.get(socket) ?? -Infinity);

  // The agent's own way to connect is replaced, so it also keeps and resumes no TLS sessions (TLS-20).
  agent.createConnection = ({ host, port, servername }, done) => {
    const target = { host: host ?? 'localhost', port: Number(port), servername: servername ?? '' };
    const socket = connect(target, identity, options, (error, connected, peer) => {
      const agedAtMs = options.now().getTime() + options.maxConnectionAgeMs;
      // Also not past the peer's certificate: its word is good only so long (TLS-17, TLS-18).
      if (peer !== undefined) usableUntilMs.set(connected, Math.min(agedAtMs, peer.expiresAtMs));
      done?.(error, connected);
    });
    options.open.add(socket);
    socket.once('close', () => options.open.delete(socket));
    return undefined;
  };

  const keepSocketAlive = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    // Not short-circuited: the original also readies the socket for waiting.
    const kept = keepSocketAlive(socket) as unknown as boolean;
    return kept && isUsable(socket, options.now().getTime());
  };

  // Once for each exchange, so it makes no lists of its own.
  const dropStale = (): void => {
    const nowMs = options.now().getTime();
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
