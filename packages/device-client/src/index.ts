export { createDeviceAgent, type DeviceAgent, type PollOutcome } from './agent/device-agent.js';
export type { DeviceAgentOptions } from './agent/device-agent-options.js';
export { systemClock, type Clock } from './clock.js';
export type {
  DeploymentEvent,
  DeviceEvent,
  DeviceEventListener,
  ReportEvent,
  RuntimeEvent,
  StepEvent,
  SyncEvent,
} from './device-event.js';
export { IMMUTABLE_PARAMETER_CHANGED } from './driver/check-immutable.js';
export { FileTooLargeError, type FileSystem } from './files/file-system.js';
export { nodeFileSystem } from './files/node-file-system.js';
export { fingerprintsOf, revisionOf } from './fingerprint.js';
export { createRunRecorder, type RunRecorder, type RunRecorderOptions } from './run-record/run-recorder.js';
export { createDryRunRuntime, type DryRunOptions } from './runtimes/dry-run/dry-run-runtime.js';
export {
  parseDryRunScript,
  type DryRunOutcome,
  type DryRunScript,
  type DryRunStep,
} from './runtimes/dry-run/script.js';
export { WorkloadError, type WorkloadErrorOptions } from './runtimes/workload-error.js';
export type {
  ApplyRequest,
  GaveUpFact,
  PrepareRequest,
  RemoveRequest,
  WorkloadRuntime,
} from './runtimes/workload-runtime.js';
export {
  documentsOf,
  EMPTY_DEVICE_STATE,
  type AcceptedManifest,
  type AcceptedReference,
  type DeploymentRecord,
  type DeviceState,
  type PendingReport,
} from './store/device-state.js';
export type { DeviceStore, StoredDocument } from './store/device-store.js';
export { createFileStore, type FileStoreOptions } from './store/file-store.js';
export { createMemoryStore } from './store/memory-store.js';
export { StoreError, type StoreErrorCode } from './store/store-error.js';
export { acceptManifest } from './sync/accept-manifest.js';
export { judgeManifest, type ReceivedManifest, type Verdict } from './sync/judge-manifest.js';
export { synchronise, type SyncOutcome, type SynchroniseOptions } from './sync/synchronise.js';
export { UpdateRefusedError, type UpdateRefusedCode } from './sync/update-refused-error.js';
