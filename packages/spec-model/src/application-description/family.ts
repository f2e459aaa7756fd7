import { anyKind, type DocumentFamily } from '../documents/family.js';
import { APPLICATION_DESCRIPTION } from './application-description.js';

/** ApplicationDescription through the revisions. */
export const APPLICATION_DESCRIPTIONS: DocumentFamily = {
  name: 'ApplicationDescription',
  kinds: { rc3: anyKind(APPLICATION_DESCRIPTION) },
  fits: (root) => Object.hasOwn(root, 'deploymentProfiles'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
