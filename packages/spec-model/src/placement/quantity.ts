const UNITS: Readonly<Record<string, bigint>> = {
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
  const factor = unit === undefined ? undefined : UNITS[unit];
  return amount === undefined || factor === undefined ? undefined : BigInt(amount) * factor;
};
