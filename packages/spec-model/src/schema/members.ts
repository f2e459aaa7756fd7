import * as z from 'zod';
import type { ObjectFacts } from './facts.js';

/** Vendor members: any number of `x-<name>-extensions`, each a mapping. */
export interface Extensions {
  [key: `x-${string}-extensions`]: Record<string, unknown>;
}

/**
 * An object schema that keeps what it does not know: unknown members survive reading (EX-02), but they are not part
 * of the type, so that a misspelt member does not compile.
 */
export const members = <Shape extends z.ZodRawShape>(shape: Shape, facts: ObjectFacts): z.ZodObject<Shape> =>
  z.looseObject(shape).meta({ ...facts });
