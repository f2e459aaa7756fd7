/** The value that a JSON Pointer (RFC 6901) names, or undefined when it names nothing. */
export const atPointer = (root: unknown, pointer: string): unknown => {
  let value = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
};
