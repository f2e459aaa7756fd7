export type { AbandonOptions } from './fleet/abandon.js';
export {
  acceptAnyClient,
  createFleetManager,
  type ClientPolicy,
  type FailedRequest,
  type FleetManager,
  type FleetManagerOptions,
} from './fleet/fleet-manager.js';
export type { DeploymentView } from './fleet/view.js';
export { FLEET_MANAGER_DEFAULTS, type FleetManagerLimits } from './handlers/handler.js';
export { publishDesiredState, type PublishOptions, type PublishOutcome } from './publish/publish-desired-state.js';
export type {
  AbandonmentRecord,
  Artefact,
  DeviceRecord,
  FleetStore,
  PublishedDeployment,
  PublishedManifest,
  StatusRecord,
} from './store/fleet-store.js';
export { createMemoryStore } from './store/memory.js';
