import { anyKind, type DocumentFamily } from '../documents/family.js';
import { APPLICATION_DEPLOYMENT } from './application-deployment.js';
import { PR1_DEPLOYMENT } from './pr1.js';
import { PREDRAFT_DEPLOYMENT } from './predraft-2024-10.js';
import { RC2_MTLS_DEPLOYMENT } from './rc2-mtls.js';
import { RC2_SIGNED_DEPLOYMENT } from './rc2-signed.js';
import { recogniseDeployment } from './recognise.js';

/** ApplicationDeployment through the revisions. */
export const APPLICATION_DEPLOYMENTS: DocumentFamily = {
  name: 'ApplicationDeployment',
  kinds: {
    'predraft-2024-10': anyKind(PREDRAFT_DEPLOYMENT),
    pr1: anyKind(PR1_DEPLOYMENT),
    'rc2-signed': anyKind(RC2_SIGNED_DEPLOYMENT),
    'rc2-mtls': anyKind(RC2_MTLS_DEPLOYMENT),
    rc3: anyKind(APPLICATION_DEPLOYMENT),
  },
  fits: (root) => Object.hasOwn(root, 'spec') || root['kind'] === 'ApplicationDeployment',
  recognise: recogniseDeployment,
};
