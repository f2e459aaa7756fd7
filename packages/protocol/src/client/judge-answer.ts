import { UnexpectedResponseError } from '../errors.js';
import { mediaTypeOf } from '../negotiation.js';
import type { StateManifestAnswer, WriteOutcome } from './operations.js';
import { readBody, type ReadBodyOptions } from './read-body.js';

/**
 * Takes the content of an answer that has to be of one media type.
 *
 * @param expected - the statuses that it may have
 *
 * @throws UnexpectedResponseError `ERR_UNEXPECTED_STATUS`, `ERR_UNEXPECTED_MEDIA_TYPE` or `ERR_BODY_TOO_LARGE`
 * @throws TransportError `ERR_NETWORK`
 */
export const contentOf = async (
  response: Response,
  mediaType: string,
  options: ReadBodyOptions,
  expected: readonly number[] = [200],
): Promise<Uint8Array> => {
  if (!expected.includes(response.status)) throw unexpectedStatus(response, options.request, expected.join(' or '));
  const actual = mediaTypeOf(response.headers.get('Content-Type'));
  if (actual === mediaType) return readBody(response, options);
  discardBody(response);
  throw new UnexpectedResponseError(
    'ERR_UNEXPECTED_MEDIA_TYPE',
    `${options.request} was answered with ${JSON.stringify(actual.slice(0, 100))} instead of ${mediaType}.`,
    { hint: "Check baseUrl and basePath; the answer does not look like a fleet manager's." },
  );
};

/** Something that is asked for by the ETag of what is held. */
export interface ConditionalRead {
  readonly ifNoneMatch: string | undefined;
  readonly mediaType: string;
  readonly reading: ReadBodyOptions;
}

/**
 * Takes what is new out of an answer, or sees that nothing is. A 304 that nobody asked for is outside the contract.
 *
 * @throws what {@link contentOf} throws
 */
export const changeOf = async (
  response: Response,
  { ifNoneMatch, mediaType, reading }: ConditionalRead,
): Promise<StateManifestAnswer> => {
  if (response.status === 304 && ifNoneMatch !== undefined) return { status: 'unchanged' };
  const bytes = await contentOf(response, mediaType, reading);
  const etag = response.headers.get('ETag');
  return { status: 'changed', bytes, ...(etag !== null && { etag }) };
};

/**
 * Tells what a write did; every success is one.
 *
 * @throws UnexpectedResponseError `ERR_UNEXPECTED_STATUS`
 */
export const outcomeOf = (response: Response, request: string): WriteOutcome => {
  if (!response.ok) throw unexpectedStatus(response, request, 'a success');
  discardBody(response);
  return response.status === 201 ? 'created' : 'updated';
};

/** Frees the connection of a body that nobody reads. */
export const discardBody = ({ body }: Response): void => void body?.cancel().catch(() => undefined);

const unexpectedStatus = (response: Response, request: string, expected: string): UnexpectedResponseError => {
  discardBody(response);
  return new UnexpectedResponseError(
    'ERR_UNEXPECTED_STATUS',
    `${request} was answered with ${response.status} instead of ${expected}.`,
  );
};
