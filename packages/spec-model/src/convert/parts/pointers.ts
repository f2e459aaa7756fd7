import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import { componentsOf, profileType } from './profiles.js';

const PREFIX = 'ENV.';

/** D-09: pointers of Compose components are names of environment variables, without `ENV.` before them. */
export const nameVariables = (draft: Draft, parameters: DocumentPath, profiles: readonly DocumentPath[]): void => {
  for (const { path, shared } of pointersOfCompose(draft, parameters, profiles)) nameVariable(draft, path, shared);
};

/** D-09 backwards: `NAME` becomes `ENV.NAME`. */
export const prefixVariables = (draft: Draft, parameters: DocumentPath, profiles: readonly DocumentPath[]): void => {
  for (const { path, shared } of pointersOfCompose(draft, parameters, profiles)) {
    const pointer = draft.textAt(path);
    if (shared || pointer === undefined || !PATTERNS.environmentVariable.test(pointer)) continue;
    draft.set('D-09', path, `${PREFIX}${pointer}`, { what: 'A Compose pointer begins with ENV.' });
  }
};

interface ComposePointer {
  readonly path: DocumentPath;
  /** Whether components of another type are reached by it too. */
  readonly shared: boolean;
}

const pointersOfCompose = (
  draft: Draft,
  parameters: DocumentPath,
  profiles: readonly DocumentPath[],
): ComposePointer[] => {
  const compose = new Set<unknown>();
  const others = new Set<unknown>();
  for (const profile of profiles) {
    const names = profileType(draft, profile) === 'compose' ? compose : others;
    for (const component of componentsOf(draft, profile)) names.add(draft.at([...component, 'name']));
  }
  return draft
    .names(parameters)
    .flatMap((parameter) => draft.entries([...parameters, parameter, 'targets']))
    .flatMap((target) => {
      const components = draft.at([...target, 'components']);
      if (!Array.isArray(components) || !components.some((name) => compose.has(name))) return [];
      return [{ path: [...target, 'pointer'], shared: components.some((name) => others.has(name)) }];
    });
};

/** A pointer that Helm components share is a path into their values too, so it stays as it is. */
const nameVariable = (draft: Draft, path: DocumentPath, shared: boolean): void => {
  const pointer = draft.textAt(path);
  if (pointer === undefined || PATTERNS.environmentVariable.test(pointer)) return;
  const bare = pointer.startsWith(PREFIX) ? pointer.slice(PREFIX.length) : pointer;
  if (!shared && PATTERNS.environmentVariable.test(bare)) draft.set('D-09', path, bare);
  else if (!shared || pointer.startsWith(PREFIX)) {
    draft.decide('D-09', path, `Which environment variable is meant by the pointer ${pointer}?`, {
      suggestion: 'Give Compose components a target of their own, with the name of a variable for its pointer.',
    });
  }
};
