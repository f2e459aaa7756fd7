import type { ValueSchema } from '../application-description/configuration-schema.js';
import { type ItemType, itemTypeOf } from './item-type.js';

type Option = string | number | boolean;

/** Most options, and most characters of each, that a message lists: a thousand settings can share one long list. */
const MOST_LISTED = 10;
const MOST_CHARACTERS = 40;

/** an option as the data type has it; the data model writes all of them as text. */
export const typedOption = (option: Option, itemType: ItemType): Option => {
  if (itemType === 'string') return String(option);
  if (itemType === 'boolean') return option === 'true' ? true : option === 'false' ? false : option;
  if (typeof option !== 'string' || option.trim() === '') return option;
  const number = Number(option);
  return Number.isFinite(number) ? number : option;
};

const listed = (options: readonly Option[]): string => {
  const shown = options.slice(0, MOST_LISTED).map((option) => String(option).slice(0, MOST_CHARACTERS));
  const more = options.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
};

/** Compares values with the options of their schemas, which are gone through once for all values. */
export const createOptionsCheck = () => {
  const known = new Map<ValueSchema, ReadonlySet<Option>>();
  return (schema: ValueSchema, value: Option): string[] => {
    if (schema.options === undefined) return [];
    const itemType = itemTypeOf(schema);
    const options = known.get(schema) ?? new Set(schema.options.map((option) => typedOption(option, itemType)));
    known.set(schema, options);
    return options.has(value) ? [] : [`is not one of ${listed(schema.options)}`];
  };
};
