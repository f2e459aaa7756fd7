import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Methods that a `Request` does not take; nothing of ours has them (Fetch §2.2.1). */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * Turns a message of `node:http` into a web `Request`; its body streams.
 *
 * @returns `undefined` for a method that a `Request` cannot have
 */
export const toRequest = (message: IncomingMessage, url: URL): Request | undefined => {
  const { method = '', rawHeaders } = message;
  if (FORBIDDEN.has(method)) return undefined;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  const body = Readable.toWeb(message) as ReadableStream<Uint8Array>;
  return new Request(url, { method, headers, body, duplex: 'half' });
};
