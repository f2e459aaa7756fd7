import { anyKind, type DocumentFamily } from '../documents/family.js';
import { DEPLOYMENT_STATUS_MANIFEST } from './deployment-status.js';

/** DeploymentStatusManifest through the revisions. */
export const DEPLOYMENT_STATUS_MANIFESTS: DocumentFamily = {
  name: 'DeploymentStatusManifest',
  kinds: { rc3: anyKind(DEPLOYMENT_STATUS_MANIFEST) },
  fits: (root) => Object.hasOwn(root, 'components'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
