import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { PeerExpectation } from '../identity/peer.js';
import { judgeAgain, type JudgedPeer } from './judge-socket.js';

/** A connection whose caller was judged. */
export interface JudgedConnection {
  peer: JudgedPeer;
  /** Milliseconds since 1970 after which the next answer is the last (WP-12). */
  lastAnswerAfterMs: number;
  /** Whether the caller no longer verifies: what is under way is the last. */
  revoked: boolean;
  /** What is under way. */
  response: ServerResponse | undefined;
}

/** The connections of a server whose callers were judged, so that all can be judged again. */
export interface JudgedConnections {
  add(socket: TLSSocket, peer: JudgedPeer, lastAnswerAfterMs: number): void;
  get(socket: Socket): JudgedConnection | undefined;
  /** Notes that a request is being answered. */
  answering(connection: JudgedConnection, response: ServerResponse): void;
  /**
   * Judges all callers anew. Those who pass get one more answer, so that no request is dropped, and connect again;
   * connections of the others end after their exchange, or at once when there is none.
   */
  judgeAgain(
    anchors: ReadonlySet<string>,
    expectation: PeerExpectation,
    onRefused: (error: unknown, remoteAddress: string | undefined) => void,
  ): void;
}

/** Makes the list of a server's connections. */
export const createJudgedConnections = (): JudgedConnections => {
  const connections = new Map<Socket, JudgedConnection>();
  /** One for all responses, because there is one for each poll of each device. */
  const answered = function (this: ServerResponse): void {
    const { socket } = this.req;
    const connection = connections.get(socket);
    if (connection?.response !== this) return;
    connection.response = undefined;
    if (connection.revoked) socket.destroySoon();
  };

  return {
    add: (socket, peer, lastAnswerAfterMs) => {
      connections.set(socket, { peer, lastAnswerAfterMs, revoked: false, response: undefined });
      socket.once('close', () => connections.delete(socket));
    },
    get: (socket) => connections.get(socket),
    answering: (connection, response) => {
      connection.response = response;
      response.once('close', answered);
    },
    judgeAgain: (anchors, expectation, onRefused) => {
      for (const [socket, connection] of connections) {
        if (connection.revoked) continue;
        const { response } = connection;
        if (response?.headersSent === false) response.setHeader('Connection', 'close');
        try {
          connection.peer = judgeAgain(connection.peer, anchors, expectation);
          connection.lastAnswerAfterMs = -Infinity;
        } catch (error) {
          connection.revoked = true;
          onRefused(error, socket.remoteAddress);
          if (response === undefined) socket.destroy();
        }
      }
    },
  };
};
