import { byEvidence, type Evidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { CA_CERTIFICATE } from './ca-certificate.js';
import { ONBOARDING_REQUEST, PR1_ONBOARDING_REQUEST } from './onboarding-request.js';
import { ONBOARDING_RESPONSE, PR1_ONBOARDING_RESPONSE } from './onboarding-response.js';

/** Both revisions have the same form, save for a member of the first files. */
const oldest = (member: string): Evidence => ({
  revision: 'pr1',
  because: `${member} is what the first files of the interface say.`,
  holds: (root) => Object.hasOwn(root, member),
});

const LAST: Evidence = {
  revision: 'rc2-signed',
  because: 'There is no onboarding after 1.0.0-rc.2 with message signatures, and this is how it was there.',
  holds: () => true,
};

/** OnboardingRequest, as long as devices were let in over the interface. */
export const ONBOARDING_REQUESTS: DocumentFamily = {
  name: 'OnboardingRequest',
  kinds: { pr1: anyKind(PR1_ONBOARDING_REQUEST), 'rc2-signed': anyKind(ONBOARDING_REQUEST) },
  fits: (root) => root['kind'] === 'OnboardingRequest' || Object.hasOwn(root, 'public_certificate'),
  recognise: byEvidence([oldest('public_certificate'), LAST]),
};

/** OnboardingResponse, as long as devices were let in over the interface. */
export const ONBOARDING_RESPONSES: DocumentFamily = {
  name: 'OnboardingResponse',
  kinds: { pr1: anyKind(PR1_ONBOARDING_RESPONSE), 'rc2-signed': anyKind(ONBOARDING_RESPONSE) },
  fits: (root) => Object.hasOwn(root, 'clientId') || Object.hasOwn(root, 'client_id'),
  recognise: byEvidence([oldest('client_id'), LAST]),
};

/** CACertificate, as long as devices were let in over the interface. */
export const CA_CERTIFICATES: DocumentFamily = {
  name: 'CACertificate',
  kinds: { pr1: anyKind({ ...CA_CERTIFICATE, revision: 'pr1' }), 'rc2-signed': anyKind(CA_CERTIFICATE) },
  fits: (root) => Object.hasOwn(root, 'certificate'),
  recognise: byEvidence([LAST]),
};
