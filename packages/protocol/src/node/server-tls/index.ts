export {
  createServerTlsFetch,
  type ServerTlsFetch,
  type ServerTlsFetchOptions,
  type ServerTrust,
} from './server-tls-fetch.js';
