import { readYaml } from '@margo-sdk/spec-model';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { readNeeded, type Source } from './read-input.js';

/** Reads a file of names and what belongs to them, in YAML or JSON. */
export const readMapping = async (name: string, source: Source): Promise<Readonly<Record<string, unknown>>> => {
  const read = readYaml(await readText(name, source));
  const shown = printable(name);
  if (!read.ok) {
    const [{ line, column, message } = { line: 1, column: 1, message: 'It cannot be read.' }] = read.faults;
    throw new UsageError(`${shown}:${line}:${column}: ${printable(message)}`);
  }
  const { value } = read.document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${shown} must hold a mapping.`, 'Write one line for each name: name: value.');
  }
  return value as Readonly<Record<string, unknown>>;
};

/** Reads a file of text in UTF-8. */
export const readText = async (name: string, source: Source): Promise<string> => {
  const bytes = await readNeeded(name, source);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`Cannot read ${printable(name)}: the bytes are not UTF-8.`);
  }
};
