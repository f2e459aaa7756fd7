import { MargoError } from '@margo-sdk/spec-model';
import { TransportError, UnexpectedResponseError } from '../errors.js';
import { readBounded } from '../read-bounded.js';

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
 * Reads the body of an answer within its limit.
 *
 * @throws UnexpectedResponseError `ERR_BODY_TOO_LARGE`
 * @throws TransportError `ERR_NETWORK`: the connection broke off
 */
export const readBody = async (
  { body }: Response,
  { request, maxBytes, signal }: ReadBodyOptions,
): Promise<Uint8Array> => {
  const read = await readBounded(body, maxBytes, signal).catch((error: unknown) => {
    throw transportFailure(request, error);
  });
  if (read !== undefined) return read;
  throw new UnexpectedResponseError('ERR_BODY_TOO_LARGE', `${request} was answered with more than ${maxBytes} bytes.`, {
    hint: 'Raise the limit in the options of the client if such a size is meant.',
  });
};

/** Lets our own errors pass, such as a mutual-TLS layer's; what is left is the platform's word for a broken connection. */
export const transportFailure = (request: string, error: unknown): MargoError =>
  MargoError.isInstance(error)
    ? error
    : new TransportError('ERR_NETWORK', `${request} got no complete answer: ${reasonOf(error)}`, {
        cause: error,
        hint: 'Check the address and the network, then try again.',
      });

/** fetch says "fetch failed" and keeps the reason, such as ECONNREFUSED, in the cause. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};
