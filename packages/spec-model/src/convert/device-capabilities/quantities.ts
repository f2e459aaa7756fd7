import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';

const BINARY_AMOUNT = /^\d+ ?(?:Ki|Mi|Gi|Ti|Pi|Ei)$/;
const DECIMAL_AMOUNT = /^(\d{1,9})(?:\.(\d{1,6}))? ?([KMGT]B)$/;
const DECIMAL: Readonly<Record<string, bigint>> = { KB: 10n ** 3n, MB: 10n ** 6n, GB: 10n ** 9n, TB: 10n ** 12n };
const KIBI = 2n ** 10n;
const BINARY = [
  { unit: 'Gi', bytes: KIBI ** 3n },
  { unit: 'Mi', bytes: KIBI ** 2n },
  { unit: 'Ki', bytes: KIBI },
] as const;
/** Amounts of fewer units are written in the next smaller unit, so that rounding takes a few percent at the most. */
const FEWEST = 16n;

/** D-19: `64.0 GB`, or the number 64, becomes `59Gi`: binary units, rounded down. */
export const writeAmount = (draft: Draft, path: DocumentPath): void => {
  const amount = draft.at(path);
  if (amount === undefined || (typeof amount === 'string' && BINARY_AMOUNT.test(amount))) return;
  const bytes = bytesOf(typeof amount === 'number' ? `${amount} GB` : amount);
  if (bytes !== undefined && bytes >= KIBI) {
    draft.set('D-19', path, inBinary(bytes), { what: 'Amounts have binary units; this one was rounded down.' });
  } else
    draft.decide('D-19', path, 'How much is that in binary units?', { suggestion: 'Write it like 59Gi or 512Mi.' });
};

const bytesOf = (text: unknown): bigint | undefined => {
  const [, whole, fraction = '', unit = ''] = DECIMAL_AMOUNT.exec(typeof text === 'string' ? text : '') ?? [];
  const factor = DECIMAL[unit];
  if (whole === undefined || factor === undefined) return undefined;
  return (BigInt(whole + fraction) * factor) / 10n ** BigInt(fraction.length);
};

const inBinary = (amount: bigint): string => {
  const { unit, bytes } = BINARY.find((one) => amount >= one.bytes * FEWEST) ?? BINARY[2];
  return `${amount / bytes}${unit}`;
};
