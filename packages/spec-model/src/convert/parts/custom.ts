import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';

/** D-23 backwards: no device of 1.0.0-rc.2 deploys anything but Helm and Compose. */
export const askAboutCustom = (draft: Draft, profile: DocumentPath): void => {
  const path = [...profile, 'type'];
  if (draft.at(path) !== 'custom') return;
  draft.decide('D-23', path, 'What takes the place of the custom profile? 1.0.0-rc.2 knows helm and compose only.', {
    suggestion: 'Remove the profile, together with the targets of its components.',
  });
};
