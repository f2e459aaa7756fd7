export type { AbandonOptions } from './fleet/abandon.js';
export {
  createFleetManager,
  type FailedRequest,
  type FleetManager,
  type FleetManagerOptions,
} from './fleet/fleet-manager.js';
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
export {
  FLEET_MANAGER_DEFAULTS,
  type FleetManagerLimits,
  type FleetOperation,
  type GatewayDeletion,
} from './handlers/handler.js';
export type { HandlerAnswer, HandlerRequest } from './handlers/request.js';
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
