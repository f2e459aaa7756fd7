import { BASE64 } from './characters.js';
import { fault, skip, type Cursor } from './cursor.js';
import type { BareItem } from './item.js';

const COLON = 0x3a;
const QUOTE = 0x22;
const PERCENT = 0x25;

/**
 * Reads base64 between colons (RFC 9651 §4.2.7). Padding that is left out is taken as there, and the bits that it covers
 * are not looked at, as the RFC advises; nothing else than the alphabet of base64 is let through, above all no spaces.
 */
export const readBytes = (cursor: Cursor): BareItem => {
  const start = ++cursor.at;
  skip(cursor, BASE64);
  if (cursor.text.charCodeAt(cursor.at) !== COLON) throw fault(cursor, 'base64 or the closing colon');
  const base64 = cursor.text.slice(start, cursor.at++);
  try {
    return { type: 'bytes', value: bytesOf(atob(base64)) };
  } catch {
    throw fault(cursor, 'whole bytes in base64', start);
  }
};

/** Reads text in UTF-8, of which everything but printable ASCII is escaped as `%` and two digits (RFC 9651 §4.2.10). */
export const readDisplayString = (cursor: Cursor): BareItem => {
  const { text } = cursor;
  const start = cursor.at++;
  if (text.charCodeAt(cursor.at) !== QUOTE) throw fault(cursor, 'a quote after the percent sign');
  const bytes: number[] = [];
  for (;;) {
    const code = text.charCodeAt(++cursor.at);
    if (code === QUOTE) break;
    if (code === PERCENT) bytes.push(hexDigit(cursor) * 16 + hexDigit(cursor));
    else if (code >= 0x20 && code <= 0x7e) bytes.push(code);
    else throw fault(cursor, 'a printable ASCII character or the closing quote');
  }
  cursor.at++;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { type: 'display-string', value: decoder.decode(Uint8Array.from(bytes)) };
  } catch {
    throw fault(cursor, 'a display string in UTF-8', start);
  }
};

/** The value of the next character, which has to be a hex digit in lower case. */
const hexDigit = (cursor: Cursor): number => {
  const code = cursor.text.charCodeAt(++cursor.at);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x61 && code <= 0x66) return code - 0x61 + 10;
  throw fault(cursor, 'a hex digit in lower case');
};

const bytesOf = (binary: string): Uint8Array => {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
};
