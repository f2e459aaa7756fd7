export {
  createFakeFleetManager,
  type FakeFleetManager,
  type FakeFleetManagerOptions,
  type RecordedRequest,
} from './fake-fleet-manager.js';
export {
  createFakeSignedFleetManager,
  type FakeSignedFleetManager,
  type FakeSignedFleetManagerOptions,
  type RefusedSignature,
} from './fake-signed-fleet-manager.js';
export type { ServedFakeFleetManager, ServeFakeOptions } from './serve-fake.js';
export type { FaultOptions } from './switches.js';
