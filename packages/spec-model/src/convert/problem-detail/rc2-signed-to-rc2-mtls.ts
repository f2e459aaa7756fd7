import type { Hop } from '../hop.js';

/** D-33: an error body of 1.0.0-rc.2 as it was tagged becomes a problem document. */
export const rc2SignedToRc2Mtls: Hop = (draft, { status }) => {
  if (!draft.has(['error']) || draft.has(['title'])) return;
  if (!draft.has(['type'])) draft.set('D-33', ['type'], 'about:blank', { after: null });
  draft.move('D-33', ['error'], ['title']);
  draft.move('D-33', ['message'], ['detail']);
  if (draft.has(['status'])) return;
  if (status !== undefined) draft.set('D-33', ['status'], status, { after: 'title' });
  else {
    draft.decide('D-33', ['status'], 'Which HTTP status did the error come with?', {
      suggestion: 'Give the status of the response.',
    });
  }
};
