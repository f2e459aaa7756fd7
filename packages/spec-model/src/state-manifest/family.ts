import { byEvidence, type Evidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { STATE_MANIFEST } from './state-manifest.js';

/** Tells whether an address of the manifest begins like this. */
const hasUrl =
  (start: string) =>
  ({ bundle, deployments }: Mapping): boolean =>
    [bundle, ...(Array.isArray(deployments) ? (deployments as unknown[]) : [])].some(
      (reference) => isMapping(reference) && typeof reference['url'] === 'string' && reference['url'].startsWith(start),
    );

const EVIDENCE: readonly Evidence[] = [
  {
    revision: 'pr1',
    because: 'A url names a device, as in the first files of the interface.',
    holds: hasUrl('/api/v1/devices/'),
  },
  {
    revision: 'rc2-signed',
    because:
      'A url names the client: preview release 1 and 1.0.0-rc.2 with message signatures, which do not differ here.',
    holds: hasUrl('/api/v1/clients/'),
  },
];

/** StateManifest through the revisions: its members have never changed, only what its urls look like. */
export const STATE_MANIFESTS: DocumentFamily = {
  name: 'StateManifest',
  kinds: {
    pr1: anyKind({ ...STATE_MANIFEST, revision: 'pr1' }),
    'rc2-signed': anyKind({ ...STATE_MANIFEST, revision: 'rc2-signed' }),
    'rc2-mtls': anyKind({ ...STATE_MANIFEST, revision: 'rc2-mtls' }),
    rc3: anyKind(STATE_MANIFEST),
  },
  fits: (root) => Object.hasOwn(root, 'manifestVersion'),
  recognise: byEvidence(EVIDENCE),
};
