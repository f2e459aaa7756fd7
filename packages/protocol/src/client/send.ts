import { MEDIA_TYPES, safeParseProblemDetail, type ProblemDetail } from '@margo-sdk/spec-model';
import { ProblemError, UnexpectedResponseError } from '../errors.js';
import { mediaTypeOf } from '../negotiation.js';
import { WIRE_PROFILES } from '../profiles/index.js';
import { discardBody } from './judge-answer.js';
import { readBody, transportFailure } from './read-body.js';

/** Sends a request: the platform's `fetch`, one that brings mutual TLS, or a handler in the same process. */
export type Fetch = (request: Request) => Promise<Response>;

/** What {@link sendWith} needs. */
export interface SendOptions {
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly maxProblemBytes: number;
}

/** Names a request in messages, for example `GET /api/v1/deployments`. */
export const nameOf = (request: Request): string => `${request.method} ${new URL(request.url).pathname}`;

/**
 * Sends a request and lets only answers below 400 through that are no redirects. openapi-fetch reads the body of any
 * other answer without a limit, so it never gets to see one.
 *
 * @throws ProblemError, TransportError or UnexpectedResponseError
 */
export const sendWith =
  ({ fetch, now, maxProblemBytes }: SendOptions): Fetch =>
  async (request) => {
    const response = await attempt(fetch, request);
    if (response.status >= 400) {
      const problem = await readProblem(response, request, maxProblemBytes);
      throw new ProblemError({
        request: nameOf(request),
        status: response.status,
        problem,
        retryAfter: response.headers.get('Retry-After'),
        nowMs: now(),
        ...hintFor(response.status, request),
      });
    }
    if (isRedirect(response)) {
      discardBody(response);
      throw new UnexpectedResponseError('ERR_REDIRECT_REFUSED', `${nameOf(request)} was redirected.`, {
        hint: 'Set baseUrl and basePath to where the fleet manager really is; redirects are never followed.',
      });
    }
    return response;
  };

const attempt = async (fetch: Fetch, request: Request): Promise<Response> => {
  try {
    return await fetch(request);
  } catch (error) {
    throw transportFailure(nameOf(request), error);
  }
};

/** A browser hides a redirect that it was told not to follow: type `opaqueredirect`, status 0. */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);

/** A body that breaks off, is too long or is no problem document must not hide the status, which says more. */
const readProblem = async (
  response: Response,
  request: Request,
  maxBytes: number,
): Promise<ProblemDetail | undefined> => {
  if (mediaTypeOf(response.headers.get('Content-Type')) !== MEDIA_TYPES.problem) {
    discardBody(response);
    return undefined;
  }
  try {
    const body = await readBody(response, { request: nameOf(request), maxBytes, signal: request.signal });
    const result = safeParseProblemDetail(body);
    return result.ok ? result.value : undefined;
  } catch {
    return undefined;
  }
};

const hintFor = (status: number, request: Request): { hint?: string } => {
  if (status === 401 || status === 403)
    return { hint: 'Ask the operator whether the fleet manager still accepts this client.' };
  // The manifest always exists, so its 404 means that somebody else answers there (M-02).
  if (status === 404 && request.url.endsWith(WIRE_PROFILES.rc3.paths.stateManifest))
    return { hint: 'Check baseUrl and basePath: no fleet manager answers there.' };
  return {};
};
