import { MargoError, type Digest, type MargoErrorOptions, type ProblemDetail } from '@margo-sdk/spec-model';
import { parseRetryAfter, retryAdvice, type BackoffStrategy } from './problem/retry.js';

/**
 * What was fetched is not what the manifest named (`ERR_DIGEST_MISMATCH`). Give up the whole update and keep the
 * previous state (DS-19); trying the same bytes again does not help, polling the manifest may.
 */
export class DigestMismatchError extends MargoError {
  override name = 'DigestMismatchError';
  readonly expected: Digest;
  readonly actual: Digest;

  constructor(expected: Digest, actual: Digest) {
    super('ERR_DIGEST_MISMATCH', `Expected content with digest ${expected}, got ${actual}.`, {
      hint: 'Discard the update and keep what is installed; fetch the state manifest again.',
    });
    this.expected = expected;
    this.actual = actual;
  }
}

/** What a {@link ProblemError} is made from. */
export interface ProblemErrorInit {
  /** What was asked, for example `GET /api/v1/deployments`. */
  readonly request: string;
  /** HTTP status, 400 or above. */
  readonly status: number;
  /** The body, where it was a problem document. */
  readonly problem?: ProblemDetail | undefined;
  /** The `Retry-After` header as it came. */
  readonly retryAfter?: string | null;
  /** The time to measure a `Retry-After` date against, in milliseconds since 1970. */
  readonly nowMs: number;
  /** What to do next, where the caller knows more than the status says. */
  readonly hint?: string;
}

/**
 * The other side refused (`ERR_PROBLEM`, status 400 or above). Wait at least `retryAfterMs` and try again when
 * `retryable`; otherwise change the request or ask a person. Tell problems apart by `problem.type` (API-12).
 *
 * @example
 * ```ts
 * import { ProblemError } from '@margo-sdk/protocol';
 *
 * const error = new ProblemError({ request: 'GET /api/v1/deployments', status: 503, retryAfter: '30', nowMs: Date.now() });
 * console.log(error.retryable, error.retryAfterMs, error.backoffStrategy); // true 30000 exponential
 * ```
 */
export class ProblemError extends MargoError {
  override name = 'ProblemError';
  /** The status of the answer; it outranks the one in the document. */
  readonly status: number;
  /** The problem document, `undefined` when the body was none. */
  readonly problem: ProblemDetail | undefined;
  /** Whether the same request may succeed later: as the document says (API-15), else by the status (M-45). */
  readonly retryable: boolean;
  /** How to space the retries (API-16). */
  readonly backoffStrategy: BackoffStrategy;
  /** Milliseconds before which there must be no retry (API-14); the document's own number is only a stand-in. */
  readonly retryAfterMs: number | undefined;

  constructor({ request, status, problem, retryAfter = null, nowMs, hint }: ProblemErrorInit) {
    const said = [problem?.title, problem?.detail].filter((text) => text !== undefined).map(clip);
    super(
      'ERR_PROBLEM',
      [`${request} was answered with ${status}`, ...said].join(': '),
      hint === undefined ? {} : { hint },
    );
    this.status = status;
    this.problem = problem;
    this.retryable = problem?.retryable ?? retryAdvice(status).retryable;
    this.backoffStrategy = problem?.backoffStrategy ?? (this.retryable ? 'exponential' : 'none');
    this.retryAfterMs = parseRetryAfter(retryAfter, nowMs) ?? secondsToMs(problem?.retryAfterSeconds);
  }
}

/** Codes of {@link TransportError}. */
export type TransportErrorCode = 'ERR_NETWORK' | 'ERR_TIMEOUT' | 'ERR_ABORTED';

/**
 * No answer came, or it broke off: `ERR_NETWORK` and `ERR_TIMEOUT` are worth another try, `ERR_ABORTED` means that the
 * caller's own signal ended it. The cause holds what the platform reported.
 */
export class TransportError extends MargoError {
  override name = 'TransportError';
  declare readonly code: TransportErrorCode;
  readonly retryable: boolean;

  constructor(code: TransportErrorCode, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
    this.retryable = code !== 'ERR_ABORTED';
  }
}

/** Codes of {@link UnexpectedResponseError}. */
export type UnexpectedResponseErrorCode =
  | 'ERR_REDIRECT_REFUSED'
  | 'ERR_BODY_TOO_LARGE'
  | 'ERR_UNEXPECTED_STATUS'
  | 'ERR_UNEXPECTED_MEDIA_TYPE'
  | 'ERR_UNEXPECTED_BODY';

/** An answer came that the contract does not provide for. Trying again does not help; `baseUrl` or the server is wrong. */
export class UnexpectedResponseError extends MargoError {
  override name = 'UnexpectedResponseError';
  declare readonly code: UnexpectedResponseErrorCode;
  readonly retryable = false;

  constructor(code: UnexpectedResponseErrorCode, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
  }
}

const secondsToMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined || !Number.isFinite(seconds) ? undefined : Math.max(0, seconds * 1000);

/** The other side's words go into logs: one line, and not a long one. */
const clip = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 300);
