/** Classes of characters that the grammar of RFC 9651 tells apart, one bit each. */
export const DIGIT = 1;
export const KEY_START = 2;
export const KEY = 4;
export const TOKEN_START = 8;
export const TOKEN = 16;
export const BASE64 = 32;

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS = LOWER + LOWER.toUpperCase();
const DIGITS = '0123456789';

const CLASSES = new Uint8Array(128);
for (const [bit, characters] of [
  [DIGIT, DIGITS],
  [KEY_START, `${LOWER}*`],
  [KEY, `${LOWER}${DIGITS}_-.*`],
  [TOKEN_START, `${LETTERS}*`],
  [TOKEN, `${LETTERS}${DIGITS}!#$%&'*+-.^_\`|~:/`],
  [BASE64, `${LETTERS}${DIGITS}+/=`],
] as const)
  for (const character of characters) CLASSES[character.charCodeAt(0)]! |= bit;

/** Tells whether a character is of a class; what stands behind the end of a text (`NaN`) is of none. */
export const isOf = (characterClass: number, code: number): boolean =>
  code < 128 && (CLASSES[code]! & characterClass) !== 0;

/** Tells whether all characters of a text that has to be written are of a class, and the first is of another. */
export const consistsOf = (text: string, first: number, others: number): boolean => {
  if (!isOf(first, text.charCodeAt(0))) return false;
  for (let at = 1; at < text.length; at++) if (!isOf(others, text.charCodeAt(at))) return false;
  return true;
};
