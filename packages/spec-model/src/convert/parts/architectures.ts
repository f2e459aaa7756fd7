import { architectureName, ARCHITECTURES } from '../../identifiers/architectures.js';
import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';

/** Names of architectures that nobody reads any more, as devices and authors have written them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['intelx64', 'amd64'],
]);
const KNOWN: readonly string[] = ARCHITECTURES;

/** D-27: gives an architecture the name it has now. */
export const renameArchitecture = (draft: Draft, path: DocumentPath): void => {
  const text = draft.textAt(path);
  if (text === undefined) return;
  const plain = text.toLowerCase().replaceAll(' ', '');
  const name = NAMES.get(plain) ?? architectureName(plain);
  if (KNOWN.includes(name) && name !== text) draft.set('D-27', path, name);
};
