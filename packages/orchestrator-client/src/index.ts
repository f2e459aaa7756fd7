export { acceptAnyCertificate, type CertificatePolicy, type CertificateVerdict } from './clients/certificate-policy.js';
export type { ClientCertificate } from './clients/client-certificate.js';
export { ClientRefusedError, type ClientRefusal } from './clients/client-refused-error.js';
export type {
  Admission,
  AdmittedClient,
  ClientRegistry,
  RevocationReason,
  RevokedCertificate,
} from './clients/client-registry.js';
export type {
  ClientMark,
  ClientStore,
  RegisteredCertificate,
  RegisteredClient,
  Revocation,
} from './clients/client-store.js';
export {
  CLIENT_SIGNATURE_ALGORITHMS,
  createClientRegistry,
  type ClientRegistryOptions,
} from './clients/create-client-registry.js';
export { acceptIssuedBy, type AcceptIssuedByOptions } from './clients/issued-by.js';
export { createMemoryClientStore } from './clients/memory-client-store.js';
export type { AbandonOptions } from './fleet/abandon.js';
export { createFleetManager, type FleetManager } from './fleet/fleet-manager.js';
export type { FailedRequest, FleetManagerOptions } from './fleet/fleet-manager-options.js';
export {
  acceptAnyClient,
  type ClientPolicy,
  type ComeBack,
  type Denial,
  type DevicePolicy,
  type RatePolicy,
} from './fleet/policy.js';
export type { VendorProblem } from './fleet/vendor-problem.js';
export type { DeploymentView } from './fleet/view.js';
export { createSignatureGate } from './gate/create-signature-gate.js';
export type { GateRefusal } from './gate/refusal.js';
export {
  createMemoryReplayGuard,
  type MemoryReplayGuardOptions,
  type ReplayGuard,
  type SignatureUse,
} from './gate/replay-guard.js';
export type { Authentication, RefusedRequest, SignatureGate, SignatureGateOptions } from './gate/signature-gate.js';
export {
  FLEET_MANAGER_DEFAULTS,
  type FleetManagerLimits,
  type FleetOperation,
  type GatewayDeletion,
} from './handlers/handler.js';
export type { HandlerAnswer, HandlerRequest } from './handlers/request.js';
export type { ConversionLossPolicy } from './publish/in-revision.js';
export type { DesiredChange } from './publish/publish-change.js';
export { publishDesiredState, type PublishOptions } from './publish/publish-desired-state.js';
export { PUBLISH_DEFAULTS, type PublishOutcome } from './publish/publish-next.js';
export type {
  AbandonmentRecord,
  Artefact,
  DeviceRecord,
  FleetStore,
  Publication,
  PublishedDeployment,
  PublishedForm,
  PublishedManifest,
  StatusRecord,
} from './store/fleet-store.js';
export { createMemoryStore } from './store/memory.js';
