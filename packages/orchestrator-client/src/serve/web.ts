import { readBounded } from '@margo-sdk/protocol';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';

/** Lets handlers read a web `Request`. */
export const fromWeb = (request: Request): HandlerRequest => ({
  method: request.method,
  // The path and the query: no URL of a Request is without them.
  target: request.url.slice(request.url.indexOf('/', request.url.indexOf('//') + 2)),
  header: (name) => request.headers.get(name),
  body: (maxBytes) => readBounded(request.body, maxBytes),
});

/** Makes a web `Response` of what handlers answer. */
export const toWeb = ({ status, headers, body }: HandlerAnswer): Response =>
  new Response(body as Uint8Array<ArrayBuffer> | null, { status, headers });
