import { TOKEN, TOKEN_START, consistsOf } from './characters.js';
import type { BareItem } from './item.js';
import { StructuredFieldError } from './structured-field-error.js';

const MAX_INTEGER = 999_999_999_999_999;

/**
 * Writes a value in its canonical form (RFC 9651 §4.1.3.1).
 *
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID` for a value that the type cannot hold
 */
export const serialiseBareItem = (item: BareItem): string => {
  switch (item.type) {
    case 'integer':
      return integer(item.value);
    case 'decimal':
      return decimal(item.value);
    case 'date':
      return `@${integer(item.value)}`;
    case 'string':
      return string(item.value);
    case 'token':
      if (!consistsOf(item.value, TOKEN_START, TOKEN)) throw unwritable('a token of characters that tokens have');
      return item.value;
    case 'display-string':
      return displayString(item.value);
    case 'bytes':
      return `:${btoa(binaryOf(item.value))}:`;
    case 'boolean':
      return item.value ? '?1' : '?0';
  }
};

/** What stands where a value cannot be written: the value itself may be a secret. */
export const unwritable = (expected: string): StructuredFieldError =>
  new StructuredFieldError('ERR_STRUCTURED_FIELD_INVALID', `Expected ${expected} to write, got something else.`);

const integer = (value: number): string => {
  if (!Number.isInteger(value) || Math.abs(value) > MAX_INTEGER)
    throw unwritable('a whole number of at most 15 digits');
  return String(value);
};

/**
 * Rounds to three places, halves to the even digit. It is done with the digits that the number is written with: 0.0025
 * has no exact binary value, and the one that stands for it lies above the half.
 */
const decimal = (value: number): string => {
  const digits = String(Math.abs(value));
  if (!Number.isFinite(value) || Math.abs(value) >= 1e12)
    throw unwritable('a decimal with at most 12 digits before its point');
  // An exponent is only written for what is far too small for three places.
  const [whole = '0', fraction = ''] = digits.includes('e') ? [] : digits.split('.');
  const kept = fraction.slice(0, 3).padEnd(3, '0');
  const thousandths = Number(whole + kept) + (roundsUp(kept, fraction.slice(3)) ? 1 : 0);
  const places = String(thousandths % 1000).padStart(3, '0');
  const integerPart = Math.floor(thousandths / 1000);
  if (integerPart >= 1e12) throw unwritable('a decimal with at most 12 digits before its point');
  const sign = value < 0 && thousandths > 0 ? '-' : '';
  return `${sign}${integerPart}.${places.replace(/0{1,2}$/, '')}`;
};

const roundsUp = (kept: string, rest: string): boolean =>
  rest === '5' ? Number(kept) % 2 === 1 : rest !== '' && rest >= '5';

const string = (value: string): string => {
  let escapes = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) throw unwritable('a string of printable ASCII characters');
    escapes ||= code === 0x22 || code === 0x5c;
  }
  return `"${escapes ? value.replace(/["\\]/g, '\\$&') : value}"`;
};

const displayString = (value: string): string => {
  if (/\p{Surrogate}/u.test(value)) throw unwritable('a display string without halves of characters');
  let written = '';
  for (const byte of new TextEncoder().encode(value))
    written +=
      byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x25
        ? `%${byte.toString(16).padStart(2, '0')}`
        : String.fromCharCode(byte);
  return `%"${written}"`;
};

const binaryOf = (bytes: Uint8Array): string => {
  // Signatures and digests are short, and this is the quickest way; many more arguments would overflow the stack.
  if (bytes.length <= 1024) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let binary = '';
  for (let at = 0; at < bytes.length; at++) binary += String.fromCharCode(bytes[at]!);
  return binary;
};
