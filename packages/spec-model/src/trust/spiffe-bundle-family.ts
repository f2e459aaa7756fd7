import { byEvidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { SPIFFE_BUNDLE } from './spiffe-bundle.js';

/** SpiffeBundle through the revisions. */
export const SPIFFE_BUNDLES: DocumentFamily = {
  name: 'SpiffeBundle',
  kinds: { 'rc2-mtls': anyKind({ ...SPIFFE_BUNDLE, revision: 'rc2-mtls' }), rc3: anyKind(SPIFFE_BUNDLE) },
  fits: (root) => Object.hasOwn(root, 'keys'),
  recognise: byEvidence([]),
};
