/** Whether two values of documents say the same; the order of members does not matter, that of entries does. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const members = given(a);
  const others = new Map(given(b));
  return (
    members.length === others.size &&
    members.every(([name, value]) => others.has(name) && isSameValue(value, others.get(name)))
  );
};

/** A member that is undefined is one that was left out. */
const given = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, member]) => member !== undefined);
