import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import { componentsOf, profileType } from './profiles.js';

const PREFIX = 'ENV.';

/** D-09: pointers of Compose components are names of environment variables, without `ENV.` before them. */
export const nameVariables = (draft: Draft, parameters: DocumentPath, profiles: readonly DocumentPath[]): void => {
  const compose = new Set<unknown>();
  const others = new Set<unknown>();
  for (const profile of profiles) {
    const names = profileType(draft, profile) === 'compose' ? compose : others;
    for (const component of componentsOf(draft, profile)) names.add(draft.at([...component, 'name']));
  }
  for (const parameter of draft.names(parameters)) {
    for (const target of draft.entries([...parameters, parameter, 'targets'])) {
      const components = draft.at([...target, 'components']);
      if (!Array.isArray(components) || !components.some((name) => compose.has(name))) continue;
      nameVariable(
        draft,
        [...target, 'pointer'],
        components.some((name) => others.has(name)),
      );
    }
  }
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
