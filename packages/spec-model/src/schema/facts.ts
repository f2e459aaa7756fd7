import type * as z from 'zod';
import type { RuleId } from '../rules/registry.js';

/** What we know about a member besides its type. zod keeps it; issues and the wire contract are made from it. */
export interface Facts {
  /** What the member is. */
  description: string;
  /** The rule that is broken when the value does not fit. Inherited by what is below, unless that has its own. */
  rule?: RuleId;
  /** What to do when the value does not fit, where the rule's own hint is too general. */
  hint?: string;
  /** Page of the specification that describes it. Inherited by what is below, unless that has its own. */
  section?: string;
  /** What a number or an amount counts, for example `seconds`. */
  unit?: string;
  /** Name under which the wire contract refers to it. */
  id?: string;
}

/** What we know about an object besides its members. */
export interface ObjectFacts extends Facts {
  /** The rule that an unknown member breaks: an error where the schema closes the object, else a warning. */
  unknown?: { rule: RuleId; closed?: boolean };
  /** Whether `x-…-extensions` members may stand here. */
  extensions?: boolean;
  /** Members of older revisions; other rules speak about them. */
  retired?: readonly string[];
}

declare module 'zod' {
  interface GlobalMeta extends Omit<ObjectFacts, 'description' | 'id'> {}
}

/** The facts that were given for a schema. */
export const factsOf = (schema: z.ZodType): Partial<ObjectFacts> => (schema.meta() ?? {}) as Partial<ObjectFacts>;
