/**
 * What is known about Margo documents without reading any: identifiers, schemas, states, rules, placement and
 * differences. Nothing here loads the YAML reader or the matcher of patterns, so a program that only works on values
 * starts faster with this entry. The main entry has all of it too.
 */
export { type ApplicationDeployment, applicationDeploymentSchema } from './application-deployment/schema.js';
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
  type ComponentStatus,
  type DeploymentStatusManifest,
  deploymentStatusManifestSchema,
  type StatusError,
} from './deployment-status/schema.js';
export { type DeviceCapabilitiesManifest, deviceCapabilitiesManifestSchema } from './device-capabilities/schema.js';
export { type ComponentFacts, componentFacts } from './diff/component-facts.js';
export {
  type ComponentAction,
  type ComponentDiff,
  type DeploymentDiff,
  diffDeployments,
} from './diff/diff-deployments.js';
export { DOCUMENT_NAMES, type DocumentName } from './documents/document-name.js';
export { MargoError, type MargoErrorOptions } from './errors.js';
export type { Branded } from './identifiers/brand.js';
export {
  type ComponentRevision,
  parseComponentRevision,
  revisionOfSemver,
  semverOfRevision,
} from './identifiers/component-revision.js';
export { DEPLOYMENT_TYPES, RUNTIMES } from './identifiers/deployment-types.js';
export { type ExtensionKey, parseExtensionKey } from './identifiers/extension-key.js';
export {
  type ApplicationId,
  type DeploymentId,
  type DeviceId,
  deviceOfTarget,
  type DeviceTarget,
  type Digest,
  parseApplicationId,
  parseDeploymentId,
  parseDeviceId,
  parseDeviceTarget,
  parseDigest,
} from './identifiers/identifiers.js';
export { MEDIA_TYPES } from './identifiers/media-types.js';
export { type OciRepository, parseOciRepository } from './identifiers/oci-repository.js';
export { PATTERNS } from './identifiers/patterns.js';
export { formatQuantity, parseQuantity, type Quantity, type QuantityUnit } from './identifiers/quantity.js';
export { type State, STATES } from './identifiers/state.js';
export { formatTimeout, parseTimeout, type Timeout } from './identifiers/timeout.js';
export type { DocumentPath, Issue, Severity } from './issue.js';
export { type JsonValue, stringifyJson } from './json/stringify-json.js';
export { explainPlacement, type Placement, type ProfilePlacement } from './placement/explain-placement.js';
export { type Eligibility, isEligible } from './placement/is-eligible.js';
export { printPlacement } from './placement/print-placement.js';
export type { Holds, Reason } from './placement/reason.js';
export { type ProblemDetail, problemDetailSchema } from './problem-detail/schema.js';
export { CURRENT_REVISION, type Revision, REVISIONS } from './revisions/revision.js';
export { type RuleId, RULES } from './rules/registry.js';
export type { Rule, Rules } from './rules/rule.js';
export type { Extensions } from './schema/members.js';
export {
  type BundleReference,
  type DeploymentReference,
  type StateManifest,
  stateManifestSchema,
} from './state-manifest/schema.js';
