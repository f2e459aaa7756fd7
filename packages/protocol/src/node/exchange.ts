import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest, type Agent } from 'node:https';
import { MargoError } from '@margo-sdk/spec-model';
import { idleTooLong, networkFailure } from './exchange-failure.js';
import { toResponse } from './to-response.js';

/** How exchanges are made. */
export interface ExchangeOptions {
  readonly agent: Agent;
  readonly maxHeaderSize: number;
  /** Milliseconds without a byte in either direction after which an exchange is given up. */
  readonly timeout: number;
}

/** One request and the head of its answer; both bodies stream. */
export const exchange = async (request: Request, options: ExchangeOptions): Promise<Response> => {
  const { signal } = request;
  signal.throwIfAborted();
  const headers = { 'accept-encoding': 'gzip, br', ...Object.fromEntries(request.headers) };
  const outgoing = httpsRequest(request.url, { ...options, method: request.method, headers });
  let incoming: IncomingMessage | undefined;
  const giveUp = (reason: unknown): void => {
    incoming?.destroy(reason as Error); // first, so that the reader of the body hears the reason
    outgoing.destroy(reason as Error);
  };
  const onAbort = (): void => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  outgoing
    .on('error', () => undefined) // one that comes after the promise below is settled has nobody left to tell
    .once('close', () => signal.removeEventListener('abort', onAbort))
    .once('timeout', () => giveUp(idleTooLong(request, options.timeout)));
  try {
    // Listens to the signal itself, because a request that still waits for its connection does not end before it has one.
    const answered = once(outgoing, 'response', { signal }) as Promise<[IncomingMessage]>;
    // The answer may come before the body has left, so nobody waits for that; if it fails, `answered` does.
    sendBody(request, outgoing).catch(giveUp);
    [incoming] = await answered;
    return await toResponse(incoming, request.method);
  } catch (error) {
    outgoing.destroy();
    if (signal.aborted) throw signal.reason;
    throw MargoError.isInstance(error) ? error : networkFailure(request, error);
  }
};

/**
 * Streams a body. The last chunk is held back, so that a body of one chunk goes out whole with a `Content-Length`,
 * which some servers insist on, and not in chunked coding.
 */
const sendBody = async ({ body }: Request, outgoing: ClientRequest): Promise<void> => {
  if (body === null) return void outgoing.end();
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const closed = new AbortController();
  outgoing.once('close', () => {
    closed.abort();
    reader.cancel().catch(() => undefined); // the producer may stop; that it fails to is no concern of the answer's
  });
  let held: Uint8Array | undefined;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (held !== undefined && !outgoing.write(held)) await once(outgoing, 'drain', { signal: closed.signal });
    held = next.value;
  }
  outgoing.end(held);
};
