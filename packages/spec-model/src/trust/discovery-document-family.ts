import { anyKind, type DocumentFamily } from '../documents/family.js';
import { DISCOVERY_DOCUMENT } from './discovery-document.js';

/** DiscoveryDocument through the revisions. */
export const DISCOVERY_DOCUMENTS: DocumentFamily = {
  name: 'DiscoveryDocument',
  kinds: { rc3: anyKind(DISCOVERY_DOCUMENT) },
  fits: (root) => Object.hasOwn(root, 'trustBundleUri'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
