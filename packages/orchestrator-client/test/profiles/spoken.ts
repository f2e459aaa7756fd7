import {
  isSignedProfile,
  joinBasePath,
  profileFacts,
  wirePath,
  type WireProfile,
  type WireResource,
} from '@margo-sdk/protocol';
import { capabilities, HOSTING, MONITOR, report, type ReportOptions } from '../fixture.js';

/** The profiles in which requests are signed; what they do differently stands in their table. */
export const SIGNED_PROFILES = ['rc2-signed', 'pr1', 'symphony-2025'] as const satisfies readonly WireProfile[];
export const ALL_PROFILES = ['rc3', ...SIGNED_PROFILES] as const satisfies readonly WireProfile[];

/** The client of the fixture, as paths call it. */
export const CLIENT = 'press-7';

export interface PathParts {
  clientId?: string;
  deviceId?: string;
  deploymentId?: string;
  digest?: string;
}

/** Where a client of a profile finds something, with the base path that its fleet manager has. */
export const pathOf = (profile: WireProfile, resource: WireResource, parts: PathParts = {}): string => {
  const { clientId = CLIENT, deviceId = CLIENT, deploymentId = MONITOR, digest = `sha256:${'0'.repeat(64)}` } = parts;
  return joinBasePath(
    profileFacts(profile).basePath,
    wirePath(resource, { clientId, deviceId, deploymentId, digest }, profile),
  );
};

/** Capabilities of a device that hosts workloads, as each profile has them. */
export const hostIn = (profile: WireProfile, id = CLIENT): string => {
  if (profile === 'rc3') return capabilities(id, HOSTING);
  const { cpus, memory, storage, otelCollector, supportedRuntimes, supportedDeploymentTypes } = HOSTING;
  const envelope = { apiVersion: 'device.margo.org/v1alpha1', kind: 'DeviceCapabilitiesManifest' };
  const identity = { id, vendor: 'ACME', modelNumber: 'M1', serialNumber: 'S1' };
  const properties =
    profile === 'rc2-signed'
      ? { cpu: cpus, memory, storage, otelCollector, supportedRuntimes, supportedDeploymentTypes }
      : {
          roles: ['Standalone Cluster'],
          resources: { cpu: { cores: 4, architecture: 'x86_64' }, memory, storage, peripherals: [], interfaces: [] },
        };
  return JSON.stringify({ ...envelope, properties: { ...identity, ...properties } });
};

/** A report, as each profile has it: before rc3 with an envelope, and without the manifest that was adopted. */
export const reportIn = (profile: WireProfile, options: ReportOptions = {}): string => {
  const whole = report(isSignedProfile(profile) && profile !== 'rc2-signed' ? { deviceId: null, ...options } : options);
  if (profile === 'rc3') return whole;
  const { adoptedManifestVersion: _, ...rest } = JSON.parse(whole) as Record<string, unknown>;
  return JSON.stringify({ apiVersion: 'deployment.margo.org/v1alpha1', kind: 'DeploymentStatusManifest', ...rest });
};

/** A deployment in the form of 1.0.0-rc.2 with message signatures. */
export const RC2_DEPLOYMENT = `apiVersion: application.margo.org/v1alpha1
kind: ApplicationDeployment # as the fleet manager of before has written it
id: ${MONITOR}
metadata:
  name: monitor
  namespace: default
  deviceId: press-7
  annotations: { applicationId: monitor }
spec:
  deploymentProfile:
    type: helm
    components:
      - name: collector
        properties: { repository: "oci://registry.example/charts/collector", revision: 1.0.0 }
`;

/** The same in the form of preview release 1, which names no device. */
export const PR1_DEPLOYMENT = `apiVersion: application.margo.org/v1alpha1
kind: ApplicationDeployment
metadata:
  annotations: { id: ${MONITOR}, applicationId: monitor }
  name: monitor
  namespace: default
spec:
  deploymentProfile:
    type: helm.v3
    components:
      - name: collector
        properties: { repository: "oci://registry.example/charts/collector", revision: 1.0.0 }
`;
