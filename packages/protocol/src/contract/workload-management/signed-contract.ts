import { documentKind, type DocumentName } from '@margo-sdk/spec-model';
import { profileFacts, type SignedProfile } from '../../profiles/index.js';
import { namedComponentSchemas } from '../component-schemas.js';
import { onboardingPaths } from './signed-onboarding.js';
import { statePaths } from './signed-state.js';

/** What the contracts call each kind of document that travels. */
const DOCUMENTS = {
  ApplicationDeployment: 'ApplicationDeployment',
  CACertificate: 'CACertificate',
  DeploymentStatusManifest: 'DeploymentStatusManifest',
  DeviceCapabilitiesManifest: 'DeviceCapabilitiesManifest',
  ErrorResponse: 'ProblemDetail',
  OnboardingRequest: 'OnboardingRequest',
  OnboardingResponse: 'OnboardingResponse',
  StateManifest: 'StateManifest',
} as const satisfies Readonly<Record<string, DocumentName>>;

/**
 * Builds the contract of a profile with signed messages as an OpenAPI 3.1 document.
 *
 * @param profile - which one
 * @param version - what its publishers called it
 * @param capabilities - the operations on capabilities, in which the profiles differ
 */
export const signedContract = (profile: SignedProfile, version: string, capabilities: object) => ({
  openapi: '3.1.0',
  info: {
    title: 'Margo workload management with signed messages',
    version,
    license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    description:
      'What a device asks of its fleet manager and tells it where only the server shows a certificate, and the client ' +
      'signs what it sends. Ids in brackets, such as LG-09, name rules of the specification that the documentation lists.',
  },
  servers: [{ url: 'https://wfm.example.com', description: 'Wherever the fleet manager is; port 443.' }],
  security: [{ messageSignature: [] }],
  paths: { ...onboardingPaths, ...capabilities, ...statePaths },
  components: {
    securitySchemes: {
      messageSignature: {
        type: 'apiKey',
        in: 'header',
        name: 'Signature',
        description:
          'A signature by RFC 9421 with the label sig1, described in Signature-Input: over the method, the target URI ' +
          'and, where there is a body, its Content-Digest by RFC 9530 (LG-06, LG-07, LG-09). It is made with the key of ' +
          'the certificate that the client named in the path was let in with (LG-11).',
      },
    },
    schemas: namedComponentSchemas(
      Object.fromEntries(Object.entries(DOCUMENTS).map(([called, name]) => [called, schemaOf(profile, name)])),
    ),
  },
});

const schemaOf = (profile: SignedProfile, name: DocumentName) => {
  const { revision } = profileFacts(profile);
  const kind = documentKind(name, revision);
  if (kind === undefined) throw new TypeError(`${name} does not exist in ${revision}.`);
  return kind.schema;
};
