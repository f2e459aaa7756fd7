import type { DocumentPath } from '../../issue.js';
import type { ConversionDecisions } from '../decisions.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { DESCRIPTION_PROFILES, profileType, renameType } from '../parts/profiles.js';

/** D-01, D-02, D-04: from the pre-drafts to PR1. */
export const predraftToPr1: Hop = (draft, decisions) => {
  if (draft.at(['kind']) === 'application') draft.set('D-01', ['kind'], 'ApplicationDescription');
  const profiles = draft.entries(DESCRIPTION_PROFILES);
  for (const profile of profiles) renameType(draft, profile, 'D-02');
  giveIds(draft, profiles, decisions);
};

/** D-04: ids are made of what is there, so that the same document gets the same ids every time. */
const giveIds = (draft: Draft, profiles: readonly DocumentPath[], decisions: ConversionDecisions): void => {
  const application = draft.textAt(['id']) ?? draft.textAt(['metadata', 'id']);
  const taken = new Set(profiles.map((profile) => draft.at([...profile, 'id'])));
  const counts = new Map<string, number>();
  profiles.forEach((profile, p) => {
    const path = [...profile, 'id'];
    const type = profileType(draft, profile);
    if (type === undefined) return;
    const stem = application === undefined ? type : `${application}-${type}`;
    const count = counts.get(stem) ?? 0;
    counts.set(stem, count + 1);
    if (draft.has(path)) return;
    const given = decisions.profileIds?.[p];
    const id = given ?? freeId(stem, count, taken);
    taken.add(id);
    draft.set('D-04', path, id, { after: 'type' });
    if (given === undefined) {
      draft.decide('D-04', path, `What is the id of profile number ${p + 1}?`, {
        suggestion: 'Keep the id that was made up, or choose one that tells the profile from the others.',
        placeholder: id,
      });
    }
  });
};

/** `hello-helm-a`, the next letter for the next profile of the same type, numbers when the letters are used up. */
const freeId = (stem: string, count: number, taken: ReadonlySet<unknown>): string => {
  const letter = String.fromCharCode('a'.charCodeAt(0) + count);
  let id = count < 26 ? `${stem}-${letter}` : `${stem}-${count + 1}`;
  while (taken.has(id)) id = `${id}-x`;
  return id;
};
