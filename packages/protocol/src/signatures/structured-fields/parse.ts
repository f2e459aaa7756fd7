import { fault, skipSpaces, skipWhitespace, type Cursor } from './cursor.js';
import type { Dictionary, InnerList, Item, List } from './item.js';
import { readItem, readMember, readParameters } from './parse-member.js';
import { readKey } from './parse-text.js';
import { StructuredFieldError } from './structured-field-error.js';

const COMMA = 0x2c;
const EQUALS = 0x3d;

/** The longest text that is read unless the caller says otherwise, in characters: 64 KiB. */
export const MAX_FIELD_LENGTH = 65_536;

/** How a structured field is read. */
export interface ParseOptions {
  /** Longest text that is read, in characters; 65536 when left out. */
  readonly maxLength?: number | undefined;
  /** What a key that comes twice means: the last one counts, as RFC 9651 has it, or the field is refused. */
  readonly duplicates?: 'last' | 'refuse' | undefined;
}

/**
 * Reads a field that is a single value with parameters (RFC 9651 §4.2.3).
 *
 * @param text - the value of the field; lines of the same name joined with `, `
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID`
 */
export const parseItem = (text: string, options?: ParseOptions): Item => {
  const cursor = start(text, options);
  const item = readItem(cursor);
  skipSpaces(cursor);
  if (cursor.at < text.length) throw fault(cursor, 'the end');
  return item;
};

/**
 * Reads a field that is a list (RFC 9651 §4.2.1); an empty text is an empty list.
 *
 * @param text - the value of the field; lines of the same name joined with `, `
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID`
 */
export const parseList = (text: string, options?: ParseOptions): List => {
  const cursor = start(text, options);
  const list: (Item | InnerList)[] = [];
  while (cursor.at < text.length) {
    list.push(readMember(cursor));
    nextMember(cursor);
  }
  return list;
};

/**
 * Reads a field that is a dictionary (RFC 9651 §4.2.2); an empty text is an empty dictionary. With
 * `duplicates: 'refuse'` no key of a member or a parameter may come twice.
 *
 * @param text - the value of the field; lines of the same name joined with `, `
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_DUPLICATE` for a member that comes twice and must not,
 * `ERR_STRUCTURED_FIELD_INVALID` for everything else
 */
export const parseDictionary = (text: string, options?: ParseOptions): Dictionary => {
  const cursor = start(text, options);
  const dictionary = new Map<string, Item | InnerList>();
  while (cursor.at < text.length) {
    const at = cursor.at;
    const key = readKey(cursor);
    if (cursor.unique && dictionary.has(key)) throw duplicate(at);
    if (text.charCodeAt(cursor.at) === EQUALS) {
      cursor.at++;
      dictionary.set(key, readMember(cursor));
    } else dictionary.set(key, { value: { type: 'boolean', value: true }, parameters: readParameters(cursor) });
    nextMember(cursor);
  }
  return dictionary;
};

const start = (text: string, { maxLength = MAX_FIELD_LENGTH, duplicates = 'last' }: ParseOptions = {}): Cursor => {
  if (text.length > maxLength)
    throw new StructuredFieldError(
      'ERR_STRUCTURED_FIELD_INVALID',
      `Expected a structured field of at most ${maxLength} characters, got ${text.length}.`,
      maxLength,
    );
  const cursor = { text, at: 0, unique: duplicates === 'refuse' };
  skipSpaces(cursor);
  return cursor;
};

/** Moves to the next member, or to the end of the text. */
const nextMember = (cursor: Cursor): void => {
  skipWhitespace(cursor);
  if (cursor.at === cursor.text.length) return;
  if (cursor.text.charCodeAt(cursor.at) !== COMMA) throw fault(cursor, 'a comma or the end');
  cursor.at++;
  skipWhitespace(cursor);
  if (cursor.at === cursor.text.length) throw fault(cursor, 'a member after the comma');
};

const duplicate = (at: number): StructuredFieldError =>
  new StructuredFieldError(
    'ERR_STRUCTURED_FIELD_DUPLICATE',
    `Expected every key of the dictionary once, got the one at position ${at} again.`,
    at,
    { hint: 'Send one member for each key; a proxy may have joined two fields of the same name.' },
  );
