export {
  createDevelopmentIssuer,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type DevelopmentIssuerOptions,
  type IssueOptions,
} from './development-issuer.js';
export type { Validity } from './x509-svid.js';
