export { createDeviceAgent } from './agent/create-device-agent.js';
export type { DeviceAgent } from './agent/device-agent.js';
export type { DeviceAgentOptions, PollOptions, ReportOptions } from './agent/device-agent-options.js';
export type { PollOutcome } from './agent/poll-outcome.js';
export {
  createCapabilitiesReporter,
  type CapabilitiesReporter,
  type CapabilitiesReporterOptions,
} from './capabilities/capabilities-reporter.js';
export { collectCapabilities, type CollectOptions } from './capabilities/collect/collect-capabilities.js';
export type { MachineFacts, NetworkInterface } from './capabilities/collect/machine-facts.js';
export { thisMachine } from './capabilities/collect/this-machine.js';
export { systemClock, type Clock } from './clock.js';
export type {
  CapabilitiesEvent,
  DeploymentEvent,
  DeviceEvent,
  DeviceEventListener,
  OfDevice,
  ReportEvent,
  RuntimeEvent,
  StepEvent,
  SyncEvent,
} from './device-event.js';
export { IMMUTABLE_PARAMETER_CHANGED } from './driver/check-immutable.js';
export { FileTooLargeError, type FileSystem } from './files/file-system.js';
export { nodeFileSystem } from './files/node-file-system.js';
export type { ChildDevice, PlaceDeployment } from './gateway/child-device.js';
export type { CapabilitiesSource } from './gateway/site.js';
export { fingerprintsOf, revisionOf } from './fingerprint.js';
export { fetchRootCertificate, type FetchRootCertificateOptions } from './onboarding/fetch-root-certificate.js';
export { onboardDevice, type OnboardDeviceOptions, type OnboardedDevice } from './onboarding/onboard-device.js';
export { createOnboardingFile, type OnboardingFileOptions } from './onboarding/onboarding-file.js';
export type { OnboardingRecord, OnboardingStore } from './onboarding/onboarding-store.js';
export type { DecideConversion } from './reading/deployment-reader.js';
export { createRunRecorder, type RunRecorder, type RunRecorderOptions } from './run-record/run-recorder.js';
export { createDryRunRuntime, type DryRunOptions } from './runtimes/dry-run/dry-run-runtime.js';
export {
  parseDryRunScript,
  type DryRunOutcome,
  type DryRunScript,
  type DryRunStep,
} from './runtimes/dry-run/script.js';
export { ChildUnreachableError } from './runtimes/child-unreachable-error.js';
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
  recordKey,
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
export { restoreDeviceState, storeDeviceState } from './store/stored-state.js';
export { acceptManifest, type Placements } from './sync/accept-manifest.js';
export { chooseRetrieval, type Retrieval } from './sync/choose-retrieval.js';
export {
  judgeManifest,
  type JudgeManifestOptions,
  type ReceivedManifest,
  type Verdict,
} from './sync/judge-manifest.js';
export type { DatedWindow, PollSchedule, Weekday, WeeklyWindow } from './sync/schedule/poll-schedule.js';
export { createSchedule, type Schedule } from './sync/schedule/schedule.js';
export { synchronise, type SyncOutcome, type SynchroniseOptions } from './sync/synchronise.js';
export type { UpdateOptions } from './sync/update-options.js';
export { UpdateRefusedError, type OfferedManifest, type UpdateRefusedCode } from './sync/update-refused-error.js';
