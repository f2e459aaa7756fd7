import { refuse } from '../handlers/answer.js';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';

/** A body that was read, or the answer for one that cannot be. */
export type BufferedBody = { readonly bytes: Uint8Array } | { readonly refusal: HandlerAnswer };

/** Reads a body to its end: nobody can tell who has signed it before. */
export const bufferBody = async (request: HandlerRequest, maxBytes: number): Promise<BufferedBody> => {
  const tooLarge = { refusal: refuse(413, { detail: `The body must not have more than ${maxBytes} bytes.` }) };
  if (Number(request.header('content-length')) > maxBytes) return tooLarge;
  try {
    const bytes = await request.body(maxBytes);
    return bytes === undefined ? tooLarge : { bytes };
  } catch {
    return { refusal: refuse('invalid-request', { detail: 'The body broke off.' }) };
  }
};

/** The request with its body, which was read already and can be read as often as anybody likes. */
export const withBody = (request: HandlerRequest, bytes: Uint8Array): HandlerRequest => ({
  method: request.method,
  target: request.target,
  header: (name) => request.header(name),
  body: (maxBytes) => Promise.resolve(bytes.byteLength > maxBytes ? undefined : bytes),
});
