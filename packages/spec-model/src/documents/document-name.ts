/** Kinds of documents, by their names in the specification. */
export const DOCUMENT_NAMES = [
  'ApplicationDescription',
  'ApplicationDeployment',
  'DeviceCapabilitiesManifest',
  'DeploymentStatusManifest',
  'StateManifest',
  'ProblemDetail',
  'SpiffeBundle',
  'DiscoveryDocument',
  'OnboardingRequest',
  'OnboardingResponse',
  'CACertificate',
] as const;

/** The name of a kind of document. */
export type DocumentName = (typeof DOCUMENT_NAMES)[number];
