import { pathText } from '../../reading/schema-issues.js';
import type { Draft } from '../draft.js';

const ANNOTATED = ['metadata', 'annotations', 'applicationId'];
const OWN = ['spec', 'applicationId'];

/**
 * D-13 backwards: the texts before the interface with mutual TLS have the id of the application among the annotations,
 * their OpenAPI files in spec. It is written to both places, so that it is found whichever a device goes by.
 */
export const annotateApplication = (draft: Draft): void => {
  const id = draft.at(OWN);
  if (id === undefined || draft.at(ANNOTATED) === id) return;
  if (draft.has(ANNOTATED)) {
    draft.decide('D-13', ANNOTATED, `Which one counts, this or ${pathText(OWN)}? Both are there, and they differ.`, {
      suggestion: 'Write the id of the application description to both places.',
    });
    return;
  }
  draft.restate('D-13', OWN, ANNOTATED, id, { what: 'The id of the application stands among the annotations too.' });
};
