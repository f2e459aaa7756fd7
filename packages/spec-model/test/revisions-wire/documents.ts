import type { Loose } from '../documents.js';

/** Documents of the wire in the form of older revisions. */
const identity = { id: 'edge-1', vendor: 'Example', modelNumber: 'E1', serialNumber: '1' };
const parts = { peripherals: [{ type: 'gpu', manufacturer: 'Example' }], interfaces: [{ type: 'ethernet' }] };
const DEPLOYMENT = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';

export const predraftCapabilities = (): Loose => ({
  apiVersion: 'device.margo/v1',
  kind: 'DeviceCapabilities',
  properties: {
    ...identity,
    roles: ['Standalone Cluster'],
    resources: {
      cpus: [{ architecture: 'Example x64', cores: 8, frequency: '3.2 GHz' }],
      memory: '64.0 GB',
      storage: 2000,
    },
    peripherals: [{ name: 'Card', type: 'GPU', modelNumber: 'G1', properties: { ram: '16 GB' } }],
    interfaces: [{ name: 'Port', type: 'Ethernet', properties: { maxSpeed: '2.5 Gbps' } }],
  },
});

export const pr1Capabilities = (): Loose => ({
  apiVersion: 'device.margo.org/v1alpha1',
  kind: 'DeviceCapabilitiesManifest',
  properties: {
    ...identity,
    roles: ['Standalone Cluster', 'Cluster Leader'],
    resources: {
      cpu: { cores: 2.5, architecture: 'x86_64' },
      memory: '16 Gi',
      storage: '1Ti',
      ...structuredClone(parts),
    },
  },
});

export const rc2SignedCapabilities = (): Loose => ({
  apiVersion: 'device.margo.org/v1alpha1',
  kind: 'DeviceCapabilitiesManifest',
  properties: {
    ...identity,
    cpu: [{ cores: 4, architecture: 'arm64' }],
    memory: '16Gi',
    storage: '200Gi',
    ...structuredClone(parts),
    otelCollector: true,
    supportedRuntimes: ['oci'],
    supportedDeploymentTypes: ['compose'],
  },
  'x-example-extensions': { rack: 3 },
});

export const predraftStatus = (): Loose => ({
  apiVersion: 'deployment.margo/v1',
  kind: 'DeploymentStatus',
  deploymentId: DEPLOYMENT,
  status: { state: 'Failed', error: { code: 'E1', message: 'The disk is full.' } },
  components: [
    { name: 'database', state: 'Failed', error: { code: 'E1', message: 'The disk is full.' } },
    { name: 'server', state: 'pending' },
  ],
});

export const pr1Status = (): Loose => ({
  ...predraftStatus(),
  apiVersion: 'deployment.margo.org/v1alpha1',
  kind: 'DeploymentStatusManifest',
  status: { state: 'failed', error: { code: 'E1', message: 'The disk is full.' } },
  components: [
    { name: 'database', state: 'failed', error: { code: 'E1', message: 'The disk is full.' } },
    { name: 'server', state: 'pending' },
  ],
});

export const rc2SignedStatus = (): Loose => ({
  deploymentId: DEPLOYMENT,
  deviceId: 'gateway/press',
  status: { state: 'failed', error: { code: '102', source: 'gateway', message: 'Child device unreachable' } },
  components: [
    { name: 'database', state: 'failed', error: { code: 'E1', source: 'database', message: 'The disk is full.' } },
    { name: 'server', state: 'pending' },
  ],
});

export const certificate = 'MIIBszCCAVmgAwIBAgIUExample==';

export const onboardingRequest = (): Loose => ({
  apiVersion: 'onboarding.margo.org/v1alpha1',
  kind: 'OnboardingRequest',
  certificate,
});
