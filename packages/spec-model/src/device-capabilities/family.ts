import { byEvidence, type Evidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { DEVICE_CAPABILITIES_MANIFEST } from './device-capabilities.js';
import { PR1_CAPABILITIES } from './pr1.js';
import { PREDRAFT_CAPABILITIES } from './predraft-2024-10.js';
import { RC2_SIGNED_CAPABILITIES } from './rc2-signed.js';

const KINDS: readonly unknown[] = ['DeviceCapabilitiesManifest', 'DeviceCapabilities', 'DeviceCapability'];

const has = ({ properties }: Mapping, member: string): boolean =>
  isMapping(properties) && Object.hasOwn(properties, member);

/** Whether resources are written in the way of the pre-draft: as a list, or with a list of cpus. */
const hasFirstResources = ({ properties }: Mapping): boolean => {
  const resources = isMapping(properties) ? properties['resources'] : undefined;
  return Array.isArray(resources) || (isMapping(resources) && Object.hasOwn(resources, 'cpus'));
};

const EVIDENCE: readonly Evidence[] = [
  {
    revision: 'rc3',
    because: 'properties have cpus, which came with mutual TLS.',
    holds: (root) => has(root, 'cpus'),
  },
  {
    revision: 'rc3',
    because: 'There are labels, which came with mutual TLS.',
    holds: (root) => Object.hasOwn(root, 'labels'),
  },
  {
    revision: 'predraft-2024-10',
    because: 'kind is DeviceCapability: the pre-draft of October 2024.',
    holds: ({ kind }) => kind === 'DeviceCapability',
  },
  {
    revision: 'predraft-2024-10',
    because: 'apiVersion is device.margo/v1: the pre-draft of October 2024.',
    holds: ({ apiVersion }) => apiVersion === 'device.margo/v1',
  },
  {
    revision: 'predraft-2024-10',
    because: 'resources are a list or have a list of cpus: the pre-draft of October 2024.',
    holds: hasFirstResources,
  },
  {
    revision: 'pr1',
    because: 'properties have resources: preview release 1.',
    holds: (root) => has(root, 'resources'),
  },
  {
    revision: 'pr1',
    because: 'properties have roles: preview release 1.',
    holds: (root) => has(root, 'roles'),
  },
  {
    revision: 'pr1',
    because: 'kind is DeviceCapabilities: preview release 1.',
    holds: ({ kind }) => kind === 'DeviceCapabilities',
  },
  {
    revision: 'rc2-signed',
    because: 'properties have cpu, which only 1.0.0-rc.2 with message signatures has there.',
    holds: (root) => has(root, 'cpu'),
  },
  {
    revision: 'rc2-signed',
    because: 'There is a kind, but neither roles nor resources: 1.0.0-rc.2 with message signatures.',
    holds: (root) => Object.hasOwn(root, 'kind'),
  },
  {
    revision: 'rc2-signed',
    because: 'There is an apiVersion, but neither roles nor resources: 1.0.0-rc.2 with message signatures.',
    holds: (root) => Object.hasOwn(root, 'apiVersion'),
  },
];

/** DeviceCapabilitiesManifest through the revisions. */
export const DEVICE_CAPABILITIES_MANIFESTS: DocumentFamily = {
  name: 'DeviceCapabilitiesManifest',
  kinds: {
    'predraft-2024-10': anyKind(PREDRAFT_CAPABILITIES),
    pr1: anyKind(PR1_CAPABILITIES),
    'rc2-signed': anyKind(RC2_SIGNED_CAPABILITIES),
    // The schema of 1.0.0-rc.2 with mutual TLS was published again as rc.3, without a change.
    'rc2-mtls': anyKind({ ...DEVICE_CAPABILITIES_MANIFEST, revision: 'rc2-mtls' }),
    rc3: anyKind(DEVICE_CAPABILITIES_MANIFEST),
  },
  fits: (root) => Object.hasOwn(root, 'properties') || KINDS.includes(root['kind']),
  recognise: byEvidence(EVIDENCE),
};
