export * from './models.js';
export {
  APPLICATION_DEPLOYMENT,
  parseApplicationDeployment,
  safeParseApplicationDeployment,
} from './application-deployment/application-deployment.js';
export type { Pr1Deployment } from './application-deployment/pr1.js';
export type { PredraftDeployment } from './application-deployment/predraft-2024-10.js';
export type { Rc2MtlsDeployment } from './application-deployment/rc2-mtls.js';
export type { Rc2SignedDeployment } from './application-deployment/rc2-signed.js';
export {
  APPLICATION_DESCRIPTION,
  parseApplicationDescription,
  safeParseApplicationDescription,
} from './application-description/application-description.js';
export type { OldComponent } from './application-description/old-component-schema.js';
export type { Pr1Description } from './application-description/pr1.js';
export type { PredraftDescription } from './application-description/predraft-2024-10.js';
export type { Rc2MtlsDescription } from './application-description/rc2-mtls.js';
export type { Rc2SignedDescription } from './application-description/rc2-signed.js';
export type {
  ApplicationParts,
  ComponentParts,
  CustomProfileParts,
  ParameterParts,
  ProfileParts,
  SchemaParts,
  SettingParts,
} from './builders/application-parts.js';
export { type ApplicationBuilder, buildApplication } from './builders/build-application.js';
export { type ApplicationPackage, checkApplicationPackage } from './application-package/check-application-package.js';
export { checkComposeComponent, type ComposeComponent } from './application-package/check-compose-component.js';
export { type OciManifest, ociManifestSchema } from './application-package/manifest.js';
export { EMPTY_CONFIG, PACKAGE_ANNOTATIONS, PACKAGE_MEDIA_TYPES } from './application-package/media-types.js';
export { checkComposeArchive, type ComposeArchiveOptions } from './compose-archive/check-compose-archive.js';
export type { ArchiveEntry } from './compose-archive/listing.js';
export {
  DEPLOYMENT_STATUS_MANIFEST,
  parseDeploymentStatusManifest,
  safeParseDeploymentStatusManifest,
} from './deployment-status/deployment-status.js';
export type { Pr1Status } from './deployment-status/pr1.js';
export type { PredraftStatus } from './deployment-status/predraft-2024-10.js';
export type { Rc2SignedStatus } from './deployment-status/rc2-signed.js';
export {
  DEVICE_CAPABILITIES_MANIFEST,
  parseDeviceCapabilitiesManifest,
  safeParseDeviceCapabilitiesManifest,
} from './device-capabilities/device-capabilities.js';
export type { Pr1Capabilities } from './device-capabilities/pr1.js';
export type { PredraftCapabilities } from './device-capabilities/predraft-2024-10.js';
export type { Rc2SignedCapabilities } from './device-capabilities/rc2-signed.js';
export { checkValue } from './configuration/check-value.js';
export { checkValues } from './configuration/check-values.js';
export { createForm, type Form, type FormOptions, type FormSection } from './configuration/form.js';
export type { FieldConstraints, FormField } from './configuration/form-field.js';
export { configurationJsonSchema, type ConfigurationJsonSchemaOptions } from './configuration/json-schema.js';
export type { CheckValuesOptions } from './configuration/judge-settings.js';
export { DEFAULT_VALUE_LIMITS, type ValueLimits } from './configuration/match-budget.js';
export { maskValue, redactDeployment, SECRET_MARK } from './configuration/secrets.js';
export { deploymentValues, type Values } from './configuration/values.js';
export { type Edit } from './edit/apply-edit.js';
export { edit } from './edit/edit.js';
export { rewrite } from './edit/rewrite.js';
export {
  deploymentIdSchema,
  deviceIdSchema,
  deviceTargetSchema,
  digestSchema,
  manifestVersionSchema,
  stateSchema,
} from './identifiers/schemas.js';
export type { ChangedStep, ConversionReport, ConversionStep, DecideStep, LostStep } from './convert/conversion-step.js';
export { type ConversionOptions, type ConversionResult, convertDocument } from './convert/convert-document.js';
export { type ConvertedValue, convertValue } from './convert/convert-value.js';
export type { ComponentDecision, ConversionDecisions } from './convert/decisions.js';
export { type DeltaId, DELTAS } from './convert/deltas.js';
export { explainConversion } from './convert/explain-conversion.js';
export { DocumentError, type ParseResult } from './issue.js';
export { documentJsonSchema, fileNameOf } from './json-schema/document-json-schema.js';
export { type JsonSchema, toJsonSchema } from './json-schema/to-json-schema.js';
export type { CACertificate } from './onboarding/ca-certificate.js';
export type { OnboardingRequest } from './onboarding/onboarding-request.js';
export type { OnboardingResponse } from './onboarding/onboarding-response.js';
export type { ErrorResponse } from './problem-detail/error-response.js';
export { PROBLEM_DETAIL, parseProblemDetail, safeParseProblemDetail } from './problem-detail/problem-detail.js';
export type { Check, Report } from './reading/check.js';
export type { DocumentKind } from './reading/document-kind.js';
export { createReadCache, type ReadCache, type ReadCacheOptions } from './reading/read-cache.js';
export { type DocumentSource, readDocument, safeReadDocument } from './reading/read-document.js';
export { pathText } from './reading/schema-issues.js';
export { documentKind, type DocumentKindLookup } from './documents/catalogue.js';
export { checkDocument, type CheckedDocument, type CheckOptions } from './documents/check-document.js';
export type { DocumentOf, DocumentTypes } from './documents/document-types.js';
export type { RecognisedRevision } from './documents/family.js';
export { recogniseDocument, type RecognisedDocument } from './documents/recognise.js';
export { renderComposeEnvironment } from './render/compose-environment.js';
export { formatEnvFile } from './render/env-file.js';
export { formatHelmValues } from './render/format-helm-values.js';
export { type HelmPointer, parseHelmPointer } from './render/helm-pointer.js';
export { type HelmValue, type HelmValues, renderHelmValues } from './render/helm-values.js';
export type { ReachingParameter } from './render/reaching.js';
export { render, type RenderedComponent } from './render/render.js';
export type { RenderOptions, Typing } from './render/typing.js';
export { createDeployment, type DeploymentRequest } from './resolve/create-deployment.js';
export { type ResolvedValues, resolveValues, type ResolveValuesOptions } from './resolve/resolve-values.js';
export type { ResolvedValue, ValueRequest, ValueResolver } from './resolve/value-resolver.js';
export { checkDeploymentAgainst } from './rules/across/deployment.js';
export { checkDeploymentOn } from './rules/across/placement.js';
export {
  checkBundleContents,
  checkCapabilitiesFor,
  checkStatusAgainst,
  type ComparedStatus,
  type KnownDevice,
  type ReportedDeployment,
} from './rules/across/wire.js';
export type { ReportedFailure, ReportedFailures } from './rules/deployment-status/reserved-codes.js';
export { type Field, fieldsOf } from './schema/fields.js';
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
export { refusedByWriters } from './write/refused-by-writers.js';
export { stringifyDocument } from './write/stringify-document.js';
export {
  stringifyApplicationDeployment,
  stringifyApplicationDescription,
  stringifyDeploymentStatusManifest,
  stringifyDeviceCapabilitiesManifest,
  stringifyStateManifest,
} from './write/stringify-kinds.js';
export { isAmbiguousScalar } from './yaml/ambiguous-scalar.js';
export { DEFAULT_READ_LIMITS, type ReadLimits } from './yaml/limits.js';
export { readYaml } from './yaml/read-yaml.js';
export type { ReadFault, ReadResult, TextDocument } from './yaml/text-document.js';
