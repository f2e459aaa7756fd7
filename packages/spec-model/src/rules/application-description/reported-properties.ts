import * as z from 'zod';
import { deviceCapabilitiesManifestSchema } from '../../device-capabilities/schema.js';
import { below, unwrap } from '../../schema/walk.js';

/** What devices report at a place: its type, and all values that it can have where those are listed. */
export interface ReportedProperty {
  readonly type: 'string' | 'number' | 'boolean' | 'object' | 'list of objects';
  readonly values?: readonly string[];
}

/** Longest pointer that is followed: none into the properties is longer. */
const MAX_POINTER_LENGTH = 256;
const PROPERTIES = deviceCapabilitiesManifestSchema.shape.properties;

/** Names of the properties that devices report. */
export const PROPERTY_NAMES: readonly string[] = Object.keys(PROPERTIES.shape);

/** What devices report at a JSON Pointer into their properties; undefined where no device reports anything. */
export const reportedAt = (pointer: string): ReportedProperty | undefined => {
  if (pointer.length > MAX_POINTER_LENGTH) return undefined;
  let schema: z.ZodType | undefined = PROPERTIES;
  for (const escaped of pointer.split('/').slice(1)) {
    if (schema === undefined) return undefined;
    const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const inList: boolean = unwrap(schema).schema instanceof z.ZodArray;
    schema = inList && !/^(0|[1-9]\d*)$/.test(part) ? undefined : below(schema, part);
  }
  return schema && describe(unwrap(schema).schema);
};

/** Single values of a list are compared one by one, so such a list is what its elements are. */
const describe = (schema: z.ZodType): ReportedProperty => {
  if (schema instanceof z.ZodArray) {
    const element = describe(unwrap(schema.element as z.ZodType).schema);
    return element.type === 'object' ? { type: 'list of objects' } : element;
  }
  if (schema instanceof z.ZodObject) return { type: 'object' };
  if (schema instanceof z.ZodEnum) return { type: 'string', values: schema.options.map(String) };
  if (schema instanceof z.ZodNumber) return { type: 'number' };
  return { type: schema instanceof z.ZodBoolean ? 'boolean' : 'string' };
};
