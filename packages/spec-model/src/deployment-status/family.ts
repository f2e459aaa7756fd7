import { byEvidence, type Evidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { DEPLOYMENT_STATUS_MANIFEST } from './deployment-status.js';
import { PR1_STATUS } from './pr1.js';
import { PREDRAFT_STATUS } from './predraft-2024-10.js';
import { RC2_SIGNED_STATUS } from './rc2-signed.js';

const KINDS: readonly unknown[] = ['DeploymentStatusManifest', 'DeploymentStatus'];
/** States that came with the first files of the interface, and left with them. */
const FIRST_STATES: readonly unknown[] = ['Removing', 'Removed', 'Updating', 'Updated'];

/** Whatever has a state in it: the deployment as a whole and each component. */
const holdersOf = ({ status, components }: Mapping): Mapping[] =>
  [status, ...(Array.isArray(components) ? (components as unknown[]) : [])].filter(isMapping);

const hasSource = (root: Mapping): boolean =>
  holdersOf(root).some(({ error }) => isMapping(error) && Object.hasOwn(error, 'source'));

const EVIDENCE: readonly Evidence[] = [
  {
    revision: 'rc3',
    because: 'There is an adoptedManifestVersion, which came with mutual TLS.',
    holds: (root) => Object.hasOwn(root, 'adoptedManifestVersion'),
  },
  {
    revision: 'predraft-2024-10',
    because: 'apiVersion is deployment.margo/v1: the pre-draft of October 2024.',
    holds: ({ apiVersion }) => apiVersion === 'deployment.margo/v1',
  },
  {
    revision: 'pr1',
    because: 'kind is DeploymentStatus, and apiVersion is that of preview release 1, whose first files say so.',
    holds: ({ kind, apiVersion }) => kind === 'DeploymentStatus' && apiVersion === 'deployment.margo.org/v1alpha1',
  },
  {
    revision: 'pr1',
    because: 'kind is DeploymentStatus, and a state is one that the first files of preview release 1 added.',
    holds: (root) =>
      root['kind'] === 'DeploymentStatus' && holdersOf(root).some(({ state }) => FIRST_STATES.includes(state)),
  },
  {
    revision: 'predraft-2024-10',
    because: 'kind is DeploymentStatus: the pre-draft of October 2024.',
    holds: ({ kind }) => kind === 'DeploymentStatus',
  },
  {
    revision: 'rc2-signed',
    because: 'There is a deviceId, but no adoptedManifestVersion: 1.0.0-rc.2 with message signatures.',
    holds: (root) => Object.hasOwn(root, 'deviceId'),
  },
  {
    revision: 'rc2-signed',
    because: 'An error has a source, but there is no adoptedManifestVersion: 1.0.0-rc.2 with message signatures.',
    holds: hasSource,
  },
  {
    revision: 'pr1',
    because: 'There is a kind, but neither a deviceId nor the source of an error: preview release 1.',
    holds: (root) => Object.hasOwn(root, 'kind'),
  },
  {
    revision: 'pr1',
    because: 'There is an apiVersion, but neither a deviceId nor the source of an error: preview release 1.',
    holds: (root) => Object.hasOwn(root, 'apiVersion'),
  },
  {
    revision: 'rc2-signed',
    because: 'Neither adoptedManifestVersion nor kind: 1.0.0-rc.2 with message signatures, as of July 2026.',
    holds: () => true,
  },
];

/** DeploymentStatusManifest through the revisions. */
export const DEPLOYMENT_STATUS_MANIFESTS: DocumentFamily = {
  name: 'DeploymentStatusManifest',
  kinds: {
    'predraft-2024-10': anyKind(PREDRAFT_STATUS),
    pr1: anyKind(PR1_STATUS),
    'rc2-signed': anyKind(RC2_SIGNED_STATUS),
    // The schema of 1.0.0-rc.2 with mutual TLS was published again as rc.3, without a change.
    'rc2-mtls': anyKind({ ...DEPLOYMENT_STATUS_MANIFEST, revision: 'rc2-mtls' }),
    rc3: anyKind(DEPLOYMENT_STATUS_MANIFEST),
  },
  fits: (root) => Object.hasOwn(root, 'components') || KINDS.includes(root['kind']),
  recognise: byEvidence(EVIDENCE),
};
