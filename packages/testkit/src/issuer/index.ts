export type { AuthorityPem } from './authority.js';
export {
  createDevelopmentIssuer,
  type DevelopmentAuthority,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type DevelopmentIssuerOptions,
  type DevelopmentServerCertificate,
  type IssueOptions,
} from './development-issuer.js';
export type { SaveOptions } from './owner-only-files.js';
export { loadDevelopmentCredentials, saveDevelopmentCredentials } from './saved-credentials.js';
export { loadDevelopmentIssuer, saveDevelopmentIssuer } from './saved-issuer.js';
export type { Validity } from './x509-svid.js';
