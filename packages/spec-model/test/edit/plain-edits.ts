import type { Edit, JsonValue } from '@margo-sdk/spec-model';
import { readYaml } from '../../src/yaml/read-yaml.js';

export type Path = (string | number)[];
/** A value that can be changed without ceremony. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

/** The paths of a value and of everything in it. */
export const pathsOf = (value: Loose, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path];
  const parts: [string | number, Loose][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...parts.flatMap(([part, member]) => pathsOf(member, [...path, part]))];
};

export const at = (value: Loose, path: Path): Loose => path.reduce((place, part) => place?.[part], value);

/** The change that an edit means, made to plain data. */
export const changed = (value: Loose, edit: Edit): Loose => {
  const root = structuredClone(value);
  const path = [...edit.path];
  const last = path.pop();
  if (last === undefined) return 'value' in edit ? structuredClone(edit.value) : root;
  let holder = root;
  path.forEach((part, depth) => {
    holder[part] ??= typeof edit.path[depth + 1] === 'number' ? [] : {};
    holder = holder[part];
  });
  if (edit.op === 'set') holder[last] = structuredClone(edit.value);
  else if (edit.op === 'insert') holder.splice(Number(last), 0, structuredClone(edit.value));
  else if (edit.op === 'remove' && Array.isArray(holder)) holder.splice(Number(last), 1);
  else {
    const member = holder[last];
    delete holder[last];
    if (edit.op === 'rename') holder[edit.key] = member;
  }
  return root;
};

/** What a text says. */
export const read = (text: string): JsonValue => {
  const result = readYaml(text);
  if (!result.ok) throw new Error(`${result.faults[0]?.message}\n${text}`);
  return result.document.value as JsonValue;
};

export const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
