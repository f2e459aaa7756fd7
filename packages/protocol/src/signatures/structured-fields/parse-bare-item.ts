import { DIGIT, TOKEN_START, isOf } from './characters.js';
import { fault, type Cursor } from './cursor.js';
import type { BareItem } from './item.js';
import { readBytes, readDisplayString } from './parse-bytes.js';
import { readDate, readNumber } from './parse-number.js';
import { readString, readToken } from './parse-text.js';

/** Reads a value; its first character says of which type it is (RFC 9651 §4.2.3.1). */
export const readBareItem = (cursor: Cursor): BareItem => {
  const code = cursor.text.charCodeAt(cursor.at);
  switch (code) {
    case 0x22: // "
      return readString(cursor);
    case 0x3a: // :
      return readBytes(cursor);
    case 0x3f: // ?
      return readBoolean(cursor);
    case 0x2d: // -
      return readNumber(cursor);
    case 0x40: // @
      return readDate(cursor);
    case 0x25: // %
      return readDisplayString(cursor);
  }
  if (isOf(DIGIT, code)) return readNumber(cursor);
  if (isOf(TOKEN_START, code)) return readToken(cursor);
  throw fault(cursor, 'a value');
};

const readBoolean = (cursor: Cursor): BareItem => {
  const code = cursor.text.charCodeAt(++cursor.at);
  if (code !== 0x30 && code !== 0x31) throw fault(cursor, '0 or 1 after the question mark');
  cursor.at++;
  return { type: 'boolean', value: code === 0x31 };
};
