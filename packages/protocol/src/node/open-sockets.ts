import type { TLSSocket } from 'node:tls';

/** Connections from their first packet to their last, for whoever has to end them all. */
export interface OpenSockets {
  add(this: void, socket: TLSSocket): void;
  /** Ends them, whatever is under way, and waits until all are closed. */
  close(this: void): Promise<void>;
}

export const createOpenSockets = (): OpenSockets => {
  const sockets = new Set<TLSSocket>();
  return {
    add: (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    },
    close: async () => {
      await Promise.all([...sockets].map(async (socket) => new Promise((end) => socket.once('close', end).destroy())));
    },
  };
};
