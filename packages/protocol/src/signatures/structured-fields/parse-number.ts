import { DIGIT } from './characters.js';
import { fault, skip, type Cursor } from './cursor.js';
import type { BareItem } from './item.js';

const MINUS = 0x2d;
const DOT = 0x2e;

/** Reads an integer of up to 15 digits, or a decimal of up to 12 and 3 (RFC 9651 §4.2.4). */
export const readNumber = (cursor: Cursor): BareItem => {
  const { text } = cursor;
  const start = cursor.at;
  if (text.charCodeAt(start) === MINUS) cursor.at++;
  const digits = cursor.at;
  skip(cursor, DIGIT);
  const whole = cursor.at - digits;
  if (whole === 0) throw fault(cursor, 'a digit');
  if (text.charCodeAt(cursor.at) !== DOT) {
    if (whole > 15) throw fault(cursor, 'an integer of at most 15 digits', digits);
    return { type: 'integer', value: numberOf(text.slice(start, cursor.at)) };
  }
  if (whole > 12) throw fault(cursor, 'a decimal with at most 12 digits before its point', digits);
  const fraction = ++cursor.at;
  skip(cursor, DIGIT);
  const places = cursor.at - fraction;
  if (places === 0) throw fault(cursor, 'a digit after the point');
  if (places > 3) throw fault(cursor, 'a decimal with at most 3 digits after its point', fraction);
  return { type: 'decimal', value: numberOf(text.slice(start, cursor.at)) };
};

/** Reads a date: `@` and whole seconds since 1970 (RFC 9651 §4.2.9). */
export const readDate = (cursor: Cursor): BareItem => {
  const start = ++cursor.at;
  const seconds = readNumber(cursor);
  if (seconds.type !== 'integer') throw fault(cursor, 'a date in whole seconds', start);
  return { type: 'date', value: seconds.value };
};

/** The grammar knows no negative zero, while JavaScript does. */
const numberOf = (text: string): number => {
  const value = Number(text);
  return value === 0 ? 0 : value;
};
