import { OTHER_FILES } from './other-files.js';
import type { Row } from './row.js';

const DESCRIPTION = 'ApplicationDescription';
const DEPLOYMENT = 'ApplicationDeployment';
const CAPABILITIES = 'DeviceCapabilitiesManifest';
const STATUS = 'DeploymentStatusManifest';
const MANIFEST = 'StateManifest';
const PROBLEM = 'ProblemDetail';
const KIND = 'kind is another word.';
const LETTERS = 'applicationId has letters that are not allowed.';
const LENGTH = 'applicationId is longer than 200 characters.';
const UUID = 'id is not a UUID.';

/** Every public document, by the folder that it came from, and what is to be said about it. */
export const CORPUS: readonly Row[] = [
  ...OTHER_FILES,

  // 2024-10-predraft-d350674
  {
    file: '2024-10-predraft-d350674/examples/valid/ApplicationDeployment-compose.yaml',
    kind: DEPLOYMENT,
    revision: 'predraft-2024-10',
    valid: true,
  },
  {
    file: '2024-10-predraft-d350674/examples/valid/ApplicationDeployment-helm.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    valid: true,
  },
  {
    file: '2024-10-predraft-d350674/examples/valid/ApplicationDescription-digitron.yaml',
    kind: DESCRIPTION,
    revision: 'predraft-2024-10',
    valid: true,
  },
  {
    file: '2024-10-predraft-d350674/examples/valid/ApplicationDescription-hello-world.yaml',
    kind: DESCRIPTION,
    revision: 'predraft-2024-10',
    upstreamDefect: ['AD-08'],
    reason: 'The version is the number 1.0, not a string.',
  },
  {
    file: '2024-10-predraft-d350674/examples/valid/deployment-status.json',
    kind: STATUS,
    revision: 'predraft-2024-10',
    valid: true,
  },
  {
    file: '2024-10-predraft-d350674/examples/valid/device-capabilities.json',
    kind: CAPABILITIES,
    revision: 'predraft-2024-10',
    valid: true,
  },

  // 2025-02-predraft-silvanoc-cd980a5
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/invalid/DesiredState-001.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    invalid: ['AX-00'],
    because: KIND,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/invalid/DesiredState-002.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    invalid: ['AX-03'],
    because: LETTERS,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/invalid/DesiredState-003.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    invalid: ['AX-03'],
    because: LENGTH,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/invalid/DesiredState-004.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    invalid: ['AX-01'],
    because: UUID,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/valid/ApplicationDescription-001.yaml',
    kind: DESCRIPTION,
    revision: 'predraft-2024-10',
    valid: true,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/valid/ApplicationDescription-002.yaml',
    kind: DESCRIPTION,
    revision: 'predraft-2024-10',
    valid: true,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/valid/DesiredState-001.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    valid: true,
  },
  {
    file: '2025-02-predraft-silvanoc-cd980a5/examples/valid/DesiredState-002.yaml',
    kind: DEPLOYMENT,
    revision: 'predraft-2024-10',
    valid: true,
  },

  // 2025-12-pr1-desired-state
  {
    file: '2025-12-pr1-desired-state/examples/valid/ApplicationDeployment-compose.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    valid: true,
  },
  {
    file: '2025-12-pr1-desired-state/examples/valid/ApplicationDeployment-helm.yaml',
    kind: DEPLOYMENT,
    revision: 'pr1',
    valid: true,
  },

  // 2026-05-src-145da99
  {
    file: '2026-05-src-145da99/examples/invalid/DesiredState-001.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    invalid: ['AX-00'],
    because: KIND,
  },
  {
    file: '2026-05-src-145da99/examples/invalid/DesiredState-004.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    invalid: ['AX-01'],
    because: UUID,
  },
  {
    file: '2026-05-src-145da99/examples/valid/ApplicationDescription-001.3de18e1d.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-05-src-145da99/examples/valid/DesiredState-001.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    valid: true,
  },

  // 2026-06-pr158-A-spec-414e8ae
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/ApplicationDeployment-001.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    invalid: ['AX-00'],
    because: KIND,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/ApplicationDeployment-002.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    invalid: ['AX-03'],
    because: LETTERS,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/ApplicationDeployment-003-invalid_appid2.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    invalid: ['AX-03'],
    because: LENGTH,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/ApplicationDescription-001.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    invalid: ['AD-04'],
    because: KIND,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/ApplicationDescription-002.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    invalid: ['AD-06'],
    because: 'id is longer than 200 characters.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/ApplicationDescription-003.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    invalid: ['AD-15'],
    because: 'The type of a profile is helmchart.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DesiredStateManifest-001-invalid_manifest_version.json',
    kind: MANIFEST,
    revision: 'rc2-signed',
    invalid: ['MX-01'],
    because: 'The version is 0.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DesiredStateManifest-002-invalid_media_type.json',
    kind: MANIFEST,
    revision: 'rc2-signed',
    invalid: ['MX-03'],
    because: 'The media type of the bundle is another one.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DesiredStateManifest-003-invalid_digest.json',
    kind: MANIFEST,
    revision: 'rc2-signed',
    invalid: ['MX-03'],
    because: 'The digest of the bundle is a word.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DesiredStateManifest-004-missing_digest.json',
    kind: MANIFEST,
    revision: 'rc2-signed',
    invalid: ['MX-02'],
    because: 'There is no bundle, whatever the name of the file says.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DeviceCapabilitiesManifest-001.json',
    kind: CAPABILITIES,
    revision: 'pr1',
    invalid: ['CP-00'],
    because: 'The role is none that there is.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DeviceCapabilitiesManifest-003.json',
    kind: CAPABILITIES,
    revision: 'pr1',
    invalid: ['CP-03'],
    because: 'The architecture is riscv.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/invalid/DeviceCapabilitiesManifest-004.json',
    kind: CAPABILITIES,
    revision: 'pr1',
    valid: true,
    although: 'Its authors refuse 2.4 cores, which their own text allows.',
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDeployment-001-compose.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDeployment-002-helm.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDescription-001-compose_only.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDescription-002-helm_and_compose.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/ApplicationDescription-003-helm_only.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/DesiredStateManifest-001.json',
    kind: MANIFEST,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/DeviceCapabilitiesManifest-001-standalone_cluster.json',
    kind: CAPABILITIES,
    revision: 'pr1',
    valid: true,
  },
  {
    file: '2026-06-pr158-A-spec-414e8ae/examples/valid/DeviceCapabilitiesManifest-002-standalone_device.json',
    kind: CAPABILITIES,
    revision: 'pr1',
    valid: true,
  },

  // 2026-07-src-36a855e
  {
    file: '2026-07-src-36a855e/examples/valid/DesiredState-001.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-mtls',
    valid: true,
  },
  {
    file: '2026-07-src-36a855e/examples/valid/gateway-autonomous.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-mtls',
    valid: true,
  },
  {
    file: '2026-07-src-36a855e/examples/valid/gateway-directed.yaml',
    kind: DEPLOYMENT,
    revision: 'rc2-mtls',
    valid: true,
  },

  // 2026-07-src-4865328
  {
    file: '2026-07-src-4865328/examples/invalid/ApplicationDescription-001.yaml',
    kind: DESCRIPTION,
    revision: 'rc3',
    invalid: ['AD-06'],
    because: 'id has letters that are not allowed.',
  },

  // 2026-08-src-0496e04
  {
    file: '2026-08-src-0496e04/examples/invalid/ApplicationDescription-002.yaml',
    kind: DESCRIPTION,
    revision: 'rc2-mtls',
    invalid: ['AD-06'],
    because: 'id has letters that are not allowed.',
  },

  // 2026-09-rc3-src
  {
    file: '2026-09-rc3-src/examples/upstream-defective/ApplicationDescription-002.aae95624.NOT-PARSEABLE.yaml',
    kind: DESCRIPTION,
    revision: 'rc3',
    upstreamDefect: ['AD-01'],
    reason: 'One line stands too far to the right, so this is not YAML.',
  },
  {
    file: '2026-09-rc3-src/examples/upstream-defective/custom-runtimes-doc-device.0e127bf.json',
    kind: CAPABILITIES,
    revision: 'rc3',
    upstreamDefect: ['CP-02', 'CP-07'],
    reason: 'apiVersion and kind of older revisions stand around it, and it reports no cpus (A-21).',
  },
  {
    file: '2026-09-rc3-src/examples/upstream-defective/custom-runtimes-doc.0e127bf.yaml',
    kind: DESCRIPTION,
    revision: 'rc3',
    upstreamDefect: ['AD-02', 'AD-06', 'PM-01', 'CF-01'],
    reason: 'The members of October 2024 around the profile of 1.0.0-rc.3, and dots for the rest (A-21).',
  },
  {
    file: '2026-09-rc3-src/examples/valid/ApplicationDescription-002.legacy-0450fb92.yaml',
    kind: DESCRIPTION,
    revision: 'rc3',
    valid: true,
  },
  {
    file: '2026-09-rc3-src/examples/valid/gateway-directed.ae2ac413.yaml',
    kind: DEPLOYMENT,
    revision: 'rc3',
    valid: true,
  },

  // examples
  {
    file: 'examples/1.0.0-state-manifest.truncated-digests.json',
    kind: MANIFEST,
    revision: 'rc2-signed',
    upstreamDefect: ['MX-03'],
    reason: 'The digests are cut short with dots.',
  },
  { file: 'examples/rc2sig-401-invalid-signature.json', kind: PROBLEM, revision: 'rc2-signed', valid: true },
  { file: 'examples/rc2sig-capabilities-device.json', kind: CAPABILITIES, revision: 'rc2-signed', valid: true },
  {
    file: 'examples/rc2sig-deployment-status.no-adoptedManifestVersion.json',
    kind: STATUS,
    revision: 'rc2-signed',
    valid: true,
  },
  {
    file: 'examples/rc2sig-onboarding-request.json',
    kind: 'OnboardingRequest',
    revision: 'rc2-signed',
    upstreamDefect: ['OR-00'],
    reason: 'The certificate is cut short with dots.',
  },
  { file: 'examples/rc3-capabilities-device.json', kind: CAPABILITIES, revision: 'rc3', valid: true },
  { file: 'examples/rc3-capabilities-gateway1-deviceA.json', kind: CAPABILITIES, revision: 'rc3', valid: true },
  { file: 'examples/rc3-capabilities-gateway1-path1-deviceA.json', kind: CAPABILITIES, revision: 'rc3', valid: true },
  { file: 'examples/rc3-capabilities-gateway1.hosting.json', kind: CAPABILITIES, revision: 'rc3', valid: true },
  { file: 'examples/rc3-capabilities-gateway1.nonhosting.json', kind: CAPABILITIES, revision: 'rc3', valid: true },
  { file: 'examples/rc3-deployment-status.json', kind: STATUS, revision: 'rc3', valid: true },
  { file: 'examples/rc3-discovery-document.json', kind: 'DiscoveryDocument', revision: 'rc3', valid: true },
  {
    file: 'examples/rc3-problem-documents.json',
    kind: PROBLEM,
    revision: 'rc3',
    upstreamDefect: ['PB-00'],
    reason: 'Ten documents in one file.',
  },
  {
    file: 'examples/rc3-spiffe-bundle.placeholders.json',
    kind: 'SpiffeBundle',
    revision: 'rc3',
    upstreamDefect: ['TB-11'],
    reason: 'Words stand where the certificate of the authority belongs.',
  },
  {
    file: 'examples/rc3-state-manifest.truncated-digests.json',
    kind: MANIFEST,
    revision: 'rc3',
    upstreamDefect: ['MX-03'],
    reason: 'The digests are cut short with dots.',
  },

  // third-party
  {
    file: 'third-party/FLECS-Technologies__apps-org.openjsf.nodered.margo/margo.yaml',
    kind: DESCRIPTION,
    revision: 'rc3',
    upstreamDefect: ['AD-01'],
    reason: 'One line stands too far to the left, so this is not YAML.',
  },
  {
    file: 'third-party/RedHatEdge__margo-example-apps/apps/process-control-demo/margo.yaml',
    kind: DESCRIPTION,
    revision: 'predraft-2024-10',
    upstreamDefect: ['AD-08', 'PM-01', 'CF-01'],
    reason: 'The version is a number, and lists stand where mappings belong.',
  },
  { file: 'third-party/nhat-14__gh-actions-test/margo.yaml', kind: DESCRIPTION, revision: 'rc2-signed', valid: true },
];
