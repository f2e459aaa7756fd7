import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { MargoError } from '@margo-sdk/spec-model';
import type { LeanAnswer, LeanRequest } from '../client/lean.js';
import { idleTooLong, networkFailure } from './exchange-failure.js';
import type { ExchangeOptions } from './exchange.js';
import { hasNoBody, hasPossibleStatus, toResponse } from './to-response.js';

/** One request and its answer, without web streams where there is nothing to stream. Otherwise as `exchange` does it. */
export const leanExchange = async (request: LeanRequest, options: ExchangeOptions): Promise<LeanAnswer | Response> =>
  new Promise((resolve, reject) => {
    const { deadline, method, target } = request;
    const outgoing = httpsRequest({
      agent: options.agent,
      maxHeaderSize: options.maxHeaderSize,
      timeout: options.timeout,
      host: target.host,
      port: target.port,
      servername: isIP(target.host) === 0 ? target.host : '',
      path: target.path,
      method,
      headers: { ...request.headers, 'Accept-Encoding': 'gzip, br' },
    });
    let incoming: IncomingMessage | undefined;
    const fail = (error: unknown): void =>
      reject(MargoError.isInstance(error) ? error : networkFailure(request, error));
    const giveUp = (reason: Error): void => {
      reject(reason); // first: what the connection says after this is a consequence of it
      incoming?.destroy(reason);
      outgoing.destroy(reason);
    };
    outgoing
      .on('error', fail)
      .once('timeout', () => giveUp(idleTooLong(request, options.timeout)))
      .once('response', (message: IncomingMessage) => {
        incoming = message;
        if (!hasNoBody(message, method) || !hasPossibleStatus(message))
          return void toResponse(message, method).then(resolve, giveUp);
        // At its end, so that the connection is free again for whoever asks next.
        message
          .on('error', fail)
          .once('end', () => resolve(bodiless(message)))
          .resume();
      })
      .end();
    deadline.onGivenUp(giveUp);
  });

const bodiless = ({ statusCode: status = 0, headers }: IncomingMessage): LeanAnswer => ({
  status,
  ok: status >= 200 && status < 300,
  type: 'default',
  headers: {
    get: (name) => {
      const value = headers[name.toLowerCase()];
      return (typeof value === 'string' ? value : value?.join(', ')) ?? null;
    },
  },
  body: null,
});
