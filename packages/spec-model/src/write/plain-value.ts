import { MargoError } from '../errors.js';
import type { JsonValue } from '../json/stringify-json.js';
import { pathText } from '../reading/schema-issues.js';
import { DEEPEST } from '../yaml/limits.js';

/**
 * Copies a value that a document can hold. Members that are undefined are left out.
 *
 * @throws MargoError `ERR_VALUE_UNWRITABLE`: there is something in the value that no document can hold
 */
export const plainValue = (value: unknown, path: readonly (string | number)[] = []): JsonValue => {
  const refuse = (said: string): MargoError => {
    const place = path.length === 0 ? 'The value' : `The value at ${pathText(path.slice(0, 10))}`;
    return new MargoError('ERR_VALUE_UNWRITABLE', `${place} ${said}.`, {
      hint: 'Documents hold mappings, lists, strings, finite numbers, integers of any size, true, false and null.',
    });
  };
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'bigint')
    return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refuse(`is ${value}`);
    // JSON has one zero.
    return value === 0 ? 0 : value;
  }
  if (typeof value !== 'object') throw refuse(`is of type ${typeof value}`);
  // Deeper values cannot be read again, whatever limits are chosen; a value that contains itself has no end.
  if (path.length >= DEEPEST) throw refuse(`is nested deeper than ${DEEPEST} levels`);
  if (Array.isArray(value)) return Array.from(value, (item: unknown, index) => plainValue(item, [...path, index]));
  const form = Object.prototype.toString.call(value);
  if (form !== '[object Object]') throw refuse(`is a ${form.slice(8, -1)}`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, plainValue(member, [...path, name])]),
  );
};
