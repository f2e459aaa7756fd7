import { fault, skipSpaces, type Cursor } from './cursor.js';
import type { BareItem, InnerList, Item, Parameters } from './item.js';
import { readBareItem } from './parse-bare-item.js';
import { readKey } from './parse-text.js';

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const NO_PARAMETERS: Parameters = new Map();

/** Reads what a list has one after the other: a value or a list in parentheses (RFC 9651 §4.2.1.1). */
export const readMember = (cursor: Cursor): Item | InnerList =>
  cursor.text.charCodeAt(cursor.at) === OPEN ? readInnerList(cursor) : readItem(cursor);

/** Reads a value and its parameters (RFC 9651 §4.2.3). */
export const readItem = (cursor: Cursor): Item => ({ value: readBareItem(cursor), parameters: readParameters(cursor) });

/** Reads parameters, of which there may be none (RFC 9651 §4.2.3.2). A key that comes again replaces the value before. */
export const readParameters = (cursor: Cursor): Parameters => {
  if (cursor.text.charCodeAt(cursor.at) !== SEMICOLON) return NO_PARAMETERS;
  const parameters = new Map<string, BareItem>();
  while (cursor.text.charCodeAt(cursor.at) === SEMICOLON) {
    cursor.at++;
    skipSpaces(cursor);
    const start = cursor.at;
    const key = readKey(cursor);
    if (cursor.unique && parameters.has(key)) throw fault(cursor, 'a parameter that has not come before', start);
    if (cursor.text.charCodeAt(cursor.at) === EQUALS) {
      cursor.at++;
      parameters.set(key, readBareItem(cursor));
    } else parameters.set(key, { type: 'boolean', value: true });
  }
  return parameters;
};

const readInnerList = (cursor: Cursor): InnerList => {
  const items: Item[] = [];
  cursor.at++;
  for (;;) {
    skipSpaces(cursor);
    if (cursor.text.charCodeAt(cursor.at) === CLOSE) break;
    items.push(readItem(cursor));
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== SPACE && code !== CLOSE) throw fault(cursor, 'a space or the closing parenthesis');
  }
  cursor.at++;
  return { items, parameters: readParameters(cursor) };
};
