import type { IncomingMessage } from 'node:http';
import type { HandlerRequest } from '../handlers/request.js';

/**
 * Lets the handlers read a message of `node:http`, without a web `Request` in between: for a server or a framework of
 * your own, whose body parsers have to leave the body alone. Where a framework has shortened `url`, put `target` in
 * place as it was sent.
 *
 * @param message - a request that nobody has read the body of
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { acceptAnyClient, createFleetManager, createMemoryStore } from '@margo-sdk/orchestrator-client';
 * import { fromNode } from '@margo-sdk/orchestrator-client/node';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const manager = createFleetManager({ store: createMemoryStore(), acceptClient: acceptAnyClient });
 * // Only for a test on one machine: who sent it is known from its certificate and from nothing else.
 * const caller = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * const server = createServer(async (message, response) => {
 *   const { status, headers, body } = await manager.answer(fromNode(message), caller);
 *   response.writeHead(status, headers).end(body);
 * });
 * console.log(server.listening); // false
 * ```
 */
export const fromNode = (message: IncomingMessage): HandlerRequest => ({
  method: message.method ?? '',
  target: message.url ?? '',
  header: (name) => {
    const value = message.headers[name];
    return value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
  },
  body: (maxBytes) => readBody(message, maxBytes),
});

/** Reads until the end or the limit, and throws when the client goes away. */
const readBody = async (message: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Left early, an iterator would destroy the message, and with it the connection that the refusal has to go out on.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
};
