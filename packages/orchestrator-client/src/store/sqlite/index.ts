export { createSqliteStore, type SqliteStore, type SqliteStoreOptions } from './sqlite-store.js';
export { FleetStoreError, type FleetStoreErrorCode } from './fleet-store-error.js';
