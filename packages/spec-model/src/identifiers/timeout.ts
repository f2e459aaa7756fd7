import { MargoError } from '../errors.js';
import type { Branded } from './brand.js';
import { notA } from './checked.js';

/** Longest time for the installation of a component, in minutes and seconds: `8m30s`. */
export type Timeout = Branded<'Timeout'>;

const CODE = 'ERR_TIMEOUT_INVALID';

/**
 * Reads a timeout (AD-23). Throws `ERR_TIMEOUT_INVALID`.
 *
 * @returns seconds
 *
 * @example
 * ```ts
 * import { parseTimeout } from '@margo-sdk/spec-model';
 *
 * console.log(parseTimeout('8m30s')); // 510
 * ```
 */
export const parseTimeout = (text: string): number => {
  const [, minutes, seconds] = /^(\d+)m(\d+)s$/.exec(text) ?? [];
  const total = Number(minutes) * 60 + Number(seconds);
  if (Number.isSafeInteger(total)) return total;
  throw notA(CODE, 'timeout', text, 'Write minutes and seconds, for example 8m30s or 5m0s.');
};

/**
 * Writes a timeout. Throws `ERR_TIMEOUT_INVALID` for what is no whole number of seconds, and for zero: with it, no
 * installation could succeed.
 *
 * @param seconds - at least 1
 *
 * @example
 * ```ts
 * import { formatTimeout } from '@margo-sdk/spec-model';
 *
 * console.log(formatTimeout(510)); // 8m30s
 * ```
 */
export const formatTimeout = (seconds: number): Timeout => {
  if (!Number.isSafeInteger(seconds) || seconds < 1) {
    throw new MargoError(CODE, `A timeout is a whole number of seconds above 0, but this is ${seconds}.`);
  }
  return `${Math.floor(seconds / 60)}m${seconds % 60}s` as Timeout;
};
