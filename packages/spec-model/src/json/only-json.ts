import type { ReadResult } from '../yaml/text-document.js';

/**
 * Holds what was read from a text to JSON. YAML 1.2 contains JSON, so the YAML reader supplies what `JSON.parse` does
 * not: positions, exact integers and no key twice; `JSON.parse` decides what JSON is.
 */
export const onlyJson = (text: string, read: ReadResult): ReadResult => {
  if (!read.ok) return read;
  try {
    JSON.parse(text);
  } catch {
    return { ok: false, faults: [{ line: 1, column: 1, message: 'The text is YAML, but it must be JSON.' }] };
  }
  return read;
};
