import { DOCUMENT_NAMES, documentKind, REVISIONS, RULES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/** All schemas in a schema, itself included. */
const schemasIn = (schema: z.ZodType, seen = new Set<z.ZodType>()): Set<z.ZodType> => {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  if (schema instanceof z.ZodObject) Object.values(schema.shape).forEach((one) => schemasIn(one as z.ZodType, seen));
  else if (schema instanceof z.ZodArray) schemasIn(schema.element as z.ZodType, seen);
  else if (schema instanceof z.ZodRecord) schemasIn(schema.valueType as z.ZodType, seen);
  else if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodLazy) {
    schemasIn(schema.unwrap() as z.ZodType, seen);
  }
  return seen;
};

const KINDS = REVISIONS.flatMap((revision) =>
  DOCUMENT_NAMES.flatMap((name) => {
    const kind = documentKind(name, revision);
    return kind ? [[`${name} of ${revision}`, kind] as const] : [];
  }),
);

/** Kinds of documents that a revision has and whose revision or name is another. */
const misplaced = KINDS.filter(([what, { name, revision }]) => what !== `${name} of ${revision}`);

describe('every kind of document', () => {
  it('stands in the catalogue under its own name and revision', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(18);
    expect(misplaced).toEqual([]);
  });

  // What does not fit a schema has no type, so it must never pass as a document that has one.
  it.each(KINDS)('%s makes whatever its schema refuses an error, by a rule of its revision', (_, kind) => {
    const schemas = [...schemasIn(kind.schema)];
    const rules = [kind.shapeRule, kind.readRule, ...schemas.flatMap((schema) => schema.meta()?.rule ?? [])];
    expect(rules.length).toBeGreaterThan(2);
    for (const id of rules) {
      const rule = RULES[id];
      expect(rule.revisions, id).toContain(kind.revision);
      expect(rule.severityIn?.[kind.revision] ?? rule.severity, id).toBe('error');
    }
  });
});
