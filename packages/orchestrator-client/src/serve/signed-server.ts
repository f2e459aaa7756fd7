import { constants } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { MargoError } from '@margo-sdk/spec-model';
import type { SignatureGate } from '../gate/signature-gate.js';
import { createRequestsUnderWay, listen } from './listening.js';
import { fromNode } from './node-request.js';
import { writeAnswer } from './write-answer.js';

/** What a server shows, and with which key it proves that it is its own. */
export interface ServerCertificate {
  /** PEM: the certificate, and those that lead to the root that devices trust (LG-02). */
  readonly certificate: string;
  /** PEM of its private key, without a passphrase. */
  readonly privateKey: string;
}

/** Options of {@link serveSignedFleetManager}. */
export interface ServeSignedFleetManagerOptions extends ServerCertificate {
  readonly gate: Pick<SignatureGate, 'answer'>;
  /** Address to listen on. Default `127.0.0.1`: say `::` or `0.0.0.0` to be reached from elsewhere. */
  readonly host?: string;
  /** Port to listen on; `0` for any that is free. Default 443. */
  readonly port?: number;
  /** Also speak TLS 1.2, for devices that cannot do better; default false: TLS 1.3 only. */
  readonly dangerouslyAllowTls12?: boolean;
  /** Milliseconds for the TLS handshake; default 10 000. */
  readonly handshakeTimeoutMs?: number;
  /** Milliseconds for the header of a request; default 10 000. */
  readonly headersTimeoutMs?: number;
  /** Milliseconds for a whole request, its body included; default 60 000. */
  readonly requestTimeoutMs?: number;
  /** Milliseconds that a connection may be idle between requests; default 90 000, longer than devices pause between polls. */
  readonly keepAliveTimeoutMs?: number;
  /** The most bytes that the header of a request may have; default 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** The most connections at a time, those in their handshake included; more are closed at once. Default 10 000. */
  readonly maxConnections?: number;
  /** Milliseconds that `close` waits for requests under way before it cuts them off. Default 10 000. */
  readonly closeTimeoutMs?: number;
}

/** A fleet manager of a signed profile that can be reached. */
export interface ServedSignedFleetManager {
  /** Where it listens, as the `baseUrl` of a client. */
  readonly url: string;
  /** Shows another certificate to whoever connects from now on, and drops no request. Throws when it cannot be used. */
  reload(this: void, certificate: ServerCertificate): void;
  /** Stops listening, waits for requests under way, and closes all connections. */
  close(this: void): Promise<void>;
}

/** TLS 1.2 is left with forward secrecy and authenticated encryption only (TLS-05, RFC 9325 §4.2). */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':');

/**
 * Serves a fleet manager of a signed profile over HTTPS (LG-01). The server shows a certificate and asks for none: who
 * sends a request is proved by its signature, at the gate.
 *
 * @throws MargoError `ERR_CREDENTIALS_INVALID`: certificate and key cannot be read, or do not belong together
 * @throws MargoError `ERR_LISTEN_FAILED`: the address is taken or not allowed
 *
 * @example
 * ```ts
 * import {
 *   acceptAnyCertificate,
 *   acceptAnyClient,
 *   createClientRegistry,
 *   createFleetManager,
 *   createMemoryClientStore,
 *   createMemoryStore,
 *   createSignatureGate,
 * } from '@margo-sdk/orchestrator-client';
 * import { serveSignedFleetManager } from '@margo-sdk/orchestrator-client/node';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 * import { createDevelopmentIssuer } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const { certificate, privateKey } = await issuer.issueFleetManager('line-1', { dnsNames: ['wfm.factory.example'] });
 * const gate = createSignatureGate({
 *   manager: createFleetManager({ profile: 'rc2-signed', store: createMemoryStore(), acceptClient: acceptAnyClient }),
 *   registry: createClientRegistry({
 *     store: createMemoryClientStore(),
 *     fleetManager: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
 *     acceptCertificate: acceptAnyCertificate, // for a laboratory
 *   }),
 *   origin: 'https://wfm.factory.example',
 * });
 * const { url, close } = await serveSignedFleetManager({ gate, certificate, privateKey, port: 0 });
 * console.log(`A device can now ask ${url} to be let in`);
 * await close();
 * ```
 */
export const serveSignedFleetManager = async ({
  gate,
  certificate,
  privateKey,
  host = '127.0.0.1',
  port = 443,
  closeTimeoutMs = 10_000,
  ...limits
}: ServeSignedFleetManagerOptions): Promise<ServedSignedFleetManager> => {
  const requests = createRequestsUnderWay();
  const { dangerouslyAllowTls12 = false } = limits;
  const server = createServer(
    {
      ...contextOptions({ certificate, privateKey }, dangerouslyAllowTls12),
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: limits.handshakeTimeoutMs ?? 10_000,
      headersTimeout: limits.headersTimeoutMs ?? 10_000,
      requestTimeout: limits.requestTimeoutMs ?? 60_000,
      keepAliveTimeout: limits.keepAliveTimeoutMs ?? 90_000,
      maxHeaderSize: limits.maxHeaderBytes ?? 16 * 1024,
    },
    (message, response) => {
      requests.add(response);
      // The client went away, or the gate broke its promise: the only way to say so is to end the connection.
      answer(gate, message, response).catch(() => response.destroy());
    },
  );
  server.maxConnections = limits.maxConnections ?? 10_000;
  const { url, close } = await listen(server, requests, { host, port, closeTimeoutMs });
  return { url, close, reload: (next) => server.setSecureContext(contextOptions(next, dangerouslyAllowTls12)) };
};

const answer = async (
  gate: Pick<SignatureGate, 'answer'>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const given = await gate.answer(fromNode(message));
  // After a signature that is not good, the session ends (LG-11).
  if (given.status === 401) response.setHeader('Connection', 'close');
  writeAnswer(message, response, given);
};

/** Throws `ERR_CREDENTIALS_INVALID` for what no context can be made of; what OpenSSL says may quote from a key. */
const contextOptions = ({ certificate, privateKey }: ServerCertificate, allowTls12: boolean): SecureContextOptions => {
  const options: SecureContextOptions = {
    cert: certificate,
    key: privateKey,
    minVersion: allowTls12 ? 'TLSv1.2' : 'TLSv1.3',
    ciphers: CIPHERS,
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
  try {
    createSecureContext(options);
  } catch {
    throw new MargoError('ERR_CREDENTIALS_INVALID', 'The certificate and the key of the server cannot be used.', {
      hint: 'Give both as PEM, the key without a passphrase, and see that it is the one the certificate was issued for.',
    });
  }
  return options;
};
