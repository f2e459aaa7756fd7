/** Longer ones are no ids of ours. */
const MAX_LENGTH = 255;

/**
 * Tells whether text can be the id of a client: it goes into a path and into a SPIFFE id, and reads the same in both
 * (LG-03, WP-08).
 */
export const isClientId = (text: string): boolean =>
  text.length <= MAX_LENGTH && /^[A-Za-z0-9._-]+$/.test(text) && text !== '.' && text !== '..';
