import type { IncomingMessage } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { TransportError } from '../errors.js';

/** Statuses whose answer has no body (Fetch §2.2.3). */
const NULL_BODY = [204, 205, 304];

/** Whether an answer ends with its head. */
export const hasNoBody = ({ statusCode = 0, headers }: IncomingMessage, method: string): boolean =>
  method === 'HEAD' || NULL_BODY.includes(statusCode) || headers['content-length'] === '0';

/** Whether HTTP has such a status for an answer. */
export const hasPossibleStatus = ({ statusCode = 0 }: IncomingMessage): boolean =>
  statusCode >= 200 && statusCode <= 599;

/**
 * Turns a message of `node:http` into a web `Response` whose body is still being received. Redirects stay what they are.
 *
 * @throws TransportError `ERR_NETWORK` for a status that HTTP does not have
 */
export const toResponse = async (message: IncomingMessage, method: string): Promise<Response> => {
  const { statusCode: status = 0, statusMessage = '' } = message;
  if (!hasPossibleStatus(message))
    throw new TransportError('ERR_NETWORK', `Got an answer with the impossible status ${status}.`);
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2)
    headers.append(message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '');
  if (hasNoBody(message, method)) {
    await finished(message.resume()); // so that the connection is free again for whoever asks next
    return new Response(null, { status, statusText: statusMessage, headers });
  }
  const body = Readable.toWeb(decode(message, headers)) as ReadableStream<Uint8Array>;
  return new Response(body, { status, statusText: statusMessage, headers });
};

/**
 * Undoes the content coding, as `fetch` does: digests are over the decoded bytes (DS-30). The headers then describe
 * what the reader gets. A coding that was never asked for is left alone, with its header.
 */
const decode = (message: IncomingMessage, headers: Headers): Readable => {
  const decoder = decoderFor(headers.get('content-encoding')?.trim().toLowerCase());
  if (decoder === undefined) return message;
  headers.delete('content-encoding');
  headers.delete('content-length');
  // A failure of either half ends the other; the reader is told through the decoder.
  return pipeline(message, decoder, () => undefined);
};

const decoderFor = (coding: string | undefined): ReturnType<typeof createGunzip> | undefined => {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  return coding === 'br' ? createBrotliDecompress() : undefined;
};
