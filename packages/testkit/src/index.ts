export {
  collectEvents,
  exampleCapabilities,
  settled,
  type CollectedEvents,
  type SettledOptions,
} from './agent/index.js';
export {
  callWrongly,
  createFakeDevice,
  type CallWronglyOptions,
  type FakeDevice,
  type FakeDeviceAnswer,
  type FakeDeviceOptions,
  type WrongCall,
} from './device/index.js';
export {
  FAULTS,
  type CallerFaultName,
  type DeviceFaultName,
  type Fault,
  type FaultChannel,
  type FaultName,
  type FaultOutcome,
  type FaultSide,
  type FleetManagerFaultName,
  type IdentityServiceFaultName,
} from './faults/index.js';
export {
  createFakeFleetManager,
  type FakeFleetManager,
  type FakeFleetManagerOptions,
  type FaultOptions,
  type RecordedRequest,
  type ServedFakeFleetManager,
  type ServeFakeOptions,
} from './fleet-manager/index.js';
export {
  createFakeIdentityService,
  type FakeIdentityService,
  type FakeIdentityServiceOptions,
} from './identity-service/index.js';
export {
  createDevelopmentIssuer,
  loadDevelopmentCredentials,
  loadDevelopmentIssuer,
  saveDevelopmentCredentials,
  saveDevelopmentIssuer,
  type AuthorityPem,
  type DevelopmentAuthority,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type DevelopmentIssuerOptions,
  type IssueOptions,
  type SaveOptions,
  type Validity,
} from './issuer/index.js';
export {
  createInProcessFleet,
  createManualClock,
  type InProcessFleet,
  type InProcessFleetOptions,
  type ManualClock,
} from './in-process/index.js';
export {
  deviceStoreContract,
  fleetStoreContract,
  type ContractRunner,
  type DeviceStoreContractOptions,
  type FleetStoreUnderTest,
  type OpenDeviceStore,
} from './contracts/index.js';
