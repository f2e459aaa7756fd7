import { MargoError } from '@margo-sdk/spec-model';
import { TransportError, UnexpectedResponseError } from '../errors.js';

/** Limits of {@link readBody}. */
export interface ReadBodyOptions {
  /** What is being done, for the message. */
  readonly request: string;
  /** The most bytes to take, counted after the platform has undone any `Content-Encoding`. */
  readonly maxBytes: number;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/**
 * Reads a body exactly as it comes and stops as soon as it is too long, whatever `Content-Length` promised.
 *
 * @throws UnexpectedResponseError `ERR_BODY_TOO_LARGE`
 * @throws TransportError `ERR_NETWORK`: the connection broke off
 */
export const readBody = async (
  response: Response,
  { request, maxBytes, signal }: ReadBodyOptions,
): Promise<Uint8Array> => {
  if (response.body === null) return new Uint8Array();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength;
      if (size > maxBytes)
        throw new UnexpectedResponseError(
          'ERR_BODY_TOO_LARGE',
          `${request} was answered with more than ${maxBytes} bytes.`,
          {
            hint: 'Raise the limit in the options of the client if such a size is meant.',
          },
        );
      chunks.push(next.value);
    }
  } catch (error) {
    cancel();
    throw transportFailure(request, error);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  // A reader that was cancelled reports a clean end: what came so far must not pass for the whole.
  if (signal.aborted) throw signal.reason;
  return concatenate(chunks, size);
};

/** Lets our own errors pass, such as a mutual-TLS layer's; what is left is the platform's word for a broken connection. */
export const transportFailure = (request: string, error: unknown): MargoError =>
  MargoError.isInstance(error)
    ? error
    : new TransportError('ERR_NETWORK', `${request} got no complete answer: ${reasonOf(error)}`, {
        cause: error,
        hint: 'Check the address and the network, then try again.',
      });

const concatenate = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
};

/** fetch says "fetch failed" and keeps the reason, such as ECONNREFUSED, in the cause. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};
