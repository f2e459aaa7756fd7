import { KEY, KEY_START, TOKEN, isOf } from './characters.js';
import { fault, skip, type Cursor } from './cursor.js';
import type { BareItem } from './item.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads a key of a dictionary or a parameter (RFC 9651 §4.2.3.3). */
export const readKey = (cursor: Cursor): string => {
  const start = cursor.at;
  if (!isOf(KEY_START, cursor.text.charCodeAt(start))) throw fault(cursor, 'a key, which starts with a-z or *,');
  skip(cursor, KEY);
  return cursor.text.slice(start, cursor.at);
};

/** Reads a token, whose first character has been looked at (RFC 9651 §4.2.6). */
export const readToken = (cursor: Cursor): BareItem => {
  const start = cursor.at;
  skip(cursor, TOKEN);
  return { type: 'token', value: cursor.text.slice(start, cursor.at) };
};

/** Reads a string in quotes, in which only quotes and backslashes are escaped (RFC 9651 §4.2.5). */
export const readString = (cursor: Cursor): BareItem => {
  const { text } = cursor;
  // Copied in pieces between the escapes, which most strings have none of.
  let value = '';
  let at = cursor.at + 1;
  let copied = at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) break;
    if (code === BACKSLASH) {
      const escaped = text.charCodeAt(at + 1);
      if (escaped !== QUOTE && escaped !== BACKSLASH) throw fault(cursor, 'a quote or a backslash', at + 1);
      value += text.slice(copied, at);
      copied = at + 1;
      at += 2;
    } else if (code >= 0x20 && code <= 0x7e) at++;
    else throw fault(cursor, 'a printable ASCII character or the closing quote', at);
  }
  value += text.slice(copied, at);
  cursor.at = at + 1;
  return { type: 'string', value };
};
