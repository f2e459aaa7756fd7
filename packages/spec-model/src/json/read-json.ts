import type { ReadLimits } from '../yaml/limits.js';
import { readYaml } from '../yaml/read-yaml.js';
import type { ReadResult } from '../yaml/text-document.js';

/**
 * Reads JSON with positions, exact integers and no key twice.
 *
 * YAML 1.2 contains JSON, so the YAML reader supplies what `JSON.parse` does not; `JSON.parse` decides what JSON is.
 */
export const readJson = (text: string, limits: ReadLimits = {}): ReadResult => {
  const read = readYaml(text, limits);
  if (!read.ok) return read;
  try {
    JSON.parse(text);
  } catch {
    return { ok: false, faults: [{ line: 1, column: 1, message: 'The text is YAML, but it must be JSON.' }] };
  }
  return read;
};
