import { anyKind, type DocumentFamily } from '../documents/family.js';
import { APPLICATION_DESCRIPTION } from './application-description.js';
import { PR1_DESCRIPTION } from './pr1.js';
import { PREDRAFT_DESCRIPTION } from './predraft-2024-10.js';
import { RC2_MTLS_DESCRIPTION } from './rc2-mtls.js';
import { RC2_SIGNED_DESCRIPTION } from './rc2-signed.js';
import { recogniseDescription } from './recognise.js';

const KINDS: readonly unknown[] = ['ApplicationDescription', 'application'];

/** ApplicationDescription through the revisions. */
export const APPLICATION_DESCRIPTIONS: DocumentFamily = {
  name: 'ApplicationDescription',
  kinds: {
    'predraft-2024-10': anyKind(PREDRAFT_DESCRIPTION),
    pr1: anyKind(PR1_DESCRIPTION),
    'rc2-signed': anyKind(RC2_SIGNED_DESCRIPTION),
    'rc2-mtls': anyKind(RC2_MTLS_DESCRIPTION),
    rc3: anyKind(APPLICATION_DESCRIPTION),
  },
  fits: (root) => Object.hasOwn(root, 'deploymentProfiles') || KINDS.includes(root['kind']),
  recognise: recogniseDescription,
};
