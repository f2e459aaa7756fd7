import { MEDIA_TYPES, safeParseProblemDetail, type ProblemDetail } from '@margo-sdk/spec-model';
import { mediaTypeOf } from '../negotiation.js';
import type { ProfileFacts } from '../profiles/index.js';
import { discardBody } from './judge-answer.js';
import { readBody, type ReadBodyOptions } from './read-body.js';

/**
 * Reads why a request was refused. In the older profiles that is a JSON object with one telling member, from which a
 * problem document is made as the conversion of documents makes it; so a problem always says that a fleet manager has
 * answered, and not the page of whatever stands in front of it. A body that breaks off, is too long or says nothing
 * must not hide the status, which says more.
 *
 * @param refusals - how the profile writes them
 */
export const readRefusal = async (
  response: Response,
  reading: ReadBodyOptions,
  refusals: ProfileFacts['refusals'],
): Promise<ProblemDetail | undefined> => {
  const mediaType = mediaTypeOf(response.headers.get('Content-Type'));
  const isProblem = mediaType === MEDIA_TYPES.problem;
  if (!isProblem && (refusals === 'problem' || !MAY_BE_JSON.has(mediaType))) {
    discardBody(response);
    return undefined;
  }
  try {
    const body = await readBody(response, reading);
    if (!isProblem) return problemOf(JSON.parse(new TextDecoder().decode(body)), response.status, refusals);
    const result = safeParseProblemDetail(body);
    return result.ok ? result.value : undefined;
  } catch {
    return undefined;
  }
};

/** What peers of the older profiles call their refusals; some call them nothing, which reads as the empty text. */
const MAY_BE_JSON: ReadonlySet<string> = new Set([MEDIA_TYPES.json, 'text/plain', '']);

const problemOf = (body: unknown, status: number, member: string): ProblemDetail | undefined => {
  const title = textOf(body, member);
  if (title === undefined) return undefined;
  const detail = textOf(body, 'message');
  return { type: 'about:blank', title, status, ...(detail !== undefined && { detail }) };
};

const textOf = (body: unknown, member: string): string | undefined => {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, member)) return undefined;
  const text = (body as Readonly<Record<string, unknown>>)[member];
  return typeof text === 'string' && text !== '' ? text : undefined;
};
