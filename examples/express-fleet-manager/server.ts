import type { IncomingMessage } from 'node:http';
import type { FleetManager, HandlerRequest } from '@margo-sdk/orchestrator-client';
import type { SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsServer, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import express, { type Request as ExpressRequest } from 'express';

/** An Express application with the workload-management interface in it, behind mutual TLS. It does not listen yet. */
export const expressFleetManager = (manager: FleetManager, options: MutualTlsServerOptions): MutualTlsServer => {
  const callers = new WeakMap<IncomingMessage, SpiffeId>();
  const callerOf = (request: IncomingMessage): SpiffeId => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Error('This request came by no socket that was judged.');
    return caller;
  };

  const app = express().disable('x-powered-by').disable('etag');
  // Before any body parser: the handlers say how much of a body they take.
  app.use('/api/v1', async (request, response) => {
    const { status, headers, body } = await manager.answer(handlerRequest(request), callerOf(request));
    response.writeHead(status, headers);
    response.end(body);
  });
  // Routes of your own stand beside it, and know their caller as well.
  app.get('/who-am-i', (request, response) => void response.type('text/plain').send(callerOf(request)));

  return createMutualTlsServer(options, (request, response, caller) => {
    callers.set(request, caller);
    app(request, response);
  });
};

/** A request with its target as it was sent, which no parser of URLs has tidied up (M-52). */
const handlerRequest = (request: ExpressRequest): HandlerRequest => ({
  method: request.method,
  target: request.originalUrl,
  header: (name) => request.get(name) ?? null,
  body: async (maxBytes) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // The connection stays: the answer that refuses a body has to go out on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  },
});
