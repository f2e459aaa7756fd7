import { ProblemError, UnexpectedResponseError } from '../errors.js';
import type { ProfileFacts } from '../profiles/index.js';
import { commonHint, type HintFor } from './hint.js';
import { discardBody } from './judge-answer.js';
import { transportFailure } from './read-body.js';
import { readRefusal } from './read-refusal.js';

/** Sends a request: the platform's `fetch`, one that brings mutual TLS, or a handler in the same process. */
export type Fetch = (request: Request) => Promise<Response>;

/** What {@link sendWith} needs. */
export interface SendOptions {
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly maxProblemBytes: number;
  /** How refusals are written. Default: as problem documents. */
  readonly refusals?: ProfileFacts['refusals'];
  /** Default: what helps whoever is refused. */
  readonly hintFor?: HintFor;
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
  ({ fetch, now, maxProblemBytes, refusals = 'problem', hintFor = commonHint }: SendOptions): Fetch =>
  async (request) => {
    const response = await attempt(fetch, request);
    if (response.status >= 400) {
      const reading = { request: nameOf(request), maxBytes: maxProblemBytes, signal: request.signal };
      const problem = await readRefusal(response, reading, refusals);
      const hint = hintFor(response.status, request.url);
      throw new ProblemError({
        request: nameOf(request),
        status: response.status,
        problem,
        retryAfter: response.headers.get('Retry-After'),
        nowMs: now(),
        ...(hint !== undefined && { hint }),
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
