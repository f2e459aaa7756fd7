import * as z from 'zod';
import type { DocumentPath } from '../issue.js';
import type { RuleId } from '../rules/registry.js';
import { factsOf, type ObjectFacts } from './facts.js';

/** The schema below optional, nullable and default wrappers, with the facts met on the way down. */
export const unwrap = (schema: z.ZodType): { schema: z.ZodType; facts: Partial<ObjectFacts> } => {
  let facts = factsOf(schema);
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodLazy) {
    inner = inner.unwrap() as z.ZodType;
    facts = { ...factsOf(inner), ...facts };
  }
  return { schema: inner, facts };
};

/** The schema of one member or list element. */
export const below = (schema: z.ZodType, part: string | number): z.ZodType | undefined => {
  const { schema: inner } = unwrap(schema);
  // A document may say `__proto__`; only own members of the shape are known.
  if (inner instanceof z.ZodObject)
    return Object.hasOwn(inner.shape, part) ? (inner.shape[part] as z.ZodType) : undefined;
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  return undefined;
};

/** Rule and hint that speak for a path: those of the nearest schema on the way to it that has any. */
export const factsAt = (root: z.ZodType, path: DocumentPath, fallback: RuleId): { rule: RuleId; hint?: string } => {
  let found: { rule: RuleId; hint?: string } = { rule: fallback };
  let current: z.ZodType | undefined = root;
  for (let depth = 0; current !== undefined; depth += 1) {
    const part = path[depth];
    // What a wrapper says is about the member itself; what the object in it says is about everything below.
    const { schema, facts } = unwrap(current);
    const { rule, hint } = part === undefined ? facts : { ...facts, ...factsOf(schema) };
    if (rule !== undefined) found = hint === undefined ? { rule } : { rule, hint };
    else if (hint !== undefined) found = { ...found, hint };
    current = part === undefined ? undefined : below(current, part);
  }
  return found;
};
