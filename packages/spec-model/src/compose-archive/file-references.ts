import type { DocumentPath } from '../issue.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

/** A file or directory that a Compose file names. */
export interface FileReference {
  readonly of: 'env_file' | 'configs' | 'secrets' | 'bind mount';
  readonly file: string;
  readonly at: DocumentPath;
  /** Whether Compose does without it. */
  readonly optional: boolean;
}

type Found = (of: FileReference['of'], file: unknown, at: DocumentPath, optional?: boolean) => void;

/** The files that a Compose file names, in short and in long form. What a variable decides is not known and left out. */
export const fileReferencesOf = (compose: Mapping): FileReference[] => {
  const references: FileReference[] = [];
  const found: Found = (of, file, at, optional = false) => {
    if (typeof file !== 'string' || file === '' || hasVariable(file)) return;
    references.push({ of, file: file.replaceAll('$$', '$'), at, optional });
  };
  for (const [name, service] of membersOf(compose, 'services')) {
    for (const [part, at] of withMerged(service, ['services', name])) {
      envFiles(part['env_file'], [...at, 'env_file'], found);
      bindMounts(part['volumes'], [...at, 'volumes'], found);
    }
  }
  for (const of of ['configs', 'secrets'] as const) {
    for (const [name, member] of membersOf(compose, of)) {
      for (const [part, at] of withMerged(member, [of, name])) found(of, part['file'], [...at, 'file']);
    }
  }
  return references;
};

const membersOf = (mapping: Mapping, name: string): [string, unknown][] => {
  const members = Object.hasOwn(mapping, name) ? mapping[name] : undefined;
  return isMapping(members) ? Object.entries(members) : [];
};

/** A mapping and those that the key `<<` merges into it. */
const withMerged = (value: unknown, at: DocumentPath): [Mapping, DocumentPath][] => {
  if (Array.isArray(value)) return value.flatMap((one, index) => withMerged(one, [...at, index]));
  if (!isMapping(value)) return [];
  return [[value, at], ...(Object.hasOwn(value, '<<') ? withMerged(value['<<'], [...at, '<<']) : [])];
};

const envFiles = (value: unknown, at: DocumentPath, found: Found): void => {
  if (!Array.isArray(value)) return envFile(value, at, found);
  value.forEach((one, index) => envFile(one, [...at, index], found));
};

const envFile = (value: unknown, at: DocumentPath, found: Found): void => {
  if (isMapping(value)) found('env_file', value['path'], [...at, 'path'], value['required'] === false);
  else found('env_file', value, at);
};

const bindMounts = (value: unknown, at: DocumentPath, found: Found): void => {
  if (!Array.isArray(value)) return;
  value.forEach((volume: unknown, index) => {
    if (isMapping(volume)) {
      if (volume['type'] === 'bind') found('bind mount', volume['source'], [...at, index, 'source']);
      return;
    }
    // `source:target`: a source without a dot, slash or tilde in front is the name of a volume.
    const [, source] = /^([./~][^:]*):/.exec(String(volume)) ?? [];
    found('bind mount', source, [...at, index]);
  });
};

/** `$$` is a dollar, any other dollar begins a variable. */
const hasVariable = (text: string): boolean => text.replaceAll('$$', '').includes('$');
