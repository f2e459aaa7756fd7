export { FAULTS, type FaultName } from './catalogue.js';
export type { CallerFaultName } from './device/caller-faults.js';
export type { DeviceFaultName } from './device/index.js';
export type { SignatureFaultName } from './device/signatures/index.js';
export type { Fault, FaultChannel, FaultOutcome, FaultPlace, FaultSide } from './fault.js';
export type { FleetManagerFaultName } from './fleet-manager/index.js';
export type { IdentityServiceFaultName } from './identity-service/index.js';
