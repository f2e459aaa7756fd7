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
