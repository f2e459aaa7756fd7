import { mediaTypeOf, type ProblemStatus, type ProblemType } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { refuse } from './answer.js';
import type { HandlerAnswer, HandlerRequest } from './request.js';

/**
 * Reads a JSON body as bytes, within its limit.
 *
 * @param request - its body was not read yet
 * @param maxBytes - the most bytes to take
 * @returns the bytes, or the answer that refuses them: 413, 415, or 400 for a body that broke off
 */
export const readJsonBody = async (
  request: HandlerRequest,
  maxBytes: number,
): Promise<Refusal | { readonly bytes: Uint8Array }> => {
  const mediaType = mediaTypeOf(request.header('content-type'));
  if (mediaType !== MEDIA_TYPES.json) return refusal(415, `The body must be ${MEDIA_TYPES.json}.`);
  const coding = request.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding !== 'identity') return refusal(415, 'The body must not be compressed.');

  const tooLarge = (): Refusal => refusal(413, `The body must not have more than ${maxBytes} bytes.`);
  if (Number(request.header('content-length')) > maxBytes) return tooLarge();
  try {
    const bytes = await request.body(maxBytes);
    return bytes === undefined ? tooLarge() : { bytes };
  } catch {
    return refusal('invalid-request', 'The body broke off.');
  }
};

interface Refusal {
  readonly refusal: HandlerAnswer;
}

const refusal = (type: ProblemType | ProblemStatus, detail: string): Refusal => ({ refusal: refuse(type, { detail }) });
