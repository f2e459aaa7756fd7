import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FleetManager, HandlerRequest } from '@margo-sdk/orchestrator-client';
import type { SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsServer, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import { fastify, type FastifyRequest } from 'fastify';

/** A Fastify application with the workload-management interface in it, behind mutual TLS. It does not listen yet. */
export const fastifyFleetManager = async (
  manager: FleetManager,
  options: MutualTlsServerOptions,
): Promise<MutualTlsServer> => {
  const callers = new WeakMap<IncomingMessage, SpiffeId>();
  const callerOf = ({ raw }: FastifyRequest): SpiffeId => {
    const caller = callers.get(raw);
    if (caller === undefined) throw new Error('This request came by no socket that was judged.');
    return caller;
  };
  let route: (request: IncomingMessage, response: ServerResponse) => void;
  const server = createMutualTlsServer(options, (request, response, caller) => {
    callers.set(request, caller);
    route(request, response);
  });

  const app = fastify({
    serverFactory: (handler) => {
      route = handler;
      return server;
    },
  });
  await app.register(async (margo) => {
    // Bodies are left unread: the handlers say how much of one they take.
    margo.removeAllContentTypeParsers();
    margo.addContentTypeParser('*', (_request, _payload, done) => done(null));
    margo.all('/api/v1/*', async (request, reply) => {
      const { status, headers, body } = await manager.answer(handlerRequest(request), callerOf(request));
      return reply
        .code(status)
        .headers(headers)
        .send(body ?? undefined);
    });
  });
  // Routes of your own stand beside it, and know their caller as well.
  app.get('/who-am-i', async (request) => callerOf(request));
  await app.ready();
  return server;
};

/** A request with its target as it was sent, which no parser of URLs has tidied up (M-52). */
const handlerRequest = ({ raw, method }: FastifyRequest): HandlerRequest => ({
  method,
  target: raw.url ?? '',
  header: (name) => raw.headersDistinct[name]?.join(', ') ?? null,
  body: async (maxBytes) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // The connection stays: the answer that refuses a body has to go out on it.
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  },
});
