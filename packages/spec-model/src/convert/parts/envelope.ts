import type { Draft } from '../draft.js';

/** D-14: removes apiVersion and kind. What the kind says otherwise is said by the place that a document has. */
export const dropEnvelope = (draft: Draft, kinds: readonly string[]): void => {
  const why = 'A document of this place has no kind and no version of its form.';
  if (draft.textAt(['apiVersion']) !== undefined) draft.drop('D-14', ['apiVersion']);
  else draft.lose('D-14', ['apiVersion'], why);
  if (kinds.includes(draft.textAt(['kind']) ?? '')) draft.drop('D-14', ['kind']);
  else draft.lose('D-14', ['kind'], why);
};

/** D-14 and D-15 backwards: says what a document is. */
export const addEnvelope = (draft: Draft, delta: 'D-14' | 'D-15', apiVersion: string, kind: string): void => {
  const what = 'Documents of older revisions have an apiVersion and a kind.';
  draft.set(delta, ['apiVersion'], apiVersion, { what, after: null });
  draft.set(delta, ['kind'], kind, { what, after: 'apiVersion' });
};
