import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { parseSpiffeId, parseTrustBundle, readCertificate, type SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer } from '@margo-sdk/protocol/node';
import type { DevelopmentIssuer, DevelopmentServerCertificate } from '../issuer/index.js';
import type { Reply } from './reply.js';

/** Answers a message on a socket. */
export type Answer = (message: IncomingMessage, response: ServerResponse) => void;

/** How a fake is reached over TLS, and how it gets to know who asks. */
export interface Transport {
  /** What it shows when nothing is wrong. */
  readonly shown: DevelopmentServerCertificate;
  /** The server that is right. */
  readonly createServer: (answer: Answer) => Server;
  /** The reply to a request of whoever is at the other end. */
  readonly reply: (request: Request, message: IncomingMessage) => Promise<Reply>;
}

/** Both ends show certificates: who asks is who its certificate says. */
export const mutualTls = async (
  { issuer, wfmId, now }: { readonly issuer: DevelopmentIssuer; readonly wfmId: string; readonly now: () => Date },
  reply: (request: Request, caller: SpiffeId) => Promise<Reply>,
): Promise<Transport> => {
  const credentials = await issuer.issueFleetManager(wfmId);
  const trustBundle = parseTrustBundle(issuer.trustBundle());
  return {
    shown: credentials,
    createServer: (answer) => createMutualTlsServer({ credentials, trustBundle, now }, answer),
    reply: async (request, message) => reply(request, callerOf(message)),
  };
};

/** The server shows a certificate; who asks is who its signature says. */
export const serverTls = async (
  { issuer, host }: { readonly issuer: DevelopmentIssuer; readonly host: string },
  reply: (request: Request) => Promise<Reply>,
): Promise<Transport> => {
  const shown = await issuer.issueServer([...new Set([host, 'localhost', '127.0.0.1', '::1'])]);
  const tls = {
    cert: shown.certificate,
    key: shown.privateKey,
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['http/1.1'],
  } as const;
  return { shown, createServer: (answer) => createHttpsServer(tls, answer), reply };
};

const callerOf = ({ socket }: IncomingMessage): SpiffeId => {
  const { raw } = (socket as TLSSocket).getPeerCertificate();
  const [id] = readCertificate(raw).uriNames;
  return parseSpiffeId(id ?? '');
};
