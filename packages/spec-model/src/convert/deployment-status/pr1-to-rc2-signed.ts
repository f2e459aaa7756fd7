import type { DocumentPath } from '../../issue.js';
import { STATES } from '../../identifiers/state.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';

/** States of the first interface that are no more. */
const GONE: ReadonlyMap<string, string> = new Map([
  ['updating', 'installing'],
  ['updated', 'installed'],
]);

const OF_ERRORS = ['code', 'source', 'message'];

/** D-26: from the pre-drafts and PR1 to 1.0.0-rc.2 as it was tagged. */
export const pr1ToRc2Signed: Hop = (draft) => {
  if (draft.at(['kind']) === 'DeploymentStatus') {
    const what = 'A status has the kind DeploymentStatusManifest and the apiVersion that goes with it.';
    draft.set('D-26', ['kind'], 'DeploymentStatusManifest', { what });
    if (draft.at(['apiVersion']) === 'deployment.margo/v1')
      draft.set('D-26', ['apiVersion'], 'deployment.margo.org/v1alpha1', { what });
  }
  for (const holder of [['status'], ...draft.entries(['components'])]) {
    writeState(draft, [...holder, 'state']);
    for (const name of draft.names([...holder, 'error'])) {
      // The example of the pre-draft has a blank behind message.
      const bare = name.trim();
      if (bare !== name && OF_ERRORS.includes(bare)) {
        draft.move('D-26', [...holder, 'error', name], [...holder, 'error', bare], {
          what: 'The name of the member has no blanks.',
        });
      }
    }
  }
};

const writeState = (draft: Draft, path: DocumentPath): void => {
  const text = draft.textAt(path);
  if (text === undefined) return;
  const lower = text.toLowerCase();
  const state = GONE.get(lower) ?? lower;
  if (state !== text && STATES.some((known) => known === state)) draft.set('D-26', path, state);
};
