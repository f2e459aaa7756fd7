import { MargoError } from '../errors.js';
import type { Branded } from './brand.js';

/** An amount of memory or storage as it is written: a whole number and a binary unit, `512Mi`. */
export type Quantity = Branded<'Quantity'>;
/** Units of an amount, each 1024 times the one before it. Memory takes them up to Gi only. */
export type QuantityUnit = 'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi' | 'Ei';

const UNITS: Readonly<Record<QuantityUnit, bigint>> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};

/**
 * Reads an amount of memory or storage, with or without a space before its binary unit.
 *
 * @returns bytes, or undefined when the text is no amount
 *
 * @example
 * ```ts
 * import { parseQuantity } from '@margo-sdk/spec-model';
 *
 * console.log(parseQuantity('59 Gi')); // 63350767616n
 * ```
 */
export const parseQuantity = (text: string): bigint | undefined => {
  const [, amount, unit] = /^([0-9]{1,18}) ?(Ki|Mi|Gi|Ti|Pi|Ei)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit as QuantityUnit];
  return amount === undefined || factor === undefined ? undefined : BigInt(amount) * factor;
};

/**
 * Writes an amount of memory or storage without a space, in the largest unit that needs no fraction.
 *
 * @param bytes - a multiple of 1024; not negative
 * @param largest - the largest unit to use: storage can also be given in Ti, Pi and Ei
 * @throws MargoError `ERR_QUANTITY_INVALID` for anything that no unit can express with at most 18 digits
 *
 * @example
 * ```ts
 * import { formatQuantity } from '@margo-sdk/spec-model';
 *
 * console.log(formatQuantity(1_610_612_736n)); // 1536Mi
 * ```
 */
export const formatQuantity = (bytes: bigint, largest: QuantityUnit = 'Gi'): Quantity => {
  const fitting = Object.entries(UNITS).filter(
    ([, factor]) => factor <= UNITS[largest] && bytes % factor === 0n && (factor === UNITS.Ki || bytes >= factor),
  );
  const [unit = 'Ki', factor = UNITS.Ki] = fitting.at(-1) ?? [];
  const text = `${bytes / factor}${unit}`;
  if (parseQuantity(text) === bytes) return text as Quantity;
  throw new MargoError('ERR_QUANTITY_INVALID', `${bytes} bytes are no amount that can be written.`, {
    hint: 'An amount is a multiple of 1024 bytes, is not negative, and has at most 18 digits before its unit.',
  });
};
