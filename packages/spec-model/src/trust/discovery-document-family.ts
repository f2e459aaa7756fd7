import { byEvidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { DISCOVERY_DOCUMENT } from './discovery-document.js';

/** DiscoveryDocument through the revisions. */
export const DISCOVERY_DOCUMENTS: DocumentFamily = {
  name: 'DiscoveryDocument',
  kinds: { 'rc2-mtls': anyKind({ ...DISCOVERY_DOCUMENT, revision: 'rc2-mtls' }), rc3: anyKind(DISCOVERY_DOCUMENT) },
  fits: (root) => Object.hasOwn(root, 'trustBundleUri') || Object.hasOwn(root, 'trustDomain'),
  recognise: byEvidence([]),
};
