export {
  createDevelopmentIssuer,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type DevelopmentIssuerOptions,
  type IssueOptions,
} from './development-issuer.js';
export type { Validity } from './certificate-writer.js';
