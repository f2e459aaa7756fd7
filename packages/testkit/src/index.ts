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
  signWrongly,
  type CallWronglyOptions,
  type FakeDevice,
  type FakeDeviceAnswer,
  type FakeDeviceOptions,
  type SignWronglyOptions,
  type WrongCall,
  type WrongSignature,
} from './device/index.js';
export {
  FAULTS,
  type CallerFaultName,
  type DeviceFaultName,
  type Fault,
  type FaultChannel,
  type FaultName,
  type FaultOutcome,
  type FaultPlace,
  type FaultSide,
  type FleetManagerFaultName,
  type IdentityServiceFaultName,
  type SignatureFaultName,
} from './faults/index.js';
export {
  createFakeFleetManager,
  createFakeSignedFleetManager,
  type FakeFleetManager,
  type FakeFleetManagerOptions,
  type FakeSignedFleetManager,
  type FakeSignedFleetManagerOptions,
  type FaultOptions,
  type RecordedRequest,
  type RefusedSignature,
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
  type DevelopmentServerCertificate,
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
  clientStoreContract,
  deviceStoreContract,
  fleetStoreContract,
  type ClientStoreUnderTest,
  type ContractRunner,
  type DeviceStoreContractOptions,
  type FleetStoreUnderTest,
  type OpenDeviceStore,
} from './contracts/index.js';
