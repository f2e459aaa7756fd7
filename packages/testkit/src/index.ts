export {
  createDevelopmentIssuer,
  type DevelopmentCredentials,
  type DevelopmentIssuer,
  type DevelopmentIssuerOptions,
  type IssueOptions,
  type Validity,
} from './issuer/index.js';
export {
  createInProcessFleet,
  createManualClock,
  type InProcessFleet,
  type InProcessFleetOptions,
  type ManualClock,
} from './in-process/index.js';
