import { connect as openTls, type TLSSocket } from 'node:tls';
import { TransportError } from '../errors.js';
import type { MargoRole } from '../identity/spiffe-id.js';
import { judgeSocket, type JudgedPeer } from './judge-socket.js';
import { ALPN, type SecureIdentity } from './secure-context.js';

/** Where a connection goes; the address is routing only and proves nothing (WP-14). */
export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** Name for SNI, empty for an IP address. */
  readonly servername: string;
}

/** How a connection is made. */
export interface ConnectOptions {
  readonly role: MargoRole;
  readonly now: () => Date;
  /** Milliseconds for TCP and TLS together. */
  readonly timeoutMs: number;
}

/**
 * Opens a connection and hands it out only after the other end was judged: before that no byte of a request exists
 * anywhere near the socket (WP-14). `done` is called once, with an error and a destroyed socket, or with the peer.
 *
 * @returns the socket at once, for whoever has to close it
 */
export const connect = (
  { host, port, servername }: ConnectTarget,
  identity: SecureIdentity,
  { role, now, timeoutMs }: ConnectOptions,
  done: (error: Error | null, socket: TLSSocket, peer?: JudgedPeer) => void,
): TLSSocket => {
  const socket = openTls({
    host,
    port,
    ...(servername !== '' && { servername }),
    secureContext: identity.secureContext,
    ALPNProtocols: ALPN,
    rejectUnauthorized: false, // judgeSocket below holds OpenSSL's verdict against the peer, with a reason
    checkServerIdentity: () => undefined, // DNS names never decide (SV-16)
  });
  let timer: NodeJS.Timeout | undefined = undefined;
  const settle = (error: Error | null, peer?: JudgedPeer): void => {
    clearTimeout(timer);
    socket.off('error', settle).off('close', onClose).off('secureConnect', onSecure);
    if (error === null) return done(null, socket, peer);
    socket.on('error', () => undefined); // what a dying socket still says has nobody to tell
    socket.destroy();
    done(error, socket);
  };
  const onClose = (): void => settle(new Error('the connection was closed during the TLS handshake'));
  const onSecure = (): void => {
    let peer: JudgedPeer;
    try {
      peer = judgeSocket(socket, { ownId: identity.id, role, now: now() });
    } catch (error) {
      return settle(error as Error);
    }
    settle(null, peer);
  };
  timer = setTimeout(
    () =>
      settle(
        new TransportError('ERR_TIMEOUT', `No TLS connection to ${host}:${port} within ${timeoutMs} ms.`, {
          hint: 'Check the address and the network, then try again.',
        }),
      ),
    timeoutMs,
  );
  return socket.once('error', settle).once('close', onClose).once('secureConnect', onSecure);
};
