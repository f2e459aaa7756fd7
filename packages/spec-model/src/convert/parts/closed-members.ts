import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import { pathText } from '../../reading/schema-issues.js';
import type { Draft } from '../draft.js';

/** D-11: asks what to do with members of a mapping that takes no members but its own and extensions. */
export const askAboutStrangers = (draft: Draft, path: DocumentPath, own: readonly string[]): void => {
  for (const name of draft.names(path)) {
    if (own.includes(name) || PATTERNS.extensionKey.test(name)) continue;
    const where = path.length === 0 ? 'the root of the document' : pathText(path);
    draft.decide('D-11', [...path, name], `Is ${name} still needed? Nothing but known members may stand in ${where}.`, {
      suggestion: 'Remove it, or move it into an extension, x-<name>-extensions.',
    });
  }
};

/** D-11 backwards: nothing before 1.0.0-rc.2 has a place for what vendors add. */
export const loseExtensions = (draft: Draft, path: DocumentPath): void => {
  for (const name of draft.names(path))
    if (PATTERNS.extensionKey.test(name)) draft.lose('D-11', [...path, name], 'Documents of PR1 have no extensions.');
};
