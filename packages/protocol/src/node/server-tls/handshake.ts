import { isIP } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { TransportError } from '../../errors.js';
import { ALPN } from '../secure-context.js';

/** Where a server is. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Makes a TLS connection and leaves the judgement of its other end to the caller. Sends nothing.
 *
 * @param onSocket - called with the socket at once, for whoever has to close it
 * @throws TransportError `ERR_TIMEOUT`, or what the platform says
 */
export const handshake = async (
  { host, port }: ServerAddress,
  secureContext: SecureContext,
  timeoutMs: number,
  onSocket?: (socket: TLSSocket) => void,
): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
      secureContext,
      ALPNProtocols: ALPN,
      rejectUnauthorized: false, // the caller holds OpenSSL's verdict against the server, with a reason
      checkServerIdentity: () => undefined, // so is the name, more strictly
    });
    onSocket?.(socket);
    const settle = (error: Error | null): void => {
      clearTimeout(timer);
      socket.off('error', settle).off('close', onClose).off('secureConnect', onSecure);
      if (error === null) return resolve(socket);
      socket.on('error', () => undefined); // what a dying socket still says has nobody to tell
      socket.destroy();
      reject(error);
    };
    const onClose = (): void => settle(new Error('the connection was closed during the TLS handshake'));
    const onSecure = (): void => settle(null);
    const timer = setTimeout(
      () =>
        settle(
          new TransportError('ERR_TIMEOUT', `No TLS connection to ${host}:${port} within ${timeoutMs} ms.`, {
            hint: 'Check the address and the network, then try again.',
          }),
        ),
      timeoutMs,
    );
    socket.once('error', settle).once('close', onClose).once('secureConnect', onSecure);
  });
