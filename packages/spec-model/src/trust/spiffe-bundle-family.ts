import { anyKind, type DocumentFamily } from '../documents/family.js';
import { SPIFFE_BUNDLE } from './spiffe-bundle.js';

/** SpiffeBundle through the revisions. */
export const SPIFFE_BUNDLES: DocumentFamily = {
  name: 'SpiffeBundle',
  kinds: { rc3: anyKind(SPIFFE_BUNDLE) },
  fits: (root) => Object.hasOwn(root, 'keys'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
