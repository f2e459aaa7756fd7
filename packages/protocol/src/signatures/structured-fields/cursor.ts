import { isOf } from './characters.js';
import { StructuredFieldError } from './structured-field-error.js';

/** A text and how far it has been read. Reading only ever moves forward, so the work is bounded by the length. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Whether no key may come twice, neither of a member nor of a parameter. */
  readonly unique: boolean;
}

/** Says what was expected where the cursor stands, and which single character is there. */
export const fault = (cursor: Cursor, expected: string, at = cursor.at): StructuredFieldError =>
  new StructuredFieldError(
    'ERR_STRUCTURED_FIELD_INVALID',
    `Expected ${expected} at position ${at} of the structured field, got ${shown(cursor.text, at)}.`,
    at,
  );

/** Moves over all characters of a class. */
export const skip = (cursor: Cursor, characterClass: number): void => {
  const { text } = cursor;
  let { at } = cursor;
  while (isOf(characterClass, text.charCodeAt(at))) at++;
  cursor.at = at;
};

/** Moves over spaces; a tab is none. */
export const skipSpaces = (cursor: Cursor): void => {
  while (cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at++;
};

/** Moves over spaces and tabs, which may stand around a comma. */
export const skipWhitespace = (cursor: Cursor): void => {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== SPACE && code !== TAB) return;
    cursor.at++;
  }
};

const SPACE = 0x20;
const TAB = 0x09;

const shown = (text: string, at: number): string => {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return 'the end';
  return code > 0x20 && code < 0x7f ? `'${text.charAt(at)}'` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
};
