import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { SocketFault } from '../faults/fleet-manager/fleet-manager-fault.js';
import type { DevelopmentIssuer, DevelopmentServerCertificate } from '../issuer/index.js';
import type { ManualClock } from '../in-process/index.js';
import type { FaultSwitches } from './switches.js';
import { toRequest } from './to-request.js';
import type { Answer, Transport } from './transport.js';
import { writeReply } from './write-reply.js';

/** Where and as whom a fake is served. */
export interface ServeFakeOptions {
  /** Issues the certificate that it shows, also the wrong ones; its bundle is what callers are judged by. */
  readonly issuer: DevelopmentIssuer;
  /** Default `line-1`. */
  readonly wfmId?: string;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default: any that is free. */
  readonly port?: number;
}

/** A fake that can be reached. */
export interface ServedFakeFleetManager {
  /** Where it listens, as the `baseUrl` of a client. */
  readonly url: string;
  /** Ends all connections, in whatever state they are, and stops listening. */
  close(this: void): Promise<void>;
}

interface ServeFake {
  readonly transport: Transport;
  readonly issuer: DevelopmentIssuer;
  readonly wfmId: string;
  readonly host: string;
  readonly port: number;
  readonly switches: FaultSwitches;
  readonly clock: Pick<ManualClock, 'now' | 'sleep'>;
}

/** Serves a fake: a plain socket listens, and each connection is handed to the server that its fault asks for. */
export const serveFake = async ({
  transport: { shown: own, createServer, reply },
  switches,
  clock,
  issuer,
  wfmId,
  host,
  port,
}: ServeFake): Promise<ServedFakeFleetManager> => {
  const sockets = new Set<Socket>();

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      response.setHeader('Connection', 'close');
      const request = await toRequest(message);
      if (request === undefined) return void response.writeHead(400).end();
      await writeReply(await reply(request, message), message.method ?? '', response, clock.sleep);
    } catch {
      response.destroy(); // whoever asked has gone, or gets to see that something broke
    }
  };
  const answering: Answer = (message, response) => void answer(message, response);

  const good = forgiving(createServer(answering));
  /** Judges nobody: whoever sends a request here has failed to judge the other end. */
  const careless = (shown: DevelopmentServerCertificate, tls: object = {}): Server =>
    forgiving(
      createHttpsServer(
        { cert: shown.certificate, key: shown.privateKey, requestCert: true, rejectUnauthorized: false, ...tls },
        answering,
      ),
    );

  const act: Readonly<Record<SocketFault['act'], (socket: Socket) => void>> = {
    close: (socket) => void socket.destroy(),
    silence: (socket) => void socket.resume(),
    'plain http': (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
    'tls 1.2': (socket) => hand(careless(own, { maxVersion: 'TLSv1.2' }), socket),
    'other protocol': (socket) => hand(careless(own, { ALPNProtocols: ['h2'] }), socket),
  };

  const front = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    const fault = switches.take(({ kind }) => kind === 'socket' || kind === 'identity');
    if (fault?.kind === 'socket') return act[fault.act](socket);
    if (fault?.kind !== 'identity') return hand(good, socket);
    fault.credentials(issuer, wfmId, clock.now()).then(
      (shown) => hand(careless(shown), socket),
      () => socket.destroy(),
    );
  });
  await once(front.listen(port, host), 'listening');
  const { address, family, port: taken } = front.address() as AddressInfo;

  return {
    url: `https://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: async () => {
      const closed = once(front, 'close');
      front.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

/** A server takes over a connection that another one has accepted. */
const hand = (server: Server, socket: Socket): void => void server.emit('connection', socket);

/** A handshake that fails ends its connection; nobody else has to hear of it. */
const forgiving = (server: Server): Server => server.on('tlsClientError', (_, failed) => failed.destroy());
