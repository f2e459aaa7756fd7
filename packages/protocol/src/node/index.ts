export type { Credentials } from './credentials.js';
export { createMutualTlsFetch, type MutualTlsFetch, type MutualTlsFetchOptions } from './mutual-tls-fetch.js';
export {
  createMutualTlsServer,
  type MutualTlsListener,
  type MutualTlsServer,
  type MutualTlsServerOptions,
} from './mutual-tls-server.js';
export type { MutualTlsIdentity, TlsVersionOptions } from './secure-context.js';
