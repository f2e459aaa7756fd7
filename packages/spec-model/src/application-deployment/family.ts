import { anyKind, type DocumentFamily } from '../documents/family.js';
import { APPLICATION_DEPLOYMENT } from './application-deployment.js';

/** ApplicationDeployment through the revisions. */
export const APPLICATION_DEPLOYMENTS: DocumentFamily = {
  name: 'ApplicationDeployment',
  kinds: { rc3: anyKind(APPLICATION_DEPLOYMENT) },
  fits: (root) => Object.hasOwn(root, 'spec'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
