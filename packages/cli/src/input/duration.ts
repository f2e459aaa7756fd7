import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads a time such as `500ms`, `30s`, `5m` or `1h`.
 *
 * @returns milliseconds, at least one
 * @throws UsageError when it is none
 */
export const durationOf = (option: string, given: string): number => {
  const [, digits, unit] = /^(\d{1,9})(ms|s|m|h)$/.exec(given) ?? [];
  const ms = Number(digits) * UNITS[(unit ?? 'ms') as keyof typeof UNITS];
  if (ms > 0) return ms;
  throw new UsageError(`${option} is ${printable(given)}, but must be a time such as 30s, 5m or 1h.`);
};
