export {
  APPLICATION_DEPLOYMENT,
  parseApplicationDeployment,
  safeParseApplicationDeployment,
  stringifyApplicationDeployment,
} from './application-deployment/application-deployment.js';
export { type ApplicationDeployment, applicationDeploymentSchema } from './application-deployment/schema.js';
export {
  APPLICATION_DESCRIPTION,
  parseApplicationDescription,
  safeParseApplicationDescription,
} from './application-description/application-description.js';
export type { Component } from './application-description/component-schema.js';
export { DATA_TYPES, type ValueSchema } from './application-description/configuration-schema.js';
export {
  type DeviceConstraints,
  type MatchExpression,
  OPERATORS,
  type Selector,
} from './application-description/device-constraints-schema.js';
export type { ParameterValue, Target } from './application-description/parameters-schema.js';
export {
  type ApplicationDescription,
  applicationDescriptionSchema,
  type DeploymentProfile,
} from './application-description/schema.js';
export { aggregateState, SEVERITY_ORDER, SEVERITY_ORDER_OF_PEERS } from './deployment-status/aggregate-state.js';
export {
  DEPLOYMENT_STATUS_MANIFEST,
  parseDeploymentStatusManifest,
  safeParseDeploymentStatusManifest,
  stringifyDeploymentStatusManifest,
} from './deployment-status/deployment-status.js';
export {
  type ComponentStatus,
  type DeploymentStatusManifest,
  deploymentStatusManifestSchema,
  type StatusError,
} from './deployment-status/schema.js';
export {
  DEVICE_CAPABILITIES_MANIFEST,
  parseDeviceCapabilitiesManifest,
  safeParseDeviceCapabilitiesManifest,
} from './device-capabilities/device-capabilities.js';
export { type DeviceCapabilitiesManifest, deviceCapabilitiesManifestSchema } from './device-capabilities/schema.js';
export { type ComponentFacts, componentFacts } from './diff/component-facts.js';
export { MargoError, type MargoErrorOptions } from './errors.js';
export type { Branded } from './identifiers/brand.js';
export { DEPLOYMENT_TYPES, RUNTIMES } from './identifiers/deployment-types.js';
export {
  type ApplicationId,
  deviceOfTarget,
  type DeploymentId,
  type DeviceId,
  type DeviceTarget,
  type Digest,
  parseDeploymentId,
  parseDeviceId,
  parseDigest,
} from './identifiers/identifiers.js';
export { MEDIA_TYPES } from './identifiers/media-types.js';
export { PATTERNS } from './identifiers/patterns.js';
export {
  deploymentIdSchema,
  deviceIdSchema,
  deviceTargetSchema,
  digestSchema,
  manifestVersionSchema,
  stateSchema,
} from './identifiers/schemas.js';
export { type State, STATES } from './identifiers/state.js';
export { DocumentError, type DocumentPath, type Issue, type ParseResult, type Severity } from './issue.js';
export { type JsonValue, stringifyJson } from './json/stringify-json.js';
export {
  PROBLEM_DETAIL,
  parseProblemDetail,
  type ProblemDetail,
  problemDetailSchema,
  safeParseProblemDetail,
} from './problem-detail/problem-detail.js';
export type { Check, Report } from './reading/check.js';
export type { DocumentKind } from './reading/document-kind.js';
export { type DocumentSource, readDocument, safeReadDocument } from './reading/read-document.js';
export { pathText } from './reading/schema-issues.js';
export { type Eligibility, isEligible } from './placement/is-eligible.js';
export { parseQuantity } from './placement/quantity.js';
export { documentKind } from './documents/catalogue.js';
export { checkDocument, type CheckedDocument, type CheckOptions } from './documents/check-document.js';
export { DOCUMENT_NAMES, type DocumentName } from './documents/document-name.js';
export type { RecognisedRevision } from './documents/family.js';
export { recogniseDocument, type RecognisedDocument } from './documents/recognise.js';
export { renderComposeEnvironment } from './render/compose-environment.js';
export { type HelmPointer, parseHelmPointer } from './render/helm-pointer.js';
export { type HelmValue, type HelmValues, renderHelmValues } from './render/helm-values.js';
export { checkValue } from './resolve/check-value.js';
export { type DeploymentChoices, resolveDeployment } from './resolve/resolve-deployment.js';
export { type RuleId, RULES } from './rules/registry.js';
export type { Rule, Rules } from './rules/rule.js';
export { CURRENT_REVISION, type Revision, REVISIONS } from './revisions/revision.js';
export type { Extensions } from './schema/members.js';
export {
  type BundleReference,
  type DeploymentReference,
  type StateManifest,
  stateManifestSchema,
} from './state-manifest/schema.js';
export { parseStateManifest, safeParseStateManifest, STATE_MANIFEST } from './state-manifest/state-manifest.js';
export {
  type DiscoveryDocument,
  DISCOVERY_DOCUMENT,
  discoveryDocumentSchema,
  safeParseDiscoveryDocument,
} from './trust/discovery-document.js';
export {
  type AnchorEntry,
  anchorsOf,
  type OfferedAnchor,
  type SpiffeBundle,
  spiffeBundleSchema,
} from './trust/anchors.js';
export { safeParseSpiffeBundle, SPIFFE_BUNDLE } from './trust/spiffe-bundle.js';
export { DEFAULT_READ_LIMITS, type ReadLimits } from './yaml/limits.js';
export type { TextDocument } from './yaml/text-document.js';
