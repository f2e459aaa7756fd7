import type { Other } from './row.js';

/** Files that are no documents: what the wire and the documents were described with. */
export const OTHER_FILES: readonly Other[] = [
  { file: '1.0.0-rc.2/trust-bundle-api-1.0.0-rc.2.yaml', other: 'OpenAPI' },
  { file: '1.0.0-rc.2/workload-management-api-1.0.0-rc.2.published-mtls.yaml', other: 'OpenAPI' },
  { file: '1.0.0-rc.2/workload-management-api-1.0.0-rc.2.signature-profile.yaml', other: 'OpenAPI' },
  { file: '1.0.0-rc.3/trust-bundle-api-1.0.0-rc.3.yaml', other: 'OpenAPI' },
  { file: '1.0.0-rc.3/workload-management-api-1.0.0-rc.3.yaml', other: 'OpenAPI' },
  { file: '1.0.0/trust-bundle-api-1.0.0.yaml', other: 'OpenAPI' },
  { file: '1.0.0/workload-management-api-1.0.0.yaml', other: 'OpenAPI' },
  { file: '2025-02-predraft-silvanoc-cd980a5/linkml/application-package-definition.linkml.yaml', other: 'LinkML' },
  { file: '2025-02-predraft-silvanoc-cd980a5/linkml/desired-state.linkml.yaml', other: 'LinkML' },
  { file: '2026-05-src-145da99/linkml/desired-state.1032799e.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/application-deployment.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/application-description.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/deployment-status.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/desired-state-manifest.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/device-capabilities.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/device-onboarding.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/margo.linkml.yaml', other: 'LinkML' },
  { file: '2026-06-pr158-A-spec-414e8ae/linkml/types.linkml.yaml', other: 'LinkML' },
  { file: '2026-07-src-36a855e/linkml/desired-state.linkml.yaml', other: 'LinkML' },
  { file: '2026-09-rc3-src/linkml/application-description.aae95624.linkml.yaml', other: 'LinkML' },
  { file: '2026-09-rc3-src/linkml/desired-state.ae2ac413.linkml.yaml', other: 'LinkML' },
];
