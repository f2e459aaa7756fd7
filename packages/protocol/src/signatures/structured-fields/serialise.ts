import { KEY, KEY_START, consistsOf } from './characters.js';
import { isInnerList, type Dictionary, type InnerList, type Item, type List, type Parameters } from './item.js';
import { serialiseBareItem, unwritable } from './serialise-bare-item.js';

/**
 * Writes a value and its parameters in canonical form (RFC 9651 §4.1.3).
 *
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID` for what no structured field can hold
 */
export const serialiseItem = (item: Item): string =>
  serialiseBareItem(item.value) + serialiseParameters(item.parameters);

/**
 * Writes a list in parentheses and its parameters in canonical form (RFC 9651 §4.1.1.1).
 *
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID` for what no structured field can hold
 */
export const serialiseInnerList = (list: InnerList): string => {
  let written = '(';
  for (const item of list.items) written += (written.length === 1 ? '' : ' ') + serialiseItem(item);
  return `${written})${serialiseParameters(list.parameters)}`;
};

/**
 * Writes a list in canonical form (RFC 9651 §4.1.1). An empty one gives an empty text: leave the field out.
 *
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID` for what no structured field can hold
 */
export const serialiseList = (list: List): string => list.map(serialiseMember).join(', ');

/**
 * Writes a dictionary in canonical form (RFC 9651 §4.1.2). An empty one gives an empty text: leave the field out.
 *
 * @throws StructuredFieldError `ERR_STRUCTURED_FIELD_INVALID` for what no structured field can hold
 */
export const serialiseDictionary = (dictionary: Dictionary): string => {
  const written: string[] = [];
  for (const [key, member] of dictionary)
    written.push(
      !isInnerList(member) && member.value.value === true
        ? keyOf(key) + serialiseParameters(member.parameters)
        : `${keyOf(key)}=${serialiseMember(member)}`,
    );
  return written.join(', ');
};

const serialiseMember = (member: Item | InnerList): string =>
  isInnerList(member) ? serialiseInnerList(member) : serialiseItem(member);

const serialiseParameters = (parameters: Parameters): string => {
  let written = '';
  for (const [key, value] of parameters)
    written += value.value === true ? `;${keyOf(key)}` : `;${keyOf(key)}=${serialiseBareItem(value)}`;
  return written;
};

const keyOf = (key: string): string => {
  if (!consistsOf(key, KEY_START, KEY)) throw unwritable('a key of a-z, 0-9, _, -, . and * that starts with a-z or *');
  return key;
};
