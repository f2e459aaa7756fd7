import { anyKind, type DocumentFamily } from '../documents/family.js';
import { STATE_MANIFEST } from './state-manifest.js';

/** StateManifest through the revisions. */
export const STATE_MANIFESTS: DocumentFamily = {
  name: 'StateManifest',
  kinds: { rc3: anyKind(STATE_MANIFEST) },
  fits: (root) => Object.hasOwn(root, 'manifestVersion'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
