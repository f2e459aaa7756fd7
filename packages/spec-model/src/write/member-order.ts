import * as z from 'zod';
import type { JsonValue } from '../json/stringify-json.js';
import { below, unwrap } from '../schema/walk.js';
import type { OrderedValue } from './render-yaml.js';

/**
 * Puts members into the order of their schema. Names that people choose have none there: they follow, sorted by their
 * code units, whether they are parameters, labels, extensions or members that nobody knows.
 */
export const orderMembers = (value: JsonValue, schema: z.ZodType | undefined): OrderedValue => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const element = schema && below(schema, 0);
    return value.map((item: JsonValue) => orderMembers(item, element));
  }
  const mapping = value as { readonly [key: string]: JsonValue };
  const inner = schema && unwrap(schema).schema;
  const known =
    inner instanceof z.ZodObject ? Object.keys(inner.shape).filter((name) => Object.hasOwn(value, name)) : [];
  const chosen = new Set(known);
  const others = Object.keys(value).filter((name) => !chosen.has(name));
  return new Map(
    [...known, ...others.sort()].map((name) => {
      const member = mapping[name] ?? null;
      return [name, orderMembers(member, inner && below(inner, name))];
    }),
  );
};
