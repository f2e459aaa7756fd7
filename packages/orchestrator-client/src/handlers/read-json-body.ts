import { createProblem, mediaTypeOf, problemResponse, type ProblemStatus } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';

/**
 * Reads a JSON body as bytes and stops as soon as it is too long, whatever `Content-Length` promised.
 *
 * @param request - its body was not read yet
 * @param maxBytes - the most bytes to take
 * @returns the bytes, or the answer that refuses them: 413, 415, or 400 for a body that broke off
 */
export const readJsonBody = async (request: Request, maxBytes: number): Promise<Uint8Array | Response> => {
  const mediaType = mediaTypeOf(request.headers.get('Content-Type'));
  if (mediaType !== MEDIA_TYPES.json) return refuse(415, `The body must be ${MEDIA_TYPES.json}.`);
  const coding = request.headers.get('Content-Encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding !== 'identity') return refuse(415, 'The body must not be compressed.');

  const tooLarge = (): Response => refuse(413, `The body must not have more than ${maxBytes} bytes.`);
  if (Number(request.headers.get('Content-Length')) > maxBytes) return tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const body: AsyncIterable<Uint8Array> = request.body ?? new Blob([]).stream();
    for await (const chunk of body) {
      size += chunk.byteLength;
      // Leaving the loop cancels the rest.
      if (size > maxBytes) return tooLarge();
      chunks.push(chunk);
    }
  } catch {
    return refuse(400, 'The body broke off.');
  }
  return concatenate(chunks, size);
};

const refuse = (status: ProblemStatus, detail: string): Response => problemResponse(createProblem(status, { detail }));

const concatenate = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
};
