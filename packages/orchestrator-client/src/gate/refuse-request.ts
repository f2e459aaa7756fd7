import type { ProfileFacts } from '@margo-sdk/protocol';
import { refuse } from '../handlers/answer.js';
import { inRefusalForm } from '../handlers/refusal-form.js';
import type { HandlerAnswer } from '../handlers/request.js';
import { answerRefusal, isGateRefusal } from './refusal.js';
import type { RefusedRequest, SignatureGateOptions } from './signature-gate.js';

/** What was asked for, and whether the contract has 404 for a client that nobody knows. */
export interface AskedRequest extends RefusedRequest {
  readonly unknownIs404?: boolean;
}

/** Turns whatever goes wrong into answers. */
export interface Refusing {
  /** Does the work; what it throws becomes an answer, and is told to whoever listens. */
  <Result>(asked: AskedRequest, work: () => Promise<Result>): Promise<Result | { readonly answer: HandlerAnswer }>;
}

/** Long enough for a database to come back, short enough for a person to wait. */
const RETRY_AFTER_SECONDS = 10;

/** Makes what turns errors into answers in the form of a profile. */
export const createRefusing = (
  facts: ProfileFacts,
  {
    pendingRetryAfterSeconds = 60,
    onRefused = () => undefined,
    onError = logError,
  }: Pick<SignatureGateOptions, 'pendingRetryAfterSeconds' | 'onRefused' | 'onError'>,
): Refusing => {
  const tellError = (error: unknown, where: RefusedRequest): void => call(() => onError(error, where));
  return async ({ unknownIs404 = false, ...where }, work) => {
    try {
      return await work();
    } catch (error) {
      if (!isGateRefusal(error)) {
        tellError(error, where);
        const failure = refuse(500, { retryAfterSeconds: RETRY_AFTER_SECONDS });
        return { answer: inRefusalForm(failure, facts.refusals) };
      }
      call(
        () => onRefused(error, where),
        (thrown) => tellError(thrown, where),
      );
      const status = unknownIs404 && error.code === 'ERR_CLIENT_UNKNOWN' ? { status: 404 } : {};
      return { answer: answerRefusal(facts, error, { ...status, retryAfterSeconds: pendingRetryAfterSeconds }) };
    }
  };
};

/** Calls code of the embedder. Strangers decide when this happens, so nothing it throws may end the process. */
const call = (listener: () => unknown, onThrown: (error: unknown) => void = () => undefined): void => {
  const listening = async (): Promise<unknown> => await listener();
  listening().catch(onThrown);
};

/** Whoever gives no onError must not lose what went wrong. */
// eslint-disable-next-line no-console
const logError = (error: unknown, where: RefusedRequest): void => console.error(where, error);
