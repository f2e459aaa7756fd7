/**
 * Reads a body exactly as it comes and stops as soon as it is too long, whatever `Content-Length` promised. For bodies
 * of requests and of responses; whatever is left of a body that is not read to its end is cancelled.
 *
 * @param body - `body` of a `Request` or `Response`
 * @param maxBytes - the most bytes to take, counted after the platform has undone any `Content-Encoding`
 * @param signal - ends the reading
 * @returns the bytes, or `undefined` when there are more than `maxBytes`
 * @throws what the body breaks off with, or the reason of the signal
 *
 * @example
 * ```ts
 * import { readBounded } from '@margo-sdk/protocol';
 *
 * const { body } = new Response('ten bytes!');
 * console.log(await readBounded(body, 9)); // undefined: there is one byte more
 * ```
 */
export const readBounded = async (
  body: ReadableStream | null,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> => {
  if (body === null) return new Uint8Array();
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength;
      if (size > maxBytes) {
        cancel();
        return undefined;
      }
      chunks.push(next.value);
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  // A reader that was cancelled reports a clean end: what came so far must not pass for the whole.
  signal?.throwIfAborted();
  return concatenate(chunks, size);
};

const concatenate = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
};
