import * as z from 'zod';
import type { RuleId } from '../rules/registry.js';
import { factsOf, type ObjectFacts } from './facts.js';

/** One member of a document, as its schema knows it. */
export interface Field {
  /** Where it stands: `[]` is any element of a list, `{}` any name of a mapping. */
  readonly path: string;
  /** What it may hold, in words: `string`, `list of mappings`, `one of helm, compose, custom`. */
  readonly type: string;
  readonly required: boolean;
  /** What it is. */
  readonly description: string;
  /** What a number or an amount counts. */
  readonly unit?: string;
  /** The regular expression that a text has to match. */
  readonly pattern?: string;
  /** Page of the specification that describes it. */
  readonly section?: string;
  /** The rule that is broken when the value does not fit. */
  readonly rule?: RuleId;
}

/** What a member inherits from what it stands in. */
type Inherited = Pick<Partial<ObjectFacts>, 'section' | 'rule'>;

/** Every member below a schema, from the root down, in the order of the schema. */
export const fieldsOf = (schema: z.ZodType): Field[] => collect(schema, '', {}, []);

const collect = (schema: z.ZodType, path: string, inherited: Inherited, above: readonly z.ZodType[]): Field[] => {
  const { schema: inner, facts: own } = unwrapped(schema);
  const here = { ...inherited, ...(own.rule && { rule: own.rule }), ...(own.section && { section: own.section }) };
  // A selector may hold selectors; once is enough to describe it.
  if (above.includes(inner)) return [];
  const inside = [...above, inner];
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      return [describe(member, at, { ...here, ...unwrapped(member).facts }), ...collect(member, at, here, inside)];
    });
  }
  if (inner instanceof z.ZodArray) return collect(inner.element as z.ZodType, `${path}[]`, here, inside);
  if (inner instanceof z.ZodRecord) return collect(inner.valueType as z.ZodType, `${path}.{}`, here, inside);
  return [];
};

const describe = (member: z.ZodType, path: string, facts: Inherited & Partial<ObjectFacts>): Field => {
  const { schema, optional } = unwrapped(member);
  const pattern = schema instanceof z.ZodString ? schema.def.checks?.map(patternOf).find(Boolean) : undefined;
  const { description = '', unit, section, rule } = facts;
  return {
    path,
    type: typeText(member),
    required: !optional,
    description,
    ...(unit === undefined ? {} : { unit }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(section === undefined ? {} : { section }),
    ...(rule === undefined ? {} : { rule }),
  };
};

const patternOf = (check: z.core.$ZodCheck): string | undefined =>
  check instanceof z.core.$ZodCheckRegex ? check._zod.def.pattern.source : undefined;

/** The schema below its wrappers, the facts met on the way (the outermost count), and whether the member may be left out. */
const unwrapped = (schema: z.ZodType): { schema: z.ZodType; facts: Partial<ObjectFacts>; optional: boolean } => {
  let inner = schema;
  let facts = factsOf(schema);
  let optional = false;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodLazy ||
    inner instanceof z.ZodPipe
  ) {
    optional ||= inner instanceof z.ZodOptional;
    inner = (inner instanceof z.ZodPipe ? inner.in : inner.unwrap()) as z.ZodType;
    facts = { ...factsOf(inner), ...facts };
  }
  return { schema: inner, facts, optional };
};

/** What a schema lets through, in words. */
const typeText = (schema: z.ZodType): string => {
  if (schema instanceof z.ZodNullable) return `${typeText(schema.unwrap() as z.ZodType)} or null`;
  const { schema: inner } = unwrapped(schema);
  if (inner instanceof z.ZodNullable) return typeText(inner);
  if (inner instanceof z.ZodObject) return 'mapping';
  if (inner instanceof z.ZodRecord) return `mapping of names to ${many(typeText(inner.valueType as z.ZodType))}`;
  if (inner instanceof z.ZodArray) return `list of ${many(typeText(inner.element as z.ZodType))}`;
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodLiteral) return [...inner.values].map((value) => JSON.stringify(value)).join(' or ');
  if (inner instanceof z.ZodUnion) {
    return [...new Set(inner.options.map((one) => typeText(one as z.ZodType)))].join(' or ');
  }
  if (inner instanceof z.ZodBigInt || (inner instanceof z.ZodNumber && inner.isInt)) return 'integer';
  if (inner instanceof z.ZodUnknown || inner instanceof z.ZodAny) return 'anything';
  return inner.def.type;
};

const many = (type: string): string => (/^[a-z]+$/.test(type) ? `${type}s` : `values, each ${type}`);
