/**
 * Tells whether a text can be the id of a client: it stands between two slashes of a path (LG-03), and is to stand in a
 * SPIFFE id once the fleet has moved on, so both grammars hold.
 */
export const isClientId = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= 255 && /^(?!\.\.?$)[A-Za-z0-9._-]+$/.test(text);
