/** What the conversion of a document leaves to a person, what it loses, and rules that the result breaks until then. */
export interface Left {
  readonly decide: readonly string[];
  readonly lost?: readonly string[];
  readonly errors?: readonly string[];
}

const DEVICE = 'D-12 metadata.deviceId';
const COMPONENT = 'D-16 spec.deploymentProfile.components.0.properties';
/** A deployment of PR1 and before says nothing of its device. */
const NO_DEVICE: Left = { decide: [DEVICE], errors: ['AX-02'] };
const NO_DEVICE_NOR_ARTEFACT: Left = { decide: [DEVICE, COMPONENT], errors: ['AX-02', 'AD-20'] };
/** A Compose package behind a web address. */
const NO_ARTEFACT: Left = { decide: [COMPONENT], errors: ['AD-20'] };
/** Capabilities of PR1 and before say nothing of collectors, and roles are gone. */
const NO_COLLECTOR: Left = {
  decide: ['D-19 properties.otelCollector', 'D-19 properties.supportedRuntimes'],
  lost: ['D-19 properties.roles'],
  errors: ['CP-02'],
};

/** By the files of public documents, all those of older revisions that are called valid. */
export const DECISIONS_LEFT: Readonly<Record<string, Left>> = {
  '2024-10-predraft-d350674/examples/valid/ApplicationDeployment-compose.yaml': NO_DEVICE_NOR_ARTEFACT,
  '2024-10-predraft-d350674/examples/valid/ApplicationDeployment-helm.yaml': NO_DEVICE,
  '2024-10-predraft-d350674/examples/valid/ApplicationDescription-digitron.yaml': {
    decide: [
      'D-04 deploymentProfiles.0.id',
      'D-04 deploymentProfiles.1.id',
      'D-16 deploymentProfiles.1.components.0.properties',
    ],
    errors: ['AD-20', 'AD-21'],
  },
  '2024-10-predraft-d350674/examples/valid/ApplicationDescription-hello-world.yaml': {
    decide: ['D-04 deploymentProfiles.0.id'],
    errors: ['AD-08'],
  },
  '2024-10-predraft-d350674/examples/valid/deployment-status.json': {
    decide: ['D-25 adoptedManifestVersion'],
    errors: ['MX-01'],
  },
  '2024-10-predraft-d350674/examples/valid/device-capabilities.json': {
    decide: ['D-19 properties.otelCollector', 'D-19 properties.supportedRuntimes'],
    lost: [
      'D-19 properties.peripherals.0.name',
      'D-19 properties.peripherals.0.properties',
      'D-19 properties.interfaces.0.modelNumber',
      'D-19 properties.interfaces.0.name',
      'D-19 properties.interfaces.0.properties',
      'D-19 properties.interfaces.1.modelNumber',
      'D-19 properties.interfaces.1.name',
      'D-19 properties.interfaces.1.properties',
      'D-19 properties.resources.cpus.0.frequency',
      'D-19 properties.roles',
    ],
    errors: ['CP-02'],
  },
  '2025-02-predraft-silvanoc-cd980a5/examples/valid/ApplicationDescription-001.yaml': {
    decide: ['D-04 deploymentProfiles.0.id'],
  },
  '2025-02-predraft-silvanoc-cd980a5/examples/valid/ApplicationDescription-002.yaml': {
    decide: [
      'D-04 deploymentProfiles.0.id',
      'D-04 deploymentProfiles.1.id',
      'D-16 deploymentProfiles.1.components.0.properties',
    ],
    errors: ['AD-20', 'AD-21'],
  },
  '2025-02-predraft-silvanoc-cd980a5/examples/valid/DesiredState-001.yaml': NO_DEVICE,
  '2025-02-predraft-silvanoc-cd980a5/examples/valid/DesiredState-002.yaml': NO_DEVICE_NOR_ARTEFACT,
  '2025-12-pr1-desired-state/examples/valid/ApplicationDeployment-compose.yaml': NO_DEVICE_NOR_ARTEFACT,
  '2025-12-pr1-desired-state/examples/valid/ApplicationDeployment-helm.yaml': NO_DEVICE,
  '2026-05-src-145da99/examples/valid/ApplicationDescription-001.3de18e1d.yaml': { decide: [] },
  '2026-05-src-145da99/examples/valid/DesiredState-001.yaml': NO_DEVICE,
  '2026-06-pr158-A-spec-414e8ae/examples/invalid/DeviceCapabilitiesManifest-004.json': NO_COLLECTOR,
  '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDeployment-001-compose.yaml': NO_DEVICE_NOR_ARTEFACT,
  '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDeployment-002-helm.yaml': NO_DEVICE,
  '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDescription-001-compose_only.yaml': {
    decide: ['D-16 deploymentProfiles.0.components.0.properties'],
    errors: ['AD-20', 'AD-21'],
  },
  '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDescription-002-helm_and_compose.yaml': {
    decide: ['D-16 deploymentProfiles.1.components.0.properties'],
    errors: ['AD-20', 'AD-21'],
  },
  '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDescription-003-helm_only.yaml': { decide: [] },
  '2026-06-pr158-A-spec-414e8ae/examples/valid/DesiredStateManifest-001.json': { decide: ['D-32 deployments'] },
  '2026-06-pr158-A-spec-414e8ae/examples/valid/DeviceCapabilitiesManifest-001-standalone_cluster.json': NO_COLLECTOR,
  '2026-06-pr158-A-spec-414e8ae/examples/valid/DeviceCapabilitiesManifest-002-standalone_device.json': NO_COLLECTOR,
  '2026-07-src-36a855e/examples/valid/DesiredState-001.yaml': { decide: [] },
  '2026-07-src-36a855e/examples/valid/gateway-autonomous.yaml': NO_ARTEFACT,
  '2026-07-src-36a855e/examples/valid/gateway-directed.yaml': NO_ARTEFACT,
  'examples/1.0.0-state-manifest.truncated-digests.json': { decide: ['D-32 deployments'], errors: ['MX-03'] },
  'examples/rc2sig-401-invalid-signature.json': { decide: ['D-33 status'], errors: ['PB-01'] },
  'examples/rc2sig-capabilities-device.json': { decide: [] },
  'examples/rc2sig-deployment-status.no-adoptedManifestVersion.json': {
    decide: ['D-25 adoptedManifestVersion'],
    errors: ['MX-01'],
  },
  'third-party/RedHatEdge__margo-example-apps/apps/process-control-demo/margo.yaml': {
    decide: ['D-04 deploymentProfiles.0.id', 'D-16 deploymentProfiles.0.components.0.properties.repository'],
    errors: ['AD-08', 'AD-20', 'PM-01', 'CF-01'],
  },
  'third-party/nhat-14__gh-actions-test/margo.yaml': {
    decide: ['D-16 deploymentProfiles.0.components.0.properties'],
    errors: ['AD-20', 'AD-21'],
  },
};
