/** Members by name, of a document that was read and not yet checked. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Tells a mapping from a list and from a single value. */
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
