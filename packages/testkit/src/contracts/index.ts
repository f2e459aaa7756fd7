export { clientStoreContract, type ClientStoreUnderTest } from './client-store.js';
export type { ContractRunner } from './contract-runner.js';
export { deviceStoreContract, type DeviceStoreContractOptions, type OpenDeviceStore } from './device-store.js';
export { fleetStoreContract, type FleetStoreUnderTest } from './fleet-store.js';
