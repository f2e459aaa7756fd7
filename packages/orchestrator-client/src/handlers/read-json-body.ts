import { createProblem, mediaTypeOf, problemResponse, readBounded, type ProblemStatus } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';

/**
 * Reads a JSON body as bytes, within its limit.
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
  try {
    return (await readBounded(request.body, maxBytes)) ?? tooLarge();
  } catch {
    return refuse(400, 'The body broke off.');
  }
};

const refuse = (status: ProblemStatus, detail: string): Response => problemResponse(createProblem(status, { detail }));
