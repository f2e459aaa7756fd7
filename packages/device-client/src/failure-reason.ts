import { MargoError } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';

/** Longest message that a report carries, in characters. */
export const MAX_MESSAGE = 1000;

/** With the flag `u`, a pair is one character and only halves without their other half are surrogates. */
const LONE_SURROGATES = /\p{Surrogate}/gu;
/** Codes that only a gateway may use, for itself (ST-08). */
const RESERVED = /^10[123]$/;

/** A text as a report carries it: not too long, and nothing that UTF-8 cannot say. */
export const reportedText = (text: string): string => {
  const cut = text.slice(0, MAX_MESSAGE);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).replace(LONE_SURROGATES, '\uFFFD');
};

/** A code as a report carries it: short, and none of those that are a gateway's (ST-08). */
export const reportedCode = (code: string): string => (RESERVED.test(code) ? `RUNTIME_${code}` : reportedText(code));

/**
 * Makes of an error what a report may say about it. Only errors that were made for reading get their words through:
 * others can hold anything, secrets included.
 */
export const failureReasonOf = (error: unknown): FailureReason =>
  MargoError.isInstance(error)
    ? { code: reportedCode(String(error.code).replace(/^ERR_/, '')), message: reportedText(String(error.message)) }
    : {
        code: 'UNEXPECTED',
        message: 'The runtime failed in a way that it does not explain; see the log of the device.',
      };
