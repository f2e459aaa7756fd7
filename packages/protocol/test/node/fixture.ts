import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { parseTrustBundle, type PeerRefusedError, type SpiffeId } from '../../src/identity/index.js';
import {
  createMutualTlsFetch,
  createMutualTlsServer,
  type Credentials,
  type MutualTlsFetch,
  type MutualTlsFetchOptions,
  type MutualTlsListener,
  type MutualTlsServer,
  type MutualTlsServerOptions,
} from '../../src/node/index.js';
import type { DevelopmentIssuer } from '@margo-sdk/testkit';

/** Listens on a free loopback port until the test is over. */
export const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a TCP port');
  return `https://127.0.0.1:${address.port}`;
};

export interface FleetManager {
  readonly url: string;
  readonly server: MutualTlsServer;
  readonly callers: SpiffeId[];
  /** Codes of refused connections, in order. */
  readonly refusals: string[];
  /** The next refusal. */
  refused(): Promise<PeerRefusedError>;
}

/** A fleet manager `line-1` on loopback. */
export const startFleetManager = async (
  issuer: DevelopmentIssuer,
  listener: MutualTlsListener,
  options: Partial<MutualTlsServerOptions> = {},
): Promise<FleetManager> => {
  const callers: SpiffeId[] = [];
  const refusals: string[] = [];
  const waiting: ((error: PeerRefusedError) => void)[] = [];
  const server = createMutualTlsServer(
    {
      credentials: await issuer.issueFleetManager('line-1'),
      trustBundle: parseTrustBundle(issuer.trustBundle()),
      onRefused: (error) => {
        refusals.push(error.code);
        waiting.shift()?.(error);
      },
      ...options,
    },
    (request, response, caller) => {
      callers.push(caller);
      listener(request, response, caller);
    },
  );
  const url = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return { url, server, callers, refusals, refused: async () => new Promise((resolve) => waiting.push(resolve)) };
};

/** The device `press-7` of `line-1`. */
export const startDevice = async (
  issuer: DevelopmentIssuer,
  options: Partial<MutualTlsFetchOptions> = {},
): Promise<MutualTlsFetch> => {
  const device = createMutualTlsFetch({
    credentials: await issuer.issueClient('line-1', 'press-7'),
    trustBundle: parseTrustBundle(issuer.trustBundle()),
    ...options,
  });
  onTestFinished(async () => device.close());
  return device;
};

/** A TLS server that plays no part in judging and records every byte that reaches it. */
export const startImpostor = async ({
  certificate,
  privateKey,
}: Credentials): Promise<{ url: string; received: Buffer[]; ended: Promise<void> }> => {
  const received: Buffer[] = [];
  const server = tls.createServer({
    cert: certificate,
    key: privateKey as string,
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.on('data', (bytes) => received.push(bytes)).on('error', () => undefined);
  });
  // Of the TCP connection, because the handshake need not have finished on this side when the device hangs up.
  const ended = new Promise<void>((resolve) => {
    server.on('connection', (socket: Socket) => socket.on('close', () => resolve()));
  });
  return { url: await listen(server), received, ended };
};

/** Sends a request over TLS with whatever credentials, judging nothing; gives what came back before the end. */
export const intrude = async (
  url: string,
  credentials: Credentials | undefined,
  options: tls.ConnectionOptions = {},
): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = tls.connect({
    host: hostname,
    port: Number(port),
    rejectUnauthorized: false,
    ...(credentials && { cert: credentials.certificate, key: credentials.privateKey as string }),
    ...options,
  });
  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes)).on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(received).toString();
};
