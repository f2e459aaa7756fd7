/** How much of a name or text a message repeats, in characters. */
const SHOWN_CHARACTERS = 80;
/** How many entries of a list a message repeats. */
const SHOWN_ENTRIES = 10;

/** As much of a name as a message repeats: the document that it comes from may hold a very long one. */
export const shortened = (name: string): string =>
  name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;

/** Entries of a list in words, as many as a message repeats. */
export const listed = <Entry>(entries: readonly Entry[], word: 'and' | 'or', say: (entry: Entry) => string): string => {
  const some = entries.slice(0, SHOWN_ENTRIES).map(say);
  const more = entries.length - some.length;
  const all = more > 0 ? [...some, `${more} more`] : some;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
};

/** A value of a document, in words. */
export const inWords = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'an empty list';
    if (typeof value[0] === 'object') return value.length === 1 ? 'a list of one' : `a list of ${value.length}`;
    return `the list of ${listed(value, 'and', quoted)}`;
  }
  return typeof value === 'object' ? 'a mapping' : quoted(value);
};

/** A single value as it stands in a document: text in quotes. What is no single value comes as `…`. */
export const quoted = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  // JSON.stringify throws for integers that no number holds exactly (M-06).
  return typeof value === 'object' ? '…' : typeof value === 'bigint' ? String(value) : JSON.stringify(value);
};
