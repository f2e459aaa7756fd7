import { MargoError } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';

/** Longest message that a report carries, in characters. */
export const MAX_MESSAGE = 1000;

/**
 * Makes of an error what a report may say about it. Only errors that were made for reading get their words through:
 * others can hold anything, secrets included.
 */
export const failureReasonOf = (error: unknown): FailureReason =>
  MargoError.isInstance(error)
    ? { code: String(error.code).replace(/^ERR_/, ''), message: String(error.message).slice(0, MAX_MESSAGE) }
    : {
        code: 'UNEXPECTED',
        message: 'The runtime failed in a way that it does not explain; see the log of the device.',
      };
