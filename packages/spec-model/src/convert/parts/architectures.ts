import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';

/** Other names of architectures, as devices and authors have written them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x64', 'amd64'],
  ['intelx64', 'amd64'],
  ['aarch64', 'arm64'],
]);
const KNOWN = ['amd64', 'arm64', 'arm'];

/** D-27: gives an architecture the name it has now. */
export const renameArchitecture = (draft: Draft, path: DocumentPath): void => {
  const text = draft.textAt(path);
  if (text === undefined) return;
  const plain = text.toLowerCase().replaceAll(' ', '');
  const name = NAMES.get(plain) ?? (KNOWN.includes(plain) ? plain : undefined);
  if (name !== undefined && name !== text) draft.set('D-27', path, name);
};
