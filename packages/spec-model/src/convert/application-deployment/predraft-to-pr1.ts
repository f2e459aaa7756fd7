import type { Hop } from '../hop.js';
import { DEPLOYMENT_PROFILE, renameType } from '../parts/profiles.js';

/** D-02: from the pre-drafts to PR1. */
export const predraftToPr1: Hop = (draft) => renameType(draft, DEPLOYMENT_PROFILE, 'D-02');
