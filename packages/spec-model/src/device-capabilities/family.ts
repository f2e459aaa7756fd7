import { anyKind, type DocumentFamily } from '../documents/family.js';
import { DEVICE_CAPABILITIES_MANIFEST } from './device-capabilities.js';

/** DeviceCapabilitiesManifest through the revisions. */
export const DEVICE_CAPABILITIES_MANIFESTS: DocumentFamily = {
  name: 'DeviceCapabilitiesManifest',
  kinds: { rc3: anyKind(DEVICE_CAPABILITIES_MANIFEST) },
  fits: (root) => Object.hasOwn(root, 'properties'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
