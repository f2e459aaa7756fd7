/** The polynomial of CRC-32 with its bits in reverse, as gzip has them. RFC 1952 §8. */
const POLYNOMIAL = 0xedb88320;
/** The polynomial 1: its highest bit stands for the lowest power. */
const ONE = 0x80000000;

/** The product of two polynomials modulo that of CRC-32. */
const multiply = (a: number, b: number): number => {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= shifted;
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
  }
  return product >>> 0;
};

/** x to the power of 8 times 2 to the power of n, for every n that a length can have a bit for. */
const BYTES: readonly number[] = Array.from({ length: 31 }).reduce<number[]>(
  (powers) => [...powers, multiply(powers.at(-1) ?? 0, powers.at(-1) ?? 0)],
  [ONE >>> 8],
);

/**
 * The checksum of two pieces, one after the other, from theirs: the first is moved up by as many bytes as the second
 * has, which is a multiplication with a power of x.
 *
 * @param first - CRC-32 of the first piece
 * @param second - CRC-32 of the second piece
 * @param length - bytes of the second piece, below 2^32
 */
export const combineCrc32 = (first: number, second: number, length: number): number => {
  let power = ONE;
  for (let left = length, bit = 0; left > 0; left = Math.floor(left / 2), bit += 1)
    if (left % 2 === 1) power = multiply(power, BYTES[bit] ?? ONE);
  return (multiply(power, first) ^ second) >>> 0;
};
